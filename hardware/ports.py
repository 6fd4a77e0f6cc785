"""The ways to a printer: bytes out, and its status back where the link is two-way."""

import os
import select
import socket
import struct
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Protocol

from hardware.printer_status import Status, ask

ANSWER_SECONDS = 0.5
"""How long an idle printer is given to tell its status."""
STALL_SECONDS = 5.0
"""How long a printer may take nothing in, or not answer, while it prints: a band takes it 0.2 s."""
_SEND_BUFFER = 8192
"""What the network may hold back for a printer: little, so that one that stalls is noticed."""


class PortError(OSError):
    """The link to the printer cannot be opened, broke, or takes nothing in any more."""


class Port(Protocol):
    """A way to a printer. It opens itself when it is used."""

    def write(self, data: bytes) -> None:
        """Return when everything is handed over; raise `PortError` otherwise."""

    def status(self, *, after_ticket: bool = False) -> Status | None:
        """What the printer answers; None where it does not. Raises `PortError`.

        `after_ticket`: it may answer only when it has taken in what came before.
        """

    def close(self) -> None:
        """End the connection; the next use makes a new one. Closing twice is fine."""


class NoPort:
    """No printer is set up."""

    def write(self, _data: bytes) -> None:
        """Refuse."""
        raise PortError("no printer is set up")

    def status(self, *, after_ticket: bool = False) -> Status | None:  # noqa: ARG002 - nobody asks
        """Nobody answers."""
        return None

    def close(self) -> None:
        """Nothing is open."""


class FilePort:
    """A printer behind a device file, such as /dev/usb/lp0 of the usblp driver.

    Not tried on a real printer: over named pipes and pseudo-terminals only. What a one-way device
    has taken counts as printed: it cannot be asked.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, -1
        self._is_two_way = False

    def write(self, data: bytes) -> None:
        """Hand over all bytes, however slowly the printer takes them."""
        file, rest = self._open(), memoryview(data)
        try:
            while rest:
                self._wait_to_write(file)
                rest = rest[os.write(file, rest) :]
            # usblp forgets what is still on its way when the device is closed.
            self._wait_to_write(file)
        except OSError as error:
            raise PortError(str(error)) from error

    def status(self, *, after_ticket: bool = False) -> Status | None:
        """Ask, where the device can be read."""
        file, patience = self._open(), _patience(after_ticket=after_ticket)
        if not self._is_two_way:
            return None
        try:
            return ask(self.write, partial(_read, file), patience=patience)
        except OSError as error:
            raise PortError(str(error)) from error

    def close(self) -> None:
        """Close the device file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _open(self) -> int:
        if self._file >= 0:
            return self._file
        try:
            self._file = self._open_file()
        except OSError as error:
            raise PortError(str(error)) from error
        return self._file

    def _wait_to_write(self, file: int) -> None:
        if not _is_ready(file, select.POLLOUT, STALL_SECONDS):
            raise PortError(f"{self._path} takes nothing in")

    def _open_file(self) -> int:
        # Only a character device answers: what is read from a file is what was written to it.
        self._is_two_way = self._path.is_char_device() and os.access(self._path, os.R_OK)
        way = os.O_RDWR if self._is_two_way else os.O_WRONLY
        return os.open(self._path, way | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)


class NetworkPort:
    """A printer on the network that takes raw bytes, usually on TCP port 9100.

    Not tried on a real printer. A connection lasts for one ticket: cheap printers serve one at a
    time and forget an idle one.
    """

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None
        self._is_broken = self._has_answered = False

    def write(self, data: bytes) -> None:
        """Hand over all bytes to the network; whether they arrive, only a status can tell."""
        try:
            self._open().sendall(data)
        except OSError as error:
            self._is_broken = True
            raise PortError(str(error)) from error

    def status(self, *, after_ticket: bool = False) -> Status | None:
        """Ask over the same connection."""
        patience = _patience(after_ticket=after_ticket)
        try:
            receive = partial(_receive, self._open())
            status = ask(self.write, receive, patience=patience)
        except OSError as error:
            self._is_broken = True
            raise PortError(str(error)) from error
        # One that fell silent no longer takes in what was sent to it.
        self._is_broken = self._has_answered and status is None
        self._has_answered = status is not None
        return status

    def close(self) -> None:
        """Close the connection; after a failure drop what the network still holds."""
        if self._socket is None:
            return
        with self._socket as connection, suppress(OSError):
            if self._is_broken:
                # A rest that arrives later would be printed a second time.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                _say_goodbye(connection)
        self._socket = None

    def _open(self) -> socket.socket:
        if self._socket is None:
            self._is_broken = self._has_answered = False
            self._socket = socket.create_connection(self._address, timeout=STALL_SECONDS)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        return self._socket


def _patience(*, after_ticket: bool) -> float:
    return STALL_SECONDS if after_ticket else ANSWER_SECONDS


def _is_ready(file: int, event: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(file, event)
    return any(happened & event for _file, happened in poll.poll(seconds * 1000))


def _read(file: int, seconds: float) -> bytes:
    return os.read(file, 64) if _is_ready(file, select.POLLIN, seconds) else b""


def _say_goodbye(connection: socket.socket) -> None:
    """Read what is left: closing with unread bytes makes TCP drop those that are on their way."""
    connection.shutdown(socket.SHUT_WR)
    deadline = time.monotonic() + STALL_SECONDS
    while _receive(connection, ANSWER_SECONDS) and time.monotonic() < deadline:
        pass


def _receive(connection: socket.socket, seconds: float) -> bytes:
    if not _is_ready(connection.fileno(), select.POLLIN, seconds):
        return b""
    received = connection.recv(64)
    if not received:
        raise PortError("the printer closed the connection")
    return received
