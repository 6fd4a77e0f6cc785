"""Reading the entries of a batch, each for itself: a bad one does not harm its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from server.store.quarantine import Reason
from wire.batch import Batch
from wire.chain import entry_hash
from wire.decoding import decode
from wire.entry import Head, read_head

LARGEST = 2**53 - 1
"""The largest number that every reader of JSON gets right (RFC 8259, section 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An entry that can be read and names its own ledger."""

    seq: int
    sha256: str
    prev: str
    kind: str
    at: datetime
    total_vnd: int | None
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Something in a batch that is no entry of this ledger."""

    seq: int
    """Which number it stands for, as far as anyone can tell; 0 if nobody can."""
    sha256: str
    reason: Reason
    body: bytes = field(repr=False)


class _Numbered(msgspec.Struct, frozen=True):
    seq: int


class _Priced(msgspec.Struct, frozen=True):
    total_vnd: int


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
            read.append(_claim(body, batch))
        except UnreadableError as error:
            read.append(error.reason)
    return [
        found
        if isinstance(found, Claim)
        else Unreadable(
            seq=_number(index, bodies, read),
            sha256=entry_hash(bodies[index]),
            reason=found,
            body=bodies[index],
        )
        for index, found in enumerate(read)
    ]


def _claim(body: bytes, batch: Batch) -> Claim:
    head = _head(body)
    if (head.terminal, head.epoch) != (batch.terminal, batch.epoch):
        raise UnreadableError(Reason.FOREIGN_ENTRY)
    return Claim(
        seq=head.seq,
        sha256=entry_hash(body),
        prev=head.prev,
        kind=head.kind,
        at=_in_utc(head.at),
        total_vnd=_total(body) if head.kind == "sale" else None,
        body=body,
    )


def _head(body: bytes) -> Head:
    try:
        head = read_head(body)
    except msgspec.DecodeError as error:
        raise UnreadableError(Reason.UNDECODABLE) from error
    if not 1 <= head.seq <= LARGEST:
        raise UnreadableError(Reason.UNDECODABLE)
    return head


def _in_utc(at: datetime) -> datetime:
    """Return a moment in UTC; one without a zone is taken to be so already."""
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise UnreadableError(Reason.UNDECODABLE) from error


def _total(body: bytes) -> int | None:
    """Return what a sale came to, whatever else a newer version of it says."""
    try:
        total = decode(body, _Priced).total_vnd
    except msgspec.DecodeError:
        return None
    return total if abs(total) <= LARGEST else None


def _number(index: int, bodies: Sequence[bytes], read: Sequence[Claim | Reason]) -> int:
    """Tell an unreadable entry's number: by itself, by who continues it, or by its neighbour."""
    try:
        seq = decode(bodies[index], _Numbered).seq
        if 1 <= seq <= LARGEST:
            return seq
    except msgspec.DecodeError:
        pass
    sha256 = entry_hash(bodies[index])
    for other in read:
        if isinstance(other, Claim) and other.prev == sha256:
            return other.seq - 1
    before = read[index - 1] if index else None
    return before.seq + 1 if isinstance(before, Claim) and before.seq < LARGEST else 0
