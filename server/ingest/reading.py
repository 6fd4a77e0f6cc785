"""Reading the entries of a batch, each for itself: a bad one does not harm its neighbours."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec
from msgspec import UNSET, UnsetType

from server.store.carried import Original
from server.store.quarantine import Reason
from wire.batch import Batch
from wire.chain import entry_hash
from wire.decoding import decode
from wire.entry import SCHEMA_VERSION, Head, read_head

LARGEST = 2**53 - 1
"""The largest number that every reader of JSON gets right (RFC 8259, section 6)."""
_KIND = re.compile(r"[a-z][a-z0-9-]{0,63}")
_HASH = re.compile(r"[0-9a-f]{64}")
_EPOCH = re.compile(r"[0-9a-f]{32}")


class Claim(msgspec.Struct, frozen=True, gc=False):
    """An entry that can be read and names its own ledger."""

    seq: int
    sha256: str
    prev: str
    kind: str
    at: datetime
    total_vnd: int | None
    sealed_sha256: str | None
    """Hash of the sealed block that belongs to it."""
    carried: Original | None
    """The entry that was set aside and is this one."""
    body: bytes

    def __repr__(self) -> str:
        return f"Claim(seq={self.seq}, sha256={self.sha256!r})"


class Unreadable(msgspec.Struct, frozen=True, gc=False):
    """Something in a batch that is no entry of this ledger."""

    seq: int
    """Which number it stands for, as far as anyone can tell; 0 if nobody can."""
    sha256: str
    reason: Reason
    body: bytes

    def __repr__(self) -> str:
        return f"Unreadable(seq={self.seq}, sha256={self.sha256!r}, reason={self.reason!r})"


class _Numbered(msgspec.Struct, frozen=True):
    seq: int


class _Versioned(msgspec.Struct, frozen=True):
    v: int


class _Known(Head, frozen=True, kw_only=True):
    """What is copied out of an entry, where it has it and it makes sense."""

    total_vnd: int | UnsetType = UNSET
    sealed_sha256: str | UnsetType | None = UNSET


_KNOWN = msgspec.json.Decoder(_Known)


class UnreadableError(ValueError):
    """Something is not an entry of this ledger."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def read_entries(batch: Batch) -> list[Claim | Unreadable]:
    """Read every entry of a batch."""
    bodies = [bytes(raw) for raw in batch.entries]
    read: list[Claim | Reason] = []
    for body in bodies:
        try:
            read.append(read_claim(body, batch.terminal, batch.epoch))
        except UnreadableError as error:
            read.append(error.reason)
    continued = {one.prev: one.seq - 1 for one in read if isinstance(one, Claim)}
    return [
        found
        if isinstance(found, Claim)
        else Unreadable(
            seq=_number(index, bodies, read, continued),
            sha256=entry_hash(bodies[index]),
            reason=found,
            body=bodies[index],
        )
        for index, found in enumerate(read)
    ]


def read_claim(body: bytes, terminal: str, epoch: str) -> Claim:
    """Read an entry of this ledger; raise `UnreadableError` if it is none."""
    head = _head(body)
    if head.terminal != terminal or head.epoch != epoch:
        raise UnreadableError(Reason.FOREIGN_ENTRY)
    if head.v > SCHEMA_VERSION:
        raise UnreadableError(Reason.NEWER_SCHEMA)
    if not _KIND.fullmatch(head.kind) or not _HASH.fullmatch(head.prev):
        raise UnreadableError(Reason.UNDECODABLE)
    total, sealed = head.total_vnd, head.sealed_sha256
    return Claim(
        seq=head.seq,
        sha256=entry_hash(body),
        prev=head.prev,
        kind=head.kind,
        at=_in_utc(head.at),
        total_vnd=total if isinstance(total, int) and abs(total) <= LARGEST else None,
        sealed_sha256=sealed if isinstance(sealed, str) else None,
        carried=_carried(head),
        body=body,
    )


def _head(body: bytes) -> _Known:
    try:
        head = _KNOWN.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        head = _head_alone(body)
    if not 1 <= head.seq <= LARGEST or head.v < 1:
        raise UnreadableError(Reason.UNDECODABLE)
    return head


def _head_alone(body: bytes) -> _Known:
    """Read what every entry has: another kind's total may be anything."""
    try:
        return _Known(**msgspec.structs.asdict(read_head(body)))
    except msgspec.DecodeError as error:
        raise UnreadableError(_why_not(body)) from error


def _why_not(body: bytes) -> Reason:
    try:
        is_newer = decode(body, _Versioned).v > SCHEMA_VERSION
    except msgspec.DecodeError:
        is_newer = False
    return Reason.NEWER_SCHEMA if is_newer else Reason.UNDECODABLE


def _carried(head: Head) -> Original | None:
    if head.carried is UNSET:
        return None
    one = head.carried
    makes_sense = 1 <= one.seq <= LARGEST and _EPOCH.fullmatch(one.epoch)
    if not makes_sense or not _HASH.fullmatch(one.sha256):
        raise UnreadableError(Reason.UNDECODABLE)
    return Original(head.terminal, one.epoch, one.seq, one.sha256)


def _in_utc(at: datetime) -> datetime:
    """Return a moment in UTC; one without a zone is taken to be so already."""
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise UnreadableError(Reason.UNDECODABLE) from error


def _number(
    index: int,
    bodies: Sequence[bytes],
    read: Sequence[Claim | Reason],
    continued: Mapping[str, int],
) -> int:
    """Tell an unreadable entry's number: by itself, by who continues it, or by its neighbour."""
    try:
        seq = decode(bodies[index], _Numbered).seq
        if 1 <= seq <= LARGEST:
            return seq
    except msgspec.DecodeError:
        pass
    seq = continued.get(entry_hash(bodies[index]), 0)
    if seq:
        return seq
    before = read[index - 1] if index else None
    return before.seq + 1 if isinstance(before, Claim) and before.seq < LARGEST else 0
