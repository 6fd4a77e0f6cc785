"""Listens to everything that passes through the broker, let in by a door made for it alone."""

import ssl
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from provisioning.authority import open_authority
from provisioning.keys import make_tls_key, private_pem

NAME = "recorder"


def let_in(keys: Path) -> None:
    """Give the recorder a certificate, and the right to read what terminals and server say."""
    key = make_tls_key()
    folder = keys / NAME
    folder.mkdir()
    (folder / "key.pem").write_bytes(private_pem(key))
    certificate = open_authority(keys).certify_program(key.public_key(), NAME, at=datetime.now(UTC))
    (folder / "crt.pem").write_bytes(certificate)
    with (keys / "broker" / "acl").open("a", encoding="ascii") as acl:
        acl.write(f"\nuser {NAME}\ntopic read #\n")


class Recorder:
    """Keeps every message; reconnects when the broker comes back."""

    def __init__(self, keys: Path, *, host: str, port: int) -> None:
        self._address = (host, port)
        self._messages: list[tuple[str, bytes]] = []
        self._listening = threading.Event()
        client = Client(CallbackAPIVersion.VERSION2, client_id=NAME, clean_session=False)
        tls = ssl.create_default_context(cafile=keys / "server" / "ca.crt.pem")
        tls.load_cert_chain(keys / NAME / "crt.pem", keys / NAME / "key.pem")
        client.tls_set_context(tls)
        client.reconnect_delay_set(min_delay=1, max_delay=1)
        client.on_connect = self._connected
        client.on_subscribe = lambda *_: self._listening.set()
        client.on_message = self._message
        self._client = client

    def __enter__(self) -> Self:
        self._client.connect(*self._address)
        self._client.loop_start()
        assert self._listening.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def messages(self) -> tuple[tuple[str, bytes], ...]:
        return tuple(self._messages)

    def _connected(self, client: Client, *_: Any) -> None:
        client.subscribe("#", qos=1)

    def _message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        self._messages.append((message.topic, bytes(message.payload)))
