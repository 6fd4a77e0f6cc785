"""The outbox: what has not been received yet, and what a receipt changes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import msgspec

from device.ledger import epochs
from device.ledger.database import LedgerDatabase
from device.ledger.moments import read_moment
from device.ledger.tables import entry_id
from wire.chain import origin
from wire.entry import read_head
from wire.receipt import Receipt

CONFLICT = "conflict"
CONTRADICTED = frozenset({CONFLICT, "chain broken"})
"""Reasons that say: the province has another history of this epoch (`server.store.quarantine`)."""
FINAL = CONTRADICTED | {"carried twice"}
"""Reasons that another history gives, or an entry that is stored: the same bytes find the same."""
_FINAL = msgspec.json.encode(sorted(FINAL)).decode()

_HASH_LETTERS = 64
_LARGEST = (1 << 32) - 1
"""Number of an entry, at the most (`tables.entry_id`)."""


class ReceiptMismatchError(ValueError):
    """A receipt speaks of another ledger than this one; nothing was marked."""


class Waiting(NamedTuple):
    """What has not been received."""

    entries: int
    last_answer_at: datetime | None
    """When a receipt last came."""
    oldest_at: datetime | None = None
    """When the oldest entry that waits was written, by the clock of then; None where it does not
    say so any more."""


class Applied(NamedTuple):
    """What a receipt changed."""

    answered: int
    """Entries that it answered first."""
    overtaken: bool
    """Whether it shows that another database writes this epoch too (`Ledger.overtaken`)."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Entries of one epoch to send, in order."""

    epoch: str
    bodies: list[tuple[int, bytes]]
    sealed: dict[int, bytes] = field(default_factory=dict)
    """The sealed blocks of those that have one."""


def _written_at(body: object) -> datetime | None:
    """Return when an entry was written; None where there is none, or the card has changed it."""
    try:
        return read_head(body).at if isinstance(body, bytes) else None
    except msgspec.DecodeError:
        return None


class OutboxQueue:
    """Entries on their way to the province, oldest epoch first."""

    def __init__(self, database: LedgerDatabase, *, terminal: str) -> None:
        self._database, self._terminal = database, terminal

    def waiting(self) -> Waiting:
        """Return how many entries wait, since when, and when the province last confirmed one."""
        count, oldest, answer = self._database.rows(
            "SELECT (SELECT count(*) FROM outbox WHERE state = 'waiting'),"
            " (SELECT body FROM entry WHERE id ="
            "  (SELECT min(id) FROM outbox WHERE state = 'waiting')),"
            " (SELECT max(answered_at) FROM outbox WHERE answered_at IS NOT NULL)"
        )[0]
        return Waiting(
            entries=count,
            last_answer_at=read_moment(answer),
            oldest_at=_written_at(oldest),
        )

    def states(self) -> dict[tuple[str, int], str]:
        """Return the state of every entry, by epoch and number."""
        found = self._database.rows(
            "SELECT book.epoch, outbox.seq, outbox.state"
            " FROM outbox JOIN book ON book.id = outbox.book ORDER BY outbox.id"
        )
        return {(epoch, seq): state for epoch, seq, state in found}

    def next_batch(
        self,
        *,
        entries: int,
        size: int,
        with_sealed: bool = False,
        after: tuple[str, int] | None = None,
    ) -> Portion | None:
        """Return the oldest entries that wait, all of one epoch; None where none waits.

        At most so many, at most so many bytes; one comes back even where it alone is larger. With
        `after`, epoch and number, only what lies behind that entry.
        """
        portion: Portion | None = None
        for seq, epoch, body, block in self._database.rows(
            "SELECT outbox.seq, book.epoch, entry.body, sealed.block FROM outbox"
            " JOIN entry ON entry.id = outbox.id JOIN book ON book.id = outbox.book"
            " LEFT JOIN sealed ON sealed.id = outbox.id"
            " WHERE outbox.state = 'waiting' AND outbox.id > ? ORDER BY outbox.id LIMIT ?",
            self._key_of(after), entries,
        ):  # fmt: skip
            size -= len(body) + (len(block) if block and with_sealed else 0)
            if portion is None:
                portion = Portion(epoch, [])
            elif size < 0 or epoch != portion.epoch:
                break
            portion.bodies.append((seq, bytes(body)))
            if block:
                portion.sealed[seq] = bytes(block)
        return portion

    def _key_of(self, place: tuple[str, int] | None) -> int:
        book = epochs.book_of(self._database, place[0]) if place else None
        return entry_id(book, place[1]) if place and book else 0

    def apply(self, receipt: Receipt, *, at: datetime) -> Applied:
        """Mark what a verified receipt confirms, each entry only where its hash is ours.

        Raises `ReceiptMismatchError` for a terminal or an epoch that never was ours.
        """
        if receipt.terminal != self._terminal:
            raise ReceiptMismatchError("a receipt for another terminal")
        # By a clock that stands in 1970 it would be purged as soon as that is set.
        at = max(at, receipt.at) if receipt.at.tzinfo else at
        with self._database.writing():
            book = epochs.book_of(self._database, receipt.epoch)
            if book is None:
                raise ReceiptMismatchError("a receipt for an epoch that was never written here")
            answered, contradicted = self._reject(book, receipt, at)
            is_ours = self._is_ours(book, receipt.epoch, receipt.through, receipt.head)
            if is_ours:
                answered += self._receive(book, receipt, 1, receipt.through, at)
            for span in receipt.beyond or ():
                if self._is_ours(book, receipt.epoch, span.last, span.head):
                    answered += self._receive(book, receipt, span.first, span.last, at)
            is_foreign = not is_ours and not self._is_purged(book, receipt.through)
            return Applied(answered, contradicted or is_foreign)

    def send_again(self, epoch: str, first: int, last: int) -> int:
        """Let answered entries wait once more: the province has lost them. Return how many.

        What was purged cannot be sent any more. What was only set aside, for a person or a newer
        province, is lost there too; what was rejected for good stays so.
        """
        with self._database.writing():
            book = epochs.book_of(self._database, epoch)
            if book is None or not 0 < first <= last:
                return 0
            return self._database.run(
                "UPDATE outbox SET state = 'waiting', reason = NULL, answered_at = NULL"
                " WHERE (state = 'received' OR state = 'rejected' AND reason NOT IN"
                " (SELECT value FROM json_each(?))) AND id BETWEEN ? AND ?",
                _FINAL, entry_id(book, first), entry_id(book, min(last, _LARGEST)),
            )  # fmt: skip

    def _is_ours(self, book: int, epoch: str, seq: int, head: str) -> bool:
        """Whether a number has this hash here; raise `ReceiptMismatchError` for what is neither."""
        if (
            seq < 0
            or len(head) != _HASH_LETTERS
            or (seq == 0 and head != self._hash_of(book, epoch, 0))
        ):
            raise ReceiptMismatchError("the hash in the receipt is none of this epoch")
        return self._hash_of(book, epoch, seq) == head

    def _is_purged(self, book: int, seq: int) -> bool:
        """Whether a number is behind the checkpoint: nobody here knows its hash any more."""
        found = self._database.row(
            "SELECT 1 FROM checkpoint WHERE book = ? AND through > ?", book, seq
        )
        return found is not None

    def _reject(self, book: int, receipt: Receipt, at: datetime) -> tuple[int, bool]:
        answered, contradicted = 0, False
        for rejected in receipt.rejected:
            if rejected.sha256 != self._hash_of(book, receipt.epoch, rejected.seq):
                continue
            contradicted = contradicted or rejected.reason in CONTRADICTED
            answered += self._database.run(
                "UPDATE outbox SET state = 'rejected', reason = ?, answered_at = ?"
                " WHERE id = ? AND state = 'waiting'",
                rejected.reason, at.isoformat(), entry_id(book, rejected.seq),
            )  # fmt: skip
        return answered, contradicted

    def _receive(self, book: int, receipt: Receipt, first: int, last: int, at: datetime) -> int:
        """Mark a run of entries; not the ones under whose number other bytes were set aside.

        Unless as a conflict: then what is stored under that number is ours.
        """
        doubtful = [r.seq for r in receipt.rejected if r.reason != CONFLICT]
        return self._database.run(
            "UPDATE outbox SET state = 'received', answered_at = ?"
            " WHERE state = 'waiting' AND id BETWEEN ? AND ?"
            " AND seq NOT IN (SELECT value FROM json_each(?))",
            at.isoformat(), entry_id(book, first), entry_id(book, last), str(doubtful),
        )  # fmt: skip

    def _hash_of(self, book: int, epoch: str, seq: int) -> str | None:
        if seq == 0:
            return origin(self._terminal, epoch)
        found = self._database.row(
            "SELECT sha256 FROM entry WHERE id = ? UNION ALL"
            " SELECT head FROM checkpoint WHERE book = ? AND through = ?",
            entry_id(book, seq), book, seq,
        )  # fmt: skip
        return str(found[0]) if found else None
