"""The order for a reprint, from the scanned sheet to the queue of receipts."""

from codes import Command, ControlCode, Scan
from device.counter.event import Rested
from device.counter.state import Ready
from hardware.api import Sound
from tests.device.test_till import Counter, counter

__all__ = ["counter"]

REPRINT = Scan(ControlCode(Command.REPRINT).text.encode(), "]Q1")


def test_a_scanned_reprint_orders_one_copy_of_the_newest_receipt(counter: Counter) -> None:
    counter.sell()
    number = counter.sell()
    counter.till.handle(Rested())
    changes = counter.changes
    counter.till.scanned(REPRINT)
    assert counter.changes == changes + 1
    assert counter.beeper.played[-1] is Sound.READ
    printed = []
    while job := counter.jobs.next():
        counter.jobs.confirmed(job)
        printed.append((job.number, job.is_copy))
    assert printed[-1] == (number, True)
    assert len(printed) == 3
    assert counter.till.state == Ready()


def test_a_scanned_reprint_before_the_first_sale_prints_nothing_and_is_heard(
    counter: Counter,
) -> None:
    counter.till.scanned(REPRINT)
    assert counter.jobs.next() is None
    assert counter.beeper.played == [Sound.READ, Sound.WARN]
