"""Receipts to print: committed with the sale, done when the paper is cut."""

from typing import NamedTuple

from device.ledger.database import LedgerDatabase
from device.ledger.epochs import book_of
from device.ledger.tables import PrintJob


class Job(NamedTuple):
    """One receipt to print."""

    id: int
    number: int
    is_copy: bool
    epoch: str


class PrintJobs:
    """The queue of receipts."""

    def __init__(self, database: LedgerDatabase) -> None:
        self._database = database

    def next(self) -> Job | None:
        """Return the oldest receipt that was never sent to the printer."""
        found = self._database.row(
            "SELECT printjob.id, printjob.seq, printjob.is_copy, book.epoch"
            " FROM printjob JOIN book ON book.id = printjob.book"
            " WHERE printjob.state = 'committed'"
            " ORDER BY printjob.id LIMIT 1"
        )
        return None if found is None else Job(found[0], found[1], bool(found[2]), found[3])

    def waiting(self) -> int:
        """Return how many receipts still have to be printed."""
        found = self._database.rows("SELECT count(*) FROM printjob WHERE state = 'committed'")
        return int(found[0][0])

    def add_copy(self, number: int, *, epoch: str) -> None:
        """Order a receipt once more; it will say that it is a copy."""
        with self._database.writing():
            self._database.run(
                "INSERT INTO printjob (book, seq, is_copy, state) VALUES (?, ?, 1, ?)",
                book_of(self._database, epoch), number, PrintJob.COMMITTED,
            )  # fmt: skip

    def sent(self, job: Job) -> None:
        """Note that bytes are about to go to the printer."""
        self._set(job, PrintJob.SENT)

    def confirmed(self, job: Job) -> None:
        """Note that the paper was cut."""
        self._set(job, PrintJob.CONFIRMED)

    def unsent(self, job: Job) -> None:
        """Note that nothing reached the paper: the receipt waits again."""
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
