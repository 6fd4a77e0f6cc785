"""The outbox: what has not been received yet, and what a receipt changes."""

from datetime import datetime
from typing import NamedTuple

from peewee import SqliteDatabase, fn

from device.ledger.database import explained
from device.ledger.tables import Entry, Outbox
from wire.chain import entry_hash, origin
from wire.receipt import Receipt


class ReceiptMismatchError(ValueError):
    """A receipt speaks of another ledger than this one; nothing was marked."""


class Waiting(NamedTuple):
    """What has not been received."""

    entries: int
    last_answer_at: datetime | None
    """When a receipt last came."""


class OutboxQueue:
    """Entries on their way to the province, oldest first."""

    def __init__(self, database: SqliteDatabase, *, terminal: str, epoch: str) -> None:
        self._database = database
        self._terminal, self._epoch = terminal, epoch

    @explained()
    def waiting(self) -> Waiting:
        """Return how many entries wait, and when the province last confirmed one."""
        database = self._database
        waits = Outbox.state == Outbox.WAITING
        entries = Outbox.select(fn.COUNT(Outbox.seq)).where(waits).scalar(database)
        last = Outbox.select(fn.MAX(Outbox.answered_at)).scalar(database)
        return Waiting(entries, datetime.fromisoformat(last) if last else None)

    @explained()
    def states(self) -> dict[int, str]:
        """Return the state of every entry: waiting, received or rejected."""
        rows = Outbox.select(Outbox.seq, Outbox.state).tuples().execute(self._database)
        return dict(rows)

    @explained()
    def next_bodies(self, *, after: int, entries: int, size: int) -> list[tuple[int, bytes]]:
        """Return the waiting entries behind `after`: at most so many, at most so many bytes.

        One entry comes back even where it alone is larger.
        """
        rows = (
            Entry.select(Entry.seq, Entry.body)
            .join(Outbox, on=(Outbox.seq == Entry.seq))
            .where((Outbox.state == Outbox.WAITING) & (Entry.seq > after))
            .order_by(Entry.seq)
            .limit(entries)
            .tuples()
            .execute(self._database)
        )
        chosen: list[tuple[int, bytes]] = []
        for seq, body in rows:
            size -= len(body)
            if chosen and size < 0:
                break
            chosen.append((seq, bytes(body)))
        return chosen

    def apply(self, receipt: Receipt, *, at: datetime) -> int:
        """Mark what a verified receipt confirms; return how many entries are newly answered.

        Raises `ReceiptMismatchError` where terminal, epoch or head hash are not this ledger's.
        """
        if (receipt.terminal, receipt.epoch) != (self._terminal, self._epoch):
            raise ReceiptMismatchError("a receipt for another ledger")
        with explained(), self._database.atomic("IMMEDIATE"):
            if receipt.head != self._hash_of(receipt.through):
                raise ReceiptMismatchError("the head of the receipt is not ours")
            return self._mark(receipt, at)

    def _mark(self, receipt: Receipt, at: datetime) -> int:
        database, moment = self._database, at.isoformat()
        waits = (Outbox.state == Outbox.WAITING) & (Outbox.seq <= receipt.through)
        answered = 0
        for rejected in receipt.rejected:
            if rejected.sha256 != self._hash_of(rejected.seq):
                continue
            answered += (
                Outbox.update(state=Outbox.REJECTED, reason=rejected.reason, answered_at=moment)
                .where(waits & (Outbox.seq == rejected.seq))
                .execute(database)
            )
        refused = [rejected.seq for rejected in receipt.rejected]
        answered += (
            Outbox.update(state=Outbox.RECEIVED, answered_at=moment)
            .where(waits & Outbox.seq.not_in(refused))
            .execute(database)
        )
        return int(answered)

    def _hash_of(self, seq: int) -> str | None:
        if seq == 0:
            return origin(self._terminal, self._epoch)
        rows = Entry.select(Entry.body).where(Entry.seq == seq).tuples().execute(self._database)
        return next((entry_hash(bytes(body)) for (body,) in rows), None)
