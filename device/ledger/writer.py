"""The writer: gives each entry its place in the newest epoch, and begins a new one."""

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec import UNSET
from msgspec.structs import replace

from device.clock import Clock
from device.ledger import epochs
from device.ledger.database import LedgerDatabase
from device.ledger.drafts import CountDraft, Counted, Draft, Slot
from device.ledger.layout import add_book, new_epoch
from device.ledger.past import Past
from device.ledger.posting import Committed, post
from device.ledger.shelf import as_counted, parts
from device.ledger.tables import Outbox
from wire.chain import entry_hash
from wire.entry import Head, Reference
from wire.kinds import EpochBegun, read_entry

NOBODY = ""
"""The badge on entries that no person wrote."""
_TO_CARRY = """
    SELECT outbox.id, book.epoch, outbox.seq, entry.sha256, entry.body FROM outbox
    JOIN entry ON entry.id = outbox.id JOIN book ON book.id = outbox.book
    WHERE outbox.state = 'rejected' AND outbox.reason IN ('conflict', 'chain broken')
    AND book.overtaken_at IS NOT NULL AND entry.kind NOT IN ('epoch-begun', 'stock-count')
    ORDER BY outbox.id
"""
"""The shelf is carried over as a whole, so that counts need not be."""


class Writer:
    """Writes entries, one after the other, each within a transaction that is open."""

    def __init__(
        self,
        database: LedgerDatabase,
        *,
        terminal: str,
        clock: Clock,
        is_clock_trusted: Callable[[], bool],
    ) -> None:
        self.database, self.terminal = database, terminal
        self._clock, self._is_clock_trusted = clock, is_clock_trusted

    def now(self) -> datetime:
        """Return the time, trusted or not."""
        return self._clock()

    @property
    def is_clock_trusted(self) -> bool:
        """Whether somebody has set the clock."""
        return self._is_clock_trusted()

    def slot(self) -> Slot:
        """Return the place of the next entry, in an epoch that nobody else writes."""
        standing = epochs.newest(self.database)
        if standing.is_overtaken:
            self.begin_epoch("overtaken", standing)
            standing = epochs.newest(self.database)
        return self._next(standing)

    def post(
        self,
        entry: Head,
        slot: Slot,
        *,
        sealed: bytes | None = None,
        labelled: frozenset[int] = frozenset(),
    ) -> Committed:
        """Write an entry into its slot."""
        return post(self.database, slot.book, entry, sealed=sealed, labelled=labelled)

    def record(
        self, draft: Draft, *, staff: str, seal: Callable[[Slot], bytes] | None = None
    ) -> Committed:
        """Write a draft; raise `RefusedError` where it contradicts what was written before.

        `seal` returns what is sealed with it: for a kind that names the hash of a sealed block.
        """
        slot = self.slot()
        entry = draft.entry(slot, staff, Past(self.database))
        if seal is None:
            return self.post(entry, slot)
        sealed = seal(slot)
        return self.post(replace(entry, sealed_sha256=entry_hash(sealed)), slot, sealed=sealed)

    def begin_epoch(
        self,
        because: str,
        previous: epochs.Standing | None,
        *,
        missing: tuple[tuple[int, int], ...] = (),
        shelf: Iterable[Counted] | None = None,
    ) -> None:
        """Begin a new epoch with the shelf carried over; `shelf`: where it is not as it stands."""
        counted = as_counted(self.database) if shelf is None else list(shelf)
        add_book(
            self.database,
            terminal=self.terminal,
            epoch=new_epoch(),
            begun_at=self._clock().isoformat(),
            because=because,
        )
        slot = self.slot()
        begun = EpochBegun(
            **slot.head(),
            because="damaged" if because == "damaged" else "overtaken",
            previous=previous.epoch if previous else None,
            previous_through=previous.seq if previous else 0,
            missing=missing,
        )
        self.post(begun, slot)
        for part in parts(counted):
            self.record(CountDraft(because="carried-over", lines=part), staff=NOBODY)

    def carry(self) -> int:
        """Write once more what the province set aside of overtaken epochs; return how much.

        The original is marked in the same transaction, so that it is written once more only once.
        """
        found = self.database.rows(_TO_CARRY)
        for key, epoch, seq, sha256, body in found:
            slot = self.slot()
            origin = Reference(epoch=epoch, seq=seq, sha256=sha256)
            # The business keeps the time at which it was done.
            entry = replace(
                read_entry(bytes(body)),
                epoch=slot.epoch, seq=slot.seq, prev=slot.prev, carried=origin,
            )  # fmt: skip
            self.post(entry, slot)
            self.database.run("UPDATE outbox SET state = ? WHERE id = ?", Outbox.CARRIED, key)
        return len(found)

    @property
    def is_behind(self) -> bool:
        """Whether an epoch must be begun or business be carried."""
        return epochs.newest(self.database).is_overtaken or bool(
            self.database.row(_TO_CARRY + " LIMIT 1")
        )

    def _next(self, standing: epochs.Standing) -> Slot:
        return Slot(
            book=standing.book,
            terminal=self.terminal,
            epoch=standing.epoch,
            seq=standing.seq + 1,
            prev=standing.head,
            at=self._clock(),
            clock=UNSET if self.is_clock_trusted else "untrusted",
        )
