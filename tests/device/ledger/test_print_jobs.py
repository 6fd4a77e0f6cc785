from datetime import date
from typing import Literal

import pytest

from device.counter.notes import Goods, WriteOffNote
from device.ledger.ledger import Ledger
from device.ledger.print_jobs import Job, JobKind, PrintJobs
from device.ledger.tables import PrintJob
from tests.device.ledger.books import sale


@pytest.fixture
def jobs(ledger: Ledger) -> PrintJobs:
    for _sale in range(3):
        ledger.commit_sale(sale(), staff="NV-07")
    return PrintJobs(ledger.database)


def take(jobs: PrintJobs) -> Job:
    job = jobs.next()
    assert job is not None
    return job


def states(ledger: Ledger) -> list[str]:
    rows = PrintJob.select().order_by(PrintJob.id).execute(ledger.database)
    return [str(row.state) for row in rows]


def test_receipts_come_in_the_order_of_their_sales(jobs: PrintJobs) -> None:
    printed = []
    while job := jobs.next():
        jobs.sent(job)
        jobs.confirmed(job)
        printed.append((job.number, job.is_copy))
    assert printed == [(1, False), (2, False), (3, False)]
    assert jobs.waiting() == 0


def test_a_receipt_that_reached_no_paper_waits_in_its_old_place(
    jobs: PrintJobs, ledger: Ledger
) -> None:
    first = take(jobs)
    jobs.sent(first)
    assert take(jobs).number == 2
    assert jobs.waiting() == 2
    jobs.unsent(first)
    assert take(jobs) == first
    assert states(ledger) == ["committed"] * 3


def test_a_doubtful_receipt_is_not_printed_again(jobs: PrintJobs, ledger: Ledger) -> None:
    first = take(jobs)
    jobs.sent(first)
    jobs.doubtful(first)
    assert take(jobs).number == 2
    assert states(ledger) == ["doubtful", "committed", "committed"]


def test_after_a_start_only_what_was_sent_and_never_confirmed_is_doubtful(
    jobs: PrintJobs, ledger: Ledger
) -> None:
    first = take(jobs)
    jobs.sent(first)
    jobs.confirmed(first)
    jobs.sent(take(jobs))
    assert jobs.doubt_what_was_sent() == 1
    assert states(ledger) == ["confirmed", "doubtful", "committed"]
    assert jobs.doubt_what_was_sent() == 0


def test_a_copy_comes_after_what_waits_and_says_that_it_is_one(
    jobs: PrintJobs, ledger: Ledger
) -> None:
    jobs.add_copy(1, epoch=ledger.epoch)
    printed = []
    while job := jobs.next():
        jobs.confirmed(job)
        printed.append((job.number, job.is_copy))
    assert printed == [(1, False), (2, False), (3, False), (1, True)]


def test_without_sales_there_is_nothing_to_print(ledger: Ledger) -> None:
    jobs = PrintJobs(ledger.database)
    assert jobs.next() is None
    assert jobs.waiting() == 0


@pytest.mark.parametrize("because", ["expired", "returned-to-supplier"])
def test_goods_that_leave_bring_a_slip_to_sign(
    jobs: PrintJobs, ledger: Ledger, because: Literal["expired", "returned-to-supplier"]
) -> None:
    goods = Goods(drug="P", batch="A", expiry=date(2028, 1, 31), units=10)
    gone = ledger.record_note(WriteOffNote(because=because, goods=(goods,)), staff="NV01")
    for _receipt in range(3):
        jobs.confirmed(take(jobs))
    job = take(jobs)
    assert (job.kind, job.number, job.is_copy) == (JobKind.GOODS_OUT, gone.number, False)
