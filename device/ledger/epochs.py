"""The epochs of the terminal: which one is written to, and how far each goes."""

from datetime import datetime
from typing import NamedTuple

from device.ledger.database import LedgerDatabase
from device.ledger.tables import entry_id
from wire.asking import Held
from wire.chain import origin
from wire.status import EpochMark


class Standing(NamedTuple):
    """Where an epoch stands."""

    book: int
    epoch: str
    is_overtaken: bool
    seq: int
    """Its newest entry; 0 while there is none."""
    head: str
    """Hash of that entry, or the epoch's origin."""


_STANDING = """
    SELECT book.id, book.epoch, book.overtaken_at IS NOT NULL,
        max(coalesce(entry.seq, 0), coalesce(checkpoint.through, 0)),
        CASE WHEN entry.seq > coalesce(checkpoint.through, 0)
            THEN entry.sha256 ELSE checkpoint.head END,
        book.terminal
    FROM book LEFT JOIN checkpoint ON checkpoint.book = book.id
    LEFT JOIN entry ON entry.id = (
        SELECT max(id) FROM entry WHERE id > book.id << 32 AND id < (book.id + 1) << 32)
"""


def newest(database: LedgerDatabase) -> Standing:
    """Return where the epoch stands that is written to."""
    return _standings(database, "ORDER BY book.id DESC LIMIT 1")[0]


def standings(database: LedgerDatabase) -> list[Standing]:
    """Return where every epoch stands, oldest first."""
    return _standings(database, "ORDER BY book.id")


def _standings(database: LedgerDatabase, which: str) -> list[Standing]:
    return [
        Standing(book, epoch, bool(overtaken), seq, head or origin(terminal, epoch))
        for book, epoch, overtaken, seq, head, terminal in database.rows(_STANDING + which)
    ]


def marks(database: LedgerDatabase) -> tuple[EpochMark, ...]:
    """Return how far every epoch goes, oldest first."""
    waiting = dict(
        database.rows("SELECT book, count(*) FROM outbox WHERE state = 'waiting' GROUP BY book")
    )
    return tuple(
        EpochMark(
            epoch=found.epoch,
            last_seq=found.seq,
            head=found.head,
            unsent=waiting.get(found.book, 0),
        )
        for found in standings(database)
    )


def held(database: LedgerDatabase) -> tuple[Held, ...]:
    """Return what lies here of every epoch, oldest first; of the newest all.

    Of one that another database writes too, only what the province has confirmed is this one's.
    """
    *before, now = standings(database)
    return (*(_held(database, found) for found in before), Held(epoch=now.epoch))


def _held(database: LedgerDatabase, found: Standing) -> Held:
    purged = database.row("SELECT through FROM checkpoint WHERE book = ?", found.book)
    through = int(purged[0]) if purged else 0
    behind = [(1, through)] if through else []
    runs = _whole(database, found, through) or _runs(database, found, through)
    return Held(epoch=found.epoch, runs=(*behind, *runs))


def _whole(database: LedgerDatabase, found: Standing, through: int) -> list[tuple[int, int]]:
    """Return the one run that lies here behind `through`; nothing where there may be several.

    Somebody waits for the question, and nearly every epoch is whole: no entry is looked at.
    """
    if found.is_overtaken:
        return []
    row = database.row(
        "SELECT min(seq), max(seq), count(*) FROM outbox WHERE id BETWEEN ? AND ?",
        entry_id(found.book, through + 1),
        span(found.book)[1],
    )
    if not row or not row[2] or row[1] - row[0] + 1 != row[2]:
        return []
    return [(int(row[0]), int(row[1]))]


def _runs(database: LedgerDatabase, found: Standing, through: int) -> list[tuple[int, int]]:
    rows = database.rows(
        """
        SELECT min(seq), max(seq) FROM (
            SELECT seq, seq - row_number() OVER (ORDER BY seq) AS run FROM outbox
            WHERE id BETWEEN ? AND ? AND (state = 'received' OR NOT ?))
        GROUP BY run ORDER BY 1
        """,
        entry_id(found.book, through + 1),
        span(found.book)[1],
        found.is_overtaken,
    )
    return [(int(one), int(end)) for one, end in rows]


def book_of(database: LedgerDatabase, epoch: str) -> int | None:
    """Return the number of an epoch's book, or None if it was never written here."""
    found = database.row("SELECT id FROM book WHERE epoch = ?", epoch)
    return int(found[0]) if found else None


def span(book: int) -> tuple[int, int]:
    """Return the least and the greatest key that an entry of a book can have."""
    return entry_id(book, 1), entry_id(book + 1, 0) - 1


def note_overtaken(database: LedgerDatabase, epoch: str, at: datetime) -> None:
    """Note that another database writes an epoch too; the first time counts."""
    with database.writing():
        database.run(
            "UPDATE book SET overtaken_at = ? WHERE epoch = ? AND overtaken_at IS NULL",
            at.isoformat(), epoch,
        )  # fmt: skip
