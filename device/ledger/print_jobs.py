"""Receipts to print: committed with the sale, done when the paper is cut."""

from typing import NamedTuple

from peewee import SqliteDatabase, fn

from device.ledger.database import explained
from device.ledger.tables import PrintJob


class Job(NamedTuple):
    """One receipt to print."""

    id: int
    number: int
    is_copy: bool


class PrintJobs:
    """The queue of receipts."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    @explained()
    def next(self) -> Job | None:
        """Return the oldest receipt that was never sent to the printer."""
        rows = (
            PrintJob.select()
            .where(PrintJob.state == PrintJob.COMMITTED)
            .order_by(PrintJob.id)
            .limit(1)
            .execute(self._database)
        )
        return next((Job(row.id, row.seq, row.is_copy) for row in rows), None)

    @explained()
    def waiting(self) -> int:
        """Return how many receipts still have to be printed."""
        waits = PrintJob.state == PrintJob.COMMITTED
        return int(PrintJob.select(fn.COUNT(PrintJob.id)).where(waits).scalar(self._database))

    @explained()
    def add_copy(self, number: int) -> None:
        """Order a receipt once more; it will say that it is a copy."""
        PrintJob.insert(seq=number, is_copy=True).execute(self._database)

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

    @explained()
    def doubt_what_was_sent(self) -> int:
        """After a start: what was sent and never confirmed is doubtful. Return how many."""
        query = PrintJob.update(state=PrintJob.DOUBTFUL).where(PrintJob.state == PrintJob.SENT)
        return int(query.execute(self._database))

    @explained()
    def _set(self, job: Job, state: str) -> None:
        PrintJob.update(state=state).where(PrintJob.id == job.id).execute(self._database)
