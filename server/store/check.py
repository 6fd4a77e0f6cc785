"""Checking every stored ledger: bytes, hashes, links and gaps."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import msgspec

from server.store import entries, quarantine
from server.store.begun import list_begun
from server.store.marks import LedgerMark, all_marks
from server.store.missing import Run
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
    declared: int
    """Missing entries that the terminal itself has named as unreadable (`epoch-begun`)."""
    breaks: tuple[Break, ...]
    """The first break of every ledger that has one."""

    @property
    def first_break(self) -> Break | None:
        """The first of them."""
        return self.breaks[0] if self.breaks else None


def check_all() -> Checked:
    """Check every ledger, each up to its first break."""
    unreadable = _unreadable()
    walks = [_Walk(mark, unreadable[mark.terminal, mark.epoch]) for mark in all_marks()]
    seen = sum(1 for walk in walks for _entry in walk)
    return Checked(
        ledgers=len(walks),
        entries=seen,
        declared=sum(walk.declared for walk in walks),
        breaks=tuple(walk.broken for walk in walks if walk.broken),
    )


def _unreadable() -> defaultdict[tuple[str, str], list[Run]]:
    """Return which numbers of which ledger their terminal has named as unreadable."""
    found: defaultdict[tuple[str, str], list[Run]] = defaultdict(list)
    for begun in list_begun():
        if begun.because == "damaged":
            found[begun.terminal, begun.previous] += begun.missing
    return found


class _Walk:
    """Goes through one ledger, yielding each entry that holds; `broken` says where it ended."""

    def __init__(self, mark: LedgerMark, unreadable: Sequence[Run]) -> None:
        self._mark, self._unreadable = mark, unreadable
        self._seq = 0
        self._hash: str | None = origin(mark.terminal, mark.epoch)
        self.declared = 0
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
        """Go up to `until` over numbers that were set aside or named as unreadable.

        Stops at the first that is neither.
        """
        while self._seq + 1 < until:
            missing = self._seq + 1
            if quarantine.hash_at(self._mark.terminal, self._mark.epoch, missing) is None:
                if not any(run.first <= missing <= run.last for run in self._unreadable):
                    self._break(missing, Fault.MISSING)
                    return True
                self.declared += 1
            self._seq = missing
            self._hash = None  # what follows one that is not stored need not continue a stored one
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
