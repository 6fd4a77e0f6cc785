"""The real Mosquitto, and clients that speak to it."""

import queue
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

PROGRAM = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin")
TIMEOUT_S = 20
CONNECT = b"\x10\x0e\x00\x04MQTT\x04\x02\x00\x3c\x00\x02id"
"""CONNECT of MQTT 3.1.1, section 3.1: clean session, silent for at most 60 s, client id "id"."""

needs_mosquitto = pytest.mark.skipif(PROGRAM is None, reason="Mosquitto is not installed")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass
class Running:
    """A running broker and what it said."""

    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)
    ready: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line)
            if line.rstrip().endswith(" running"):
                self.ready.set()


@contextmanager
def running(settings: Path) -> Iterator[Running]:
    """Run a broker until the block ends; it must then stop when asked."""
    assert PROGRAM is not None
    process = subprocess.Popen(
        [PROGRAM, "-c", str(settings)], stderr=subprocess.PIPE, text=True, cwd="/"
    )
    broker = Running(process)
    listener = threading.Thread(target=broker.listen)
    listener.start()
    try:
        assert broker.ready.wait(TIMEOUT_S), broker.log
        yield broker
        assert process.poll() is None, broker.log
    finally:
        process.terminate()
        process.wait(TIMEOUT_S)
        listener.join(TIMEOUT_S)
        assert process.stderr is not None
        process.stderr.close()


@dataclass(frozen=True)
class Papers:
    """What a client shows at the door."""

    folder: Path
    name: str

    @property
    def ca(self) -> str:
        return str(self.folder / "ca.crt.pem")

    @property
    def certificate(self) -> str:
        return str(self.folder / f"{self.name}.crt.pem")

    @property
    def key(self) -> str:
        return str(self.folder / f"{self.name}.key.pem")


class Client:
    """A client of the broker, by paho under MQTT 3.1.1."""

    def __init__(
        self, papers: Papers, port: int, *, client_id: str = "", clean: bool = True, user: str = ""
    ) -> None:
        self.lost = threading.Event()
        self._inbox: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._events: queue.Queue[str] = queue.Queue()
        self._mqtt = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=client_id or papers.name, clean_session=clean
        )
        self._mqtt.tls_set(papers.ca, papers.certificate, papers.key)
        if user:
            self._mqtt.username_pw_set(user, "any")
        self._mqtt.on_connect = lambda *found: self._events.put(f"connect {found[3]}")
        self._mqtt.on_subscribe = lambda *_found: self._events.put("subscribed")
        self._mqtt.on_disconnect = lambda *_found: self.lost.set()
        self._mqtt.on_message = self._receive
        self._port = port

    def _receive(self, _client: mqtt.Client, _userdata: Any, message: mqtt.MQTTMessage) -> None:
        self._inbox.put((message.topic, bytes(message.payload)))

    def connect(self) -> None:
        self._mqtt.connect("localhost", self._port)
        self._mqtt.loop_start()
        assert self._events.get(timeout=TIMEOUT_S) == "connect Success"

    def close(self) -> None:
        self._mqtt.disconnect()
        self._mqtt.loop_stop()

    def subscribe(self, *filters: str) -> None:
        for name in filters:
            assert self._mqtt.subscribe(name, qos=1)[0] is MQTTErrorCode.MQTT_ERR_SUCCESS
            assert self._events.get(timeout=TIMEOUT_S) == "subscribed"

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish, and return when the broker has acknowledged, whatever it then did."""
        self._mqtt.publish(topic, payload, qos=1, retain=retain).wait_for_publish(TIMEOUT_S)

    def next(self) -> tuple[str, bytes]:
        return self._inbox.get(timeout=TIMEOUT_S)


@contextmanager
def connected(*clients: Client) -> Iterator[None]:
    with ExitStack() as open_clients:
        for client in clients:
            client.connect()
            open_clients.callback(client.close)
        yield


def answer_at_the_door(port: int, papers: Papers | None, *, connect: bytes = CONNECT) -> bytes:
    """Return what the broker says to CONNECT; nothing if it says nothing or ends the handshake."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if papers:
        context.load_cert_chain(papers.certificate, papers.key)
    try:
        with (
            socket.create_connection(("127.0.0.1", port), TIMEOUT_S) as plain,
            context.wrap_socket(plain) as door,
        ):
            door.sendall(connect)
            return door.recv(100)
    except (ssl.SSLError, ConnectionError):
        return b""
