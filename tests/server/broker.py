"""The real Mosquitto behind mutual TLS, and a terminal's client."""

import os
import pwd
import queue
import shutil
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from tests.certificates import Pki, make_pki
from tests.server.outlet import Outlet
from tests.server.process import TIMEOUT_S, Program, running
from wire import sign
from wire.receipt import Receipt, read_receipt

MOSQUITTO = shutil.which("mosquitto", path="/usr/sbin:/usr/bin") or "mosquitto"

_SETTINGS = """
listener {port} 127.0.0.1
cafile {pki.ca}
certfile {pki.broker.certificate}
keyfile {pki.broker.key}
require_certificate true
use_identity_as_username true
user {user}
persistence true
persistence_location {folder}/
autosave_on_changes true
autosave_interval 1
log_dest stderr
{more}
"""


@dataclass(frozen=True, kw_only=True)
class Broker:
    """A broker that can be started, killed and started again."""

    folder: Path
    port: int
    pki: Pki
    more: str = ""
    """Further settings."""

    def running(self) -> AbstractContextManager[Program]:
        settings = self.folder / "mosquitto.conf"
        settings.write_text(
            _SETTINGS.format(
                port=self.port,
                pki=self.pki,
                more=self.more,
                folder=self.folder,
                user=pwd.getpwuid(os.geteuid()).pw_name,
            )
        )
        return running(MOSQUITTO, "-c", str(settings), ready=" running")


def make_broker(folder: Path) -> Broker:
    return Broker(folder=folder, port=free_port(), pki=make_pki(folder / "pki"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Line:
    """A terminal's connection: sends, and hears receipts."""

    def __init__(self, broker: Broker, outlet: Outlet) -> None:
        self._outlet = outlet
        self._receipts: queue.Queue[bytes] = queue.Queue()
        self._subscribed: queue.Queue[None] = queue.Queue()
        pair = broker.pki.issue(outlet.id)
        self._client = Client(CallbackAPIVersion.VERSION2, client_id=outlet.id, clean_session=False)
        self._client.tls_set(
            ca_certs=str(broker.pki.ca), certfile=str(pair.certificate), keyfile=str(pair.key)
        )
        self._client.max_inflight_messages_set(2000)
        self._client.on_subscribe = lambda *_found: self._subscribed.put(None)
        self._client.on_message = self._hear
        self._client.connect("127.0.0.1", broker.port)
        self._client.loop_start()
        self._client.subscribe(outlet.receipt_topic, qos=1)
        self._subscribed.get(timeout=TIMEOUT_S)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _hear(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        self._receipts.put(bytes(message.payload))

    def publish(self, payload: bytes, topic: str = "") -> None:
        """Publish and return when the broker has it."""
        sent = self._client.publish(topic or self._outlet.entries_topic, payload, qos=1)
        sent.wait_for_publish(TIMEOUT_S)

    def flood(self, payload: bytes, times: int) -> None:
        """Publish the same many times, and return when the broker has it all."""
        topic = self._outlet.entries_topic
        for sent in [self._client.publish(topic, payload, qos=1) for _ in range(times)]:
            sent.wait_for_publish(60)

    def receipt(self, server_key: Ed25519PublicKey, wait_s: float = TIMEOUT_S) -> Receipt:
        """Return the next receipt, verified; raise `queue.Empty` if there is none in time."""
        message = self._receipts.get(timeout=wait_s)
        return read_receipt(sign.verify(message, server_key, "server", "quay-receipt"))


@contextmanager
def connected(broker: Broker, outlet: Outlet) -> Iterator[Line]:
    line = Line(broker, outlet)
    try:
        yield line
    finally:
        line.close()
