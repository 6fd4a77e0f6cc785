"""Papers to print: committed with their entry, done when the paper is cut."""

from enum import Enum
from typing import NamedTuple

from msgspec import UNSET

from device.counter.parameters import Parameters
from device.counter.rules import wants_label
from device.counter.sale import OpenSale
from device.ledger.database import LedgerDatabase
from device.ledger.epochs import book_of
from device.ledger.tables import PrintJob
from wire.entry import Head
from wire.kinds import GoodsIn, Return, Shift, Void, WriteOff
from wire.sale import Sale


class JobKind(Enum):
    """Which paper. The values stand in databases: never rename one."""

    RECEIPT = "receipt"
    LABEL = "label"
    """Directions of one line of a sale."""
    Z_REPORT = "z-report"
    DELIVERY = "delivery"
    RETURN = "return"
    VOID = "void"
    GOODS_OUT = "goods-out"
    """What was written off or returned to a supplier (GPP-07)."""
    RECALL_LABEL = "recall-label"
    """For the goods of a recall that was answered, or of a batch set aside."""
    TAKE_BACK = "take-back"
    """Minutes of taking a controlled drug back (TT 18/2026 annex XVIII)."""
    REGISTERS = "registers"
    """The books of a day, to be signed."""


class Job(NamedTuple):
    """One paper to print."""

    id: int
    number: int
    """Of the entry that it is about."""
    is_copy: bool
    epoch: str
    kind: JobKind = JobKind.RECEIPT
    line: int | None = None
    detail: str = ""
    copy: int = 0
    """Which copy it is, from 1; 0: it is none."""


class JobRow(NamedTuple):
    """A paper that an entry brings with it."""

    kind: JobKind
    line: int | None = None


_COLUMNS = """
    SELECT printjob.id, printjob.seq, printjob.is_copy, book.epoch, printjob.kind, printjob.line,
        printjob.detail, CASE WHEN printjob.is_copy THEN (
            SELECT count(*) FROM printjob AS earlier WHERE earlier.id <= printjob.id
            AND earlier.book = printjob.book AND earlier.seq = printjob.seq AND earlier.is_copy
            AND earlier.kind = printjob.kind AND earlier.line IS printjob.line) ELSE 0 END
    FROM printjob JOIN book ON book.id = printjob.book
"""
_WAITING = _COLUMNS + " WHERE printjob.state = 'committed' ORDER BY printjob.id LIMIT 1"
_SENT = _COLUMNS + " WHERE printjob.state = 'sent' ORDER BY printjob.id"
_RECEIPTS = (
    "SELECT count(*), coalesce(sum(printjob.state = 'confirmed'), 0) FROM printjob"
    " JOIN book ON book.id = printjob.book"
    " WHERE printjob.seq = ? AND book.epoch = ? AND printjob.kind = 'receipt'"
)
_AWAITED = (
    "SELECT 1 FROM printjob JOIN book ON book.id = printjob.book"
    " WHERE printjob.seq = ? AND book.epoch = ? AND NOT printjob.is_copy"
    " AND printjob.state IN ('committed', 'sent') LIMIT 1"
)
_LABELS = (
    "SELECT DISTINCT printjob.line FROM printjob JOIN book ON book.id = printjob.book"
    " WHERE printjob.seq = ? AND book.epoch = ? AND printjob.kind = 'label'"
)
_BROUGHT: dict[type[Head], JobKind] = {
    Sale: JobKind.RECEIPT,
    GoodsIn: JobKind.DELIVERY,
    Return: JobKind.RETURN,
    Void: JobKind.VOID,
    WriteOff: JobKind.GOODS_OUT,
}


def labelled_lines(sale: OpenSale, parameters: Parameters) -> frozenset[int]:
    """Return which lines get a label (GPP-05)."""
    places = enumerate(sale.lines)
    return frozenset(place for place, line in places if wants_label(line, sale, parameters))


def jobs_for(entry: Head, *, labelled: frozenset[int] = frozenset()) -> tuple[JobRow, ...]:
    """Return what is printed with an entry; for one that was carried, whose paper is out, nothing.

    `labelled`: the lines of a sale that get a label.
    """
    if entry.carried is not UNSET:
        return ()
    if isinstance(entry, Shift):
        return (JobRow(JobKind.Z_REPORT),) if entry.event == "closed" else ()
    kind = _BROUGHT.get(type(entry))
    labels = sorted(labelled) if isinstance(entry, Sale) else ()
    return (*([JobRow(kind)] if kind else ()), *(JobRow(JobKind.LABEL, line) for line in labels))


def order(
    database: LedgerDatabase, book: int, entry: Head, *, labelled: frozenset[int] = frozenset()
) -> None:
    """Order what an entry brings with it, within the transaction that is open."""
    for kind, line in jobs_for(entry, labelled=labelled):
        database.run(
            'INSERT INTO "printjob" (book, seq, kind, line, is_copy, state, detail)'
            " VALUES (?, ?, ?, ?, 0, ?, '')",
            book, entry.seq, kind.value, line, PrintJob.COMMITTED,
        )  # fmt: skip


class PrintJobs:
    """The queue of papers."""

    def __init__(self, database: LedgerDatabase) -> None:
        self._database = database

    def next(self) -> Job | None:
        """Return the oldest paper that was never sent to the printer."""
        found = self._database.row(_WAITING)
        return None if found is None else _job(found)

    def waiting(self) -> int:
        """Return how many papers still have to be printed."""
        found = self._database.rows("SELECT count(*) FROM printjob WHERE state = 'committed'")
        return int(found[0][0])

    def half_printed(self) -> tuple[Job, ...]:
        """Return what was sent to the printer and never confirmed, oldest first."""
        return tuple(map(_job, self._database.rows(_SENT)))

    def is_receipt_cut(self, number: int, *, epoch: str) -> bool:
        """Whether a sale's receipt, or a copy of it, is known to be on paper.

        True also where none was ordered, or where that was so long ago that nobody knows.
        """
        found = self._database.row(_RECEIPTS, number, epoch) or (0, 0)
        return bool(found[1]) or not found[0]

    def is_awaited(self, number: int, epoch: str) -> bool:
        """Whether a paper of an entry that is no copy still has to be cut."""
        return self._database.row(_AWAITED, number, epoch) is not None

    def labels_of(self, number: int, *, epoch: str) -> frozenset[int]:
        """Return of which lines of a sale a label was ordered before."""
        found = self._database.rows(_LABELS, number, epoch)
        return frozenset(int(line) for (line,) in found if line is not None)

    def add(
        self,
        kind: JobKind,
        number: int,
        *,
        epoch: str,
        copy: bool = False,
        line: int | None = None,
        detail: str = "",
    ) -> None:
        """Order a paper about an entry; a copy says that it is one."""
        with self._database.writing():
            self._database.run(
                'INSERT INTO "printjob" (book, seq, kind, line, is_copy, state, detail)'
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                book_of(self._database, epoch), number, kind.value, line, int(copy),
                PrintJob.COMMITTED, detail,
            )  # fmt: skip

    def add_copy(self, number: int, *, epoch: str) -> None:
        """Order a receipt once more; it will say that it is a copy."""
        self.add(JobKind.RECEIPT, number, epoch=epoch, copy=True)

    def add_copy_of(self, job: Job) -> None:
        """Order a paper once more, whichever it is; it will say that it is a copy."""
        self.add(job.kind, job.number, epoch=job.epoch, copy=True, line=job.line, detail=job.detail)

    def sent(self, job: Job) -> None:
        """Note that bytes are about to go to the printer."""
        self._set(job, PrintJob.SENT)

    def confirmed(self, job: Job) -> None:
        """Note that the paper was cut."""
        self._set(job, PrintJob.CONFIRMED)

    def unsent(self, job: Job) -> None:
        """Note that nothing reached the paper: it waits again."""
        self._set(job, PrintJob.COMMITTED)

    def doubtful(self, job: Job) -> None:
        """Note that nobody knows what is on the paper: only a copy may be printed now."""
        self._set(job, PrintJob.DOUBTFUL)

    def doubt_what_was_sent(self) -> int:
        """After a start: what was sent and never confirmed is doubtful. Return how many."""
        with self._database.writing():
            return self._database.run(
                "UPDATE printjob SET state = ? WHERE state = ?", PrintJob.DOUBTFUL, PrintJob.SENT
            )

    def _set(self, job: Job, state: str) -> None:
        with self._database.writing():
            self._database.run("UPDATE printjob SET state = ? WHERE id = ?", state, job.id)


def _job(row: tuple[object, ...]) -> Job:
    key, number, is_copy, epoch, kind, line, detail, copy = row
    return Job(
        int(str(key)), int(str(number)), bool(is_copy), str(epoch),
        JobKind(kind), None if line is None else int(str(line)), str(detail), int(str(copy)),
    )  # fmt: skip
