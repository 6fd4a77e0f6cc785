"""Something that listens where the broker should be, and misbehaves in one way."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from tests.certificates import Pki

CONNACK, SUBACK_MINUTE = b"\x20\x02\x00", 0x90

Play = Callable[[ssl.SSLSocket], None]


def refuse_connection(line: ssl.SSLSocket) -> None:
    """MQTT 3.1.1, table 3.1: 5, not authorised."""
    line.recv(4096)
    line.sendall(CONNACK + b"\x05")


def refuse_subscription(line: ssl.SSLSocket) -> None:
    """MQTT 3.1.1, 3.9.3: 0x80, failure."""
    _subscribe(line, 0x80)
    line.recv(4096)


def say_nothing(line: ssl.SSLSocket) -> None:
    """TLS stands; then silence."""
    line.recv(4096)
    line.recv(4096)


def talk_nonsense(line: ssl.SSLSocket) -> None:
    """Nothing that MQTT knows."""
    line.sendall(b"\xff" * 64)


def throw_out(line: ssl.SSLSocket) -> None:
    """All is well until the first word."""
    _subscribe(line, 0x00)
    line.recv(4096)


def fall_silent(line: ssl.SSLSocket) -> None:
    """All is well, and then nothing is answered any more."""
    _subscribe(line, 0x00)
    while line.recv(4096):
        pass


def _subscribe(line: ssl.SSLSocket, granted: int) -> None:
    line.recv(4096)
    line.sendall(CONNACK + b"\x00")
    asked = line.recv(4096)
    line.sendall(bytes([SUBACK_MINUTE, 3]) + asked[2:4] + bytes([granted]))


class _Listed(ssl.SSLSocket):
    """Known to its broker from the first: one that is reset before the handshake is left open."""

    listed: list[socket.socket]

    def __new__(cls, *_arguments: object, **_options: object) -> Self:
        """Make it, and list it."""
        line = super().__new__(cls)
        cls.listed.append(line)
        return line


class BadBroker:
    """Plays the same play with everybody; `play` None: the handshake hangs."""

    def __init__(self, pki: Pki, play: Play | None) -> None:
        self._play = play
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(pki.broker.certificate, pki.broker.key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.calls = 0
        self._called = threading.Condition()
        self._lines: list[socket.socket] = []
        self._tls.sslsocket_class = type("_Line", (_Listed,), {"listed": self._lines})
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for line in self._lines:
            line.close()

    def wait_for_calls(self, count: int, seconds: float = 60.0) -> bool:
        """Return whether so many have called in time."""
        with self._called:
            return self._called.wait_for(lambda: self.calls >= count, seconds)

    def _accept(self) -> None:
        while True:
            try:
                line, _address = self._listener.accept()
            except OSError:
                return
            self._lines.append(line)
            with self._called:
                self.calls += 1
                self._called.notify_all()
            if self._play:
                thread = threading.Thread(target=self._serve, args=(line,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _serve(self, line: socket.socket) -> None:
        assert self._play
        with suppress(OSError), self._tls.wrap_socket(line, server_side=True) as wrapped:
            self._play(wrapped)
