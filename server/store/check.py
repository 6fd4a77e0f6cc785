"""Checking every stored ledger: bytes, hashes, links and gaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import msgspec

from server.store import entries, quarantine
from server.store.marks import LedgerMark, all_marks
from wire.chain import entry_hash, origin
from wire.entry import read_head


class Fault(Enum):
    """What is wrong with a ledger."""

    CHANGED = "an entry's bytes do not have the hash that was stored"
    MISPLACED = "an entry's bytes say another place than the one it is stored at"
    BROKEN = "an entry does not continue the entry before it"
    MISSING = "an entry is missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first place where a ledger does not hold."""

    terminal: str
    epoch: str
    seq: int
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found."""

    ledgers: int
    entries: int
    first_break: Break | None


def check_all() -> Checked:
    """Check every ledger, stopping at the first break."""
    ledgers = all_marks()
    seen = 0
    for mark in ledgers:
        found = _Walk(mark)
        seen += sum(1 for _entry in found)
        if found.broken:
            return Checked(ledgers=len(ledgers), entries=seen, first_break=found.broken)
    return Checked(ledgers=len(ledgers), entries=seen, first_break=None)


class _Walk:
    """Goes through one ledger, yielding each entry that holds; `broken` says where it ended."""

    def __init__(self, mark: LedgerMark) -> None:
        self._mark = mark
        self._seq = 0
        self._hash: str | None = origin(mark.terminal, mark.epoch)
        self.broken: Break | None = None

    def __iter__(self) -> Iterator[entries.Kept]:
        for entry in entries.ledger(self._mark.terminal, self._mark.epoch):
            if self._misses_one_before(entry.seq):
                return
            fault = self._fault(entry)
            if fault:
                self._break(entry.seq, fault)
                return
            self._seq, self._hash = entry.seq, entry.sha256
            yield entry
        self._misses_one_before(self._mark.through + 1)

    def _misses_one_before(self, until: int) -> bool:
        """Go up to `until` over numbers that were set aside; stop at the first that was not."""
        while self._seq + 1 < until:
            if quarantine.hash_at(self._mark.terminal, self._mark.epoch, self._seq + 1) is None:
                self._break(self._seq + 1, Fault.MISSING)
                return True
            self._seq += 1
            self._hash = None  # what follows a rejected entry need not continue a stored one
        return False

    def _fault(self, entry: entries.Kept) -> Fault | None:
        if entry_hash(entry.body) != entry.sha256:
            return Fault.CHANGED
        try:
            head = read_head(entry.body)
        except msgspec.DecodeError:
            return Fault.MISPLACED
        place = (self._mark.terminal, self._mark.epoch, entry.seq)
        if (head.terminal, head.epoch, head.seq) != place:
            return Fault.MISPLACED
        if head.prev != entry.prev or self._hash not in {None, head.prev}:
            return Fault.BROKEN
        return None

    def _break(self, seq: int, fault: Fault) -> None:
        self.broken = Break(
            terminal=self._mark.terminal, epoch=self._mark.epoch, seq=seq, fault=fault
        )
