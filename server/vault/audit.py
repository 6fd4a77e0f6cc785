"""The audit log: one line of JSON for everything that happens in the vault, never changed.

Each line carries the SHA-256 of the line before it, and a file beside the log says how far it goes,
so that a line that was changed or taken out shows, at the end as well. Whoever can write both files
can still cut both: therefore the newest hash also goes to the system's journal, and people write it
on paper with every opening.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from wire.decoding import decode

Kind = Literal["key-made", "handed-over", "requested", "approved", "opened", "refused", "torn-line"]
_ORIGIN = sha256(b"quay/v1/vault/log").hexdigest()


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the log."""

    seq: int
    prev: str
    at: datetime
    kind: Kind
    who: tuple[str, ...] = ()
    request: int = 0
    """Number of the line that asked for it."""
    case: str = ""
    """Number of the case at the authority that asked."""
    why: str = ""
    terminal: str = ""
    epoch: str = ""
    entry: int = 0
    key: str = ""
    torn: str = ""
    """Hash of what a power cut left of the line before."""


class Head(msgspec.Struct, frozen=True):
    """How far the log goes: the number and the hash of its last line."""

    seq: int
    sha256: str

    def __str__(self) -> str:
        """As people write it down and give it back."""
        return f"{self.seq}:{self.sha256}"


class LogBrokenError(Exception):
    """The log is not what was written; `seq` is the first line that is wrong or missing."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(f"line {seq} of the vault's log: {what}")
        self.seq, self.what = seq, what


class _Walked(NamedTuple):
    events: list[Event]
    heads: list[str]
    """Hash of each event's line."""
    torn: str
    """Hash of a last line that a power cut spoilt; "" if there is none."""
    ends: bool
    """Whether the last line has its end."""


class AuditLog:
    """The log in the vault's folder."""

    def __init__(self, folder: Path, *, tell: Callable[[Head], None]) -> None:
        """`tell` is given the newest line's number and hash, to keep them elsewhere."""
        self._file, self._mark = folder / "audit.log", folder / "audit.head"
        self._tell = tell

    def verify(self, *, known: Head | None = None) -> list[Event]:
        """Return every event, oldest first; raise `LogBrokenError`.

        `known` is a line that was noted elsewhere.
        """
        walked = self._walk()
        for head in (self._head(), known):
            if head is None:
                continue
            if head.seq > len(walked.heads):
                raise LogBrokenError(len(walked.heads) + 1, "missing")
            if head.seq and walked.heads[head.seq - 1] != head.sha256:
                raise LogBrokenError(head.seq, "changed")
        return walked.events

    def head(self) -> Head:
        """Return the newest line's number and hash; raise `LogBrokenError`."""
        self.verify()
        heads = self._walk().heads
        return Head(len(heads), heads[-1] if heads else _ORIGIN)

    def append(
        self, line: Event, *, check: Callable[[list[Event]], object] = lambda _events: None
    ) -> Event:
        """Write a line, giving it its number; it is on the disk when this returns.

        `check` is given the lines before it while nobody else writes, and may raise. Raises
        `LogBrokenError`, having written nothing, where the log does not hold, and `OSError`.
        """
        with self._alone() as descriptor:
            check(self.verify())
            walked = self._walk()
            if walked.torn or not walked.ends:
                walked = self._mend(descriptor, walked, line.at)
            return self._write(descriptor, walked, line)

    def _mend(self, descriptor: int, walked: _Walked, at: datetime) -> _Walked:
        """End the line that a power cut left, and say so: nothing is ever taken out."""
        if not walked.ends:
            _write_all(descriptor, b"\n")
            walked = self._walk()
        if walked.torn:
            line = Event(seq=0, prev="", at=at, kind="torn-line", torn=walked.torn)
            self._write(descriptor, walked, line)
        return self._walk()

    def _write(self, descriptor: int, walked: _Walked, line: Event) -> Event:
        prev = walked.heads[-1] if walked.heads else _ORIGIN
        event = msgspec.structs.replace(line, seq=len(walked.heads) + 1, prev=prev)
        body = msgspec.json.encode(event)
        _write_all(descriptor, body + b"\n")
        head = Head(event.seq, sha256(body).hexdigest())
        _replace(self._mark, msgspec.json.encode(head))
        self._tell(head)
        return event

    def _walk(self) -> _Walked:
        events: list[Event] = []
        heads: list[str] = []
        torn, ends = "", True
        for line, ends in _lines(self._file):  # noqa: B007 - the last one is asked for below
            event = _read(line)
            prev = heads[-1] if heads else _ORIGIN
            if event is None and not torn:
                torn = sha256(line).hexdigest()
            elif event is None or (event.seq, event.prev, event.torn) != (
                len(heads) + 1,
                prev,
                torn,
            ):
                raise LogBrokenError(len(heads) + 1, "changed")
            else:
                torn = ""
                events.append(event)
                heads.append(sha256(line).hexdigest())
        return _Walked(events, heads, torn, ends)

    def _head(self) -> Head | None:
        try:
            return decode(self._mark.read_bytes(), Head)
        except FileNotFoundError:
            if len(self._walk().events) > 1:  # the very first may have been cut short
                raise LogBrokenError(0, "nothing says how far it goes") from None
            return None
        except msgspec.DecodeError as error:
            raise LogBrokenError(0, "nothing says how far it goes") from error

    @contextmanager
    def _alone(self) -> Iterator[int]:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        descriptor = os.open(self._file, flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)


def _lines(file: Path) -> Iterator[tuple[bytes, bool]]:
    """Yield each line, and whether it has its end."""
    try:
        *whole, rest = file.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    yield from ((line, True) for line in whole)
    if rest:
        yield rest, False


def _read(line: bytes) -> Event | None:
    try:
        return decode(line, Event)
    except msgspec.DecodeError:
        return None


def _write_all(descriptor: int, line: bytes) -> None:
    if os.write(descriptor, line) != len(line):
        raise OSError(28, "the disk is full")
    os.fsync(descriptor)


def _replace(file: Path, content: bytes) -> None:
    fresh = file.with_name(f".{file.name}.fresh")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        _write_all(descriptor, content)
    finally:
        os.close(descriptor)
    fresh.replace(file)
