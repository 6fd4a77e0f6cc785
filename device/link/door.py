"""The TLS side of a connection: the terminal's papers, and a handshake that can be left."""

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

UNHEARD_MILLISECONDS = 45_000
"""The kernel gives a connection up when what was sent goes unacknowledged for so long (tcp(7)):
a line that is dead at one end shows with the next word."""


class Door(ssl.SSLContext):
    """Mutual TLS for one connection; raises `OSError` where a file cannot be used."""

    def __new__(cls, *_papers: Path) -> Self:
        """Make a context for a client, which checks whom it speaks to."""
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def __init__(self, ca: Path, certificate: Path, key: Path) -> None:
        self._line: ssl.SSLSocket | None = None
        self._is_shut = self._is_dialled = False
        self._lock = threading.Lock()
        self.load_verify_locations(ca)
        self.load_cert_chain(certificate, key)

    def wrap_socket(self, sock: socket.socket, *rest: Any, **options: Any) -> ssl.SSLSocket:
        """As the context's own; keep the line in sight."""
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNHEARD_MILLISECONDS)
        line = super().wrap_socket(sock, *rest, **options)
        try:
            line.getpeername()
        except OSError:  # hung up already: there is nobody to shake hands with
            line.close()
            raise
        with self._lock:
            self._line = line
            if self._is_shut:
                _interrupt(line)
        return line

    def dialled(self, *, failed: bool) -> None:
        """Take note that the thread that dialled is done with the line."""
        with self._lock:
            self._is_dialled = True
            if self._line and (failed or self._is_shut):
                self._line.close()

    def shut(self) -> None:
        """Close the line; a handshake that hangs fails, in the thread that waits for it."""
        with self._lock:
            self._is_shut = True
            if self._line and self._is_dialled:
                self._line.close()
            elif self._line:
                _interrupt(self._line)


def _interrupt(line: ssl.SSLSocket) -> None:
    with suppress(OSError):
        # The plain socket's: SSLSocket's own takes the TLS state away under the other thread.
        socket.socket.shutdown(line, socket.SHUT_RDWR)
