"""One client's TLS connection to the broker, read and written without waiting."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from select import EPOLLIN, EPOLLOUT

from bench.load import mqtt

HOST = "127.0.0.1"
_READ = 65_536


class LineClosedError(ConnectionError):
    """The broker has closed the connection."""


class Line:
    """A connection that belongs to one selector; it says itself what it waits for."""

    def __init__(self, name: str, tls: ssl.SSLContext, port: int) -> None:
        self.name = name
        plain = socket.create_connection((HOST, port))
        plain.setblocking(False)  # noqa: FBT003 - socket's own signature
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = tls.wrap_socket(
            plain, server_hostname=HOST, do_handshake_on_connect=False, suppress_ragged_eofs=True
        )
        self._out, self._in = bytearray(mqtt.connect(name)), bytearray()
        self._shaken = False
        self._wants = EPOLLOUT

    @property
    def number(self) -> int:
        """The file descriptor."""
        return self._socket.fileno()

    @property
    def wants(self) -> int:
        """What to wait for."""
        if not self._shaken:
            return self._wants
        return EPOLLIN | (EPOLLOUT if self._out else 0)

    @property
    def waiting(self) -> int:
        """Bytes that have not been written yet."""
        return len(self._out)

    def send(self, data: bytes) -> None:
        """Write, now or when there is room."""
        self._out += data
        self.flush()

    def flush(self) -> None:
        """Write what there is room for."""
        try:
            while self._shaken and self._out:
                sent = self._socket.send(self._out[:_READ])
                del self._out[:sent]
        except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
            pass

    def packets(self) -> Iterator[mqtt.Packet]:
        """Do what the socket is ready for; yield what has come. Raises `LineClosedError`."""
        if not self._shaken and not self._shake():
            return
        self.flush()
        self._read()
        yield from mqtt.take(self._in)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _shake(self) -> bool:
        try:
            self._socket.do_handshake()
        except ssl.SSLWantReadError:
            self._wants = EPOLLIN
        except ssl.SSLWantWriteError:
            self._wants = EPOLLOUT
        else:
            self._shaken = True
        return self._shaken

    def _read(self) -> None:
        try:
            while True:
                data = self._socket.recv(_READ)
                if not data:
                    raise LineClosedError(self.name)
                self._in += data
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass


def tls_with(authority: Path, certificate: Path, key: Path) -> ssl.SSLContext:
    """Return the context of a client that has a certificate."""
    context = ssl.create_default_context(cafile=authority)
    context.load_cert_chain(certificate, key)
    return context
