"""The signer's socket: one caller at a time, each known by its account (SO_PEERCRED)."""

import logging
import os
import select
import signal
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from provisioning.errors import ExistsAlreadyError
from provisioning.signer.asking import LONGEST
from settings import alive

_LOG = logging.getLogger(__name__)
_MODE = 0o660
_WAITING = 16
_BEAT_SECONDS = 5.0
_PATIENCE_SECONDS = 5.0
"""For one caller, from its first byte to its last: others wait meanwhile."""
_CREDENTIALS = struct.Struct("3i")
"""`struct ucred` of unix(7): process, user, group."""

Answer = Callable[[bytes], bytes]


@contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    """Listen at a path that account and group may call; raise `ExistsAlreadyError` or `OSError`.

    What an earlier run left there is cleared away, a run that still answers is not.
    """
    if path.is_socket():
        if _answers(path):
            raise ExistsAlreadyError(path)
        path.unlink()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        try:
            path.chmod(_MODE)
            door.listen(_WAITING)
            door.setblocking(False)  # noqa: FBT003 - the library's own signature
            yield door
        finally:
            path.unlink(missing_ok=True)


def serve(
    door: socket.socket, answer: Answer, *, callers: frozenset[int], goes_on: Callable[[], bool]
) -> None:
    """Answer callers of these accounts until told to stop (SIGTERM, SIGINT) or nothing goes on."""
    with _told_to_stop() as stop:
        alive.ready("waiting for requests")
        while goes_on():
            waiting = [door.fileno(), stop]
            ready, _writable, _broken = select.select(waiting, [], [], _BEAT_SECONDS)
            alive.beat()
            if stop in ready:
                break
            if ready:
                _serve_one(door, answer, callers)
        alive.stopping()


def _serve_one(door: socket.socket, answer: Answer, callers: frozenset[int]) -> None:
    try:
        caller, _address = door.accept()
    except OSError:  # it has gone again
        return
    with caller:
        user = _user_of(caller)
        if user not in callers:
            _LOG.warning("user %d has no business here", user)
            return
        try:
            line = _line(caller)
            if line:
                caller.sendall(answer(line))
        except OSError as error:
            _LOG.warning("a caller went away: %s", error.strerror or "too slow")


def _user_of(caller: socket.socket) -> int:
    raw = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _process, user, _group = _CREDENTIALS.unpack(raw)
    return int(user)


def _line(caller: socket.socket) -> bytes:
    """Return a caller's line; nothing if it is longer than any can be. Raises `OSError`."""
    until, line = monotonic() + _PATIENCE_SECONDS, b""
    while not line.endswith(b"\n"):
        left = until - monotonic()
        if left <= 0:
            raise TimeoutError
        caller.settimeout(left)
        more = caller.recv(LONGEST)
        line += more
        if not more or len(line) > LONGEST:
            return b""
    return line


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as call:
        call.settimeout(_PATIENCE_SECONDS)
        try:
            call.connect(str(path))
        except OSError:
            return False
    return True


@contextmanager
def _told_to_stop() -> Iterator[int]:
    """Yield a descriptor that can be read once a signal has come."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    wakeup = signal.set_wakeup_fd(writing)
    former = {kind: signal.signal(kind, lambda *_: None) for kind in _STOPPING}
    try:
        yield reading
    finally:
        for kind, handler in former.items():
            signal.signal(kind, handler)
        signal.set_wakeup_fd(wakeup)
        os.close(reading)
        os.close(writing)


_STOPPING = (signal.SIGTERM, signal.SIGINT)
