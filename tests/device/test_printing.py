"""The printing room with a real queue of receipts and a printer that does as it is told."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from device import printing
from device.ledger.errors import DamagedError, LedgerError
from device.ledger.ledger import Ledger
from device.ledger.print_jobs import Job, PrintJobs
from device.ledger.tables import PrintJob
from device.printing import Drawn, Errand, PaperView, PrintingRoom
from hardware.errors import PrinterError, PrinterFault
from tests.device.ledger.books import open_book, sale

WAIT = 10.0
"""The longest that anything here may take, in seconds."""


class ObedientPrinter:
    """A printer that notes what it prints, and fails where it was told to."""

    width_dots = 384
    now: PrinterFault | None = None
    """What it says of itself when it is asked."""

    def __init__(self) -> None:
        self.printed: list[int] = []
        self.tried: list[int] = []
        self.faults: dict[int, list[PrinterFault]] = {}
        self.reaches_paper: bool | None = None
        self.may_print = threading.Event()
        self.may_print.set()
        self._changed = threading.Condition()

    def print_ticket(self, ticket: Image.Image) -> None:
        """The height of a ticket tells its number."""
        assert self.may_print.wait(WAIT)
        with self._changed:
            self.tried.append(ticket.height)
            self._changed.notify_all()
            waiting = self.faults.get(ticket.height)
            if waiting:
                raise PrinterError(waiting.pop(0), reached_paper=self.reaches_paper)
            self.printed.append(ticket.height)

    def look(self) -> PrinterFault | None:
        return self.now

    def close(self) -> None:
        """Nothing to release."""

    def wait_for(self, condition: Callable[[], bool]) -> bool:
        with self._changed:
            return self._changed.wait_for(condition, WAIT)


def draw(job: Job) -> Image.Image:
    """Draw a ticket whose height is its number; a copy is a hundred higher."""
    return Image.new("1", (384, job.number + 100 * job.is_copy))


@dataclass
class Shop:
    """A ledger, its printer and its printing room."""

    ledger: Ledger
    printer: ObedientPrinter = field(default_factory=ObedientPrinter)
    draw: Callable[[Job], Drawn] = draw
    left: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.jobs = PrintJobs(self.ledger.database)
        self.room = self.new_room()

    def new_room(self) -> PrintingRoom:
        return PrintingRoom(self.jobs, self.printer, self._draw, leave=self._leave)

    def _draw(self, job: Job) -> Drawn:
        return self.draw(job)

    def _leave(self) -> None:
        self.ledger.close()
        self.left.set()

    def sell(self, how_many: int = 1) -> None:
        for _sale in range(how_many):
            self.ledger.commit_sale(sale(), staff="NV-07")
        self.room.ring()

    def states(self) -> list[str]:
        rows = PrintJob.select().order_by(PrintJob.id).execute(self.ledger.database)
        return [str(row.state) for row in rows]

    def becomes(self, *states: str) -> bool:
        """Wait until the receipts are in these states."""
        return eventually(lambda: self.states() == list(states))


def eventually(condition: Callable[[], bool]) -> bool:
    """Ask again and again, at most ten seconds: the ledger tells nobody when it changes."""
    pause = threading.Event()
    for _turn in range(int(WAIT / 0.01)):
        if condition():
            return True
        pause.wait(0.01)
    return condition()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(printing, "RETRY_SECONDS", 0.02)
    found = Shop(open_book(tmp_path / "ledger.sqlite"))
    yield found
    found.printer.may_print.set()
    found.room.close()
    found.ledger.close()


def test_receipts_are_printed_in_the_order_of_their_sales(shop: Shop) -> None:
    shop.sell(2)
    shop.room.start()
    assert shop.becomes("confirmed", "confirmed")
    shop.sell(2)
    assert shop.becomes(*["confirmed"] * 4)
    assert shop.printer.printed == [1, 2, 3, 4]
    assert eventually(lambda: shop.room.view == PaperView())


def test_a_copy_is_printed_like_any_receipt(shop: Shop) -> None:
    shop.sell()
    shop.jobs.add_copy(1, epoch=shop.ledger.epoch)
    shop.room.start()
    assert shop.becomes("confirmed", "confirmed")
    assert shop.printer.printed == [1, 101]


def test_a_sale_does_not_wait_for_its_paper(shop: Shop) -> None:
    shop.printer.may_print.clear()
    shop.room.start()
    shop.sell()
    assert eventually(lambda: shop.room.view == PaperView(waiting=1, printing=True))
    assert shop.becomes("sent")
    shop.sell(2)
    shop.printer.may_print.set()
    assert shop.becomes(*["confirmed"] * 3)


@pytest.mark.parametrize(
    "fault", [PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN, PrinterFault.NOT_CONNECTED]
)
def test_what_reached_no_paper_is_tried_again_and_printed_once(
    shop: Shop, fault: PrinterFault
) -> None:
    shop.printer.faults[1] = [fault] * 3
    shop.sell(2)
    shop.room.start()
    assert shop.becomes("confirmed", "confirmed")
    assert shop.printer.tried == [1, 1, 1, 1, 2]
    assert shop.printer.printed == [1, 2]
    assert eventually(lambda: shop.room.view == PaperView())


def test_while_the_paper_is_out_the_screen_can_say_so(shop: Shop) -> None:
    shop.printer.faults[1] = [PrinterFault.PAPER_OUT] * 10_000
    shop.sell(2)
    shop.room.start()
    wanted = PaperView(fault=PrinterFault.PAPER_OUT, waiting=2)
    assert eventually(lambda: shop.room.view == wanted)
    shop.printer.faults.clear()
    assert shop.becomes("confirmed", "confirmed")
    assert shop.printer.printed == [1, 2]


def test_a_receipt_in_doubt_is_left_alone_and_the_next_one_printed(shop: Shop) -> None:
    shop.printer.faults[1] = [PrinterFault.IN_DOUBT]
    shop.sell(3)
    shop.room.start()
    assert shop.becomes("doubtful", "confirmed", "confirmed")
    assert shop.printer.tried == [1, 2, 3]
    assert shop.printer.printed == [2, 3]


def test_paper_that_ended_in_a_receipt_leaves_it_in_doubt_once_there_is_paper_again(
    shop: Shop,
) -> None:
    shop.printer.faults[1] = [PrinterFault.PAPER_OUT]
    shop.printer.reaches_paper = True
    shop.printer.now = PrinterFault.PAPER_OUT
    shop.sell(2)
    shop.room.start()
    doubted = Job(1, 1, is_copy=False, epoch=shop.ledger.epoch)
    without_paper = PaperView(fault=PrinterFault.PAPER_OUT, waiting=1, doubtful=doubted)
    assert eventually(lambda: shop.room.view == without_paper)
    assert shop.states() == ["doubtful", "committed"]
    shop.printer.now = None
    assert shop.becomes("doubtful", "confirmed")
    assert shop.printer.printed == [2]


def test_what_waited_already_does_not_end_a_doubt_but_its_copy_does(shop: Shop) -> None:
    shop.printer.faults[1] = [PrinterFault.PAPER_OUT]
    shop.printer.reaches_paper = True
    shop.printer.now = PrinterFault.PAPER_OUT
    shop.sell(2)
    shop.room.start()
    doubted = Job(1, 1, is_copy=False, epoch=shop.ledger.epoch)
    assert eventually(lambda: shop.room.view.doubtful == doubted)
    shop.printer.now = None
    assert shop.becomes("doubtful", "confirmed")
    in_doubt = PaperView(fault=PrinterFault.IN_DOUBT, doubtful=doubted)
    assert eventually(lambda: shop.room.view == in_doubt)
    shop.jobs.add_copy_of(doubted)
    shop.room.ring()
    assert shop.becomes("doubtful", "confirmed", "confirmed")
    assert shop.printer.printed == [2, 101]
    assert eventually(lambda: shop.room.view == PaperView())


def test_the_copy_of_what_is_in_doubt_is_the_first_copy_and_clears_the_doubt(shop: Shop) -> None:
    shop.printer.faults[1] = [PrinterFault.IN_DOUBT]
    shop.sell()
    shop.room.start()
    assert eventually(lambda: shop.room.view.doubtful is not None)
    doubtful = shop.room.view.doubtful
    assert doubtful
    shop.jobs.add_copy_of(doubtful)
    shop.room.ring()
    assert shop.becomes("doubtful", "confirmed")
    assert shop.printer.printed == [101]
    assert eventually(lambda: shop.room.view == PaperView())


def test_a_faults_end_is_seen_though_nothing_waits(shop: Shop) -> None:
    shop.printer.faults[1] = [PrinterFault.COVER_OPEN]
    shop.printer.reaches_paper, shop.printer.now = True, PrinterFault.COVER_OPEN
    shop.sell()
    shop.room.start()
    assert eventually(lambda: shop.room.view.fault is PrinterFault.COVER_OPEN)
    shop.printer.now = None
    assert eventually(lambda: shop.room.view.fault is PrinterFault.IN_DOUBT)
    assert shop.printer.tried == [1]


def test_the_pages_of_a_paper_stay_together_and_none_is_printed_twice(shop: Shop) -> None:
    pages = [Image.new("1", (384, height)) for height in (11, 12, 13)]
    shop.draw = lambda job: pages if job.number == 1 else draw(job)
    shop.printer.faults[12] = [PrinterFault.PAPER_OUT] * 2
    shop.sell(2)
    shop.room.start()
    assert shop.becomes("confirmed", "confirmed")
    assert shop.printer.printed == [11, 12, 13, 2]


def test_pages_that_were_begun_are_never_begun_again_after_a_power_cut(shop: Shop) -> None:
    pages = [Image.new("1", (384, height)) for height in (11, 12)]
    shop.draw = lambda job: pages if job.number == 1 else draw(job)
    shop.printer.faults[12] = [PrinterFault.PAPER_OUT] * 10_000
    shop.sell()
    shop.room.start()
    assert eventually(lambda: shop.room.view.fault is PrinterFault.PAPER_OUT)
    assert shop.states() == ["sent"]
    shop.room.close()
    again = shop.new_room()
    again.start()
    assert shop.becomes("doubtful")
    assert shop.printer.printed == [11]
    assert again.view.doubtful
    again.close()


def test_an_errand_is_printed_after_what_waits_and_waits_for_paper(shop: Shop) -> None:
    shop.printer.faults[50] = [PrinterFault.PAPER_OUT] * 2
    shop.sell()
    shop.room.run(Errand("stock list", lambda: Image.new("1", (384, 50))))
    shop.room.start()
    assert eventually(lambda: shop.printer.printed == [1, 50])
    assert eventually(lambda: shop.room.view == PaperView())


def test_an_errand_that_cannot_be_drawn_holds_up_nothing(shop: Shop) -> None:
    def fail() -> Image.Image:
        raise ValueError("nothing on the shelf")

    shop.room.run(Errand("stock list", fail))
    shop.sell()
    shop.room.start()
    assert shop.becomes("confirmed")
    shop.sell()
    assert shop.becomes("confirmed", "confirmed")


def test_whoever_keeps_what_a_paper_needs_hears_when_it_is_cut_or_never_will_be(
    shop: Shop,
) -> None:
    heard: list[int] = []
    room = PrintingRoom(
        shop.jobs,
        shop.printer,
        draw,
        leave=shop.ledger.close,
        done=lambda job: heard.append(job.number),
    )
    shop.printer.faults[2] = [PrinterFault.IN_DOUBT]
    shop.printer.faults[3] = [PrinterFault.PAPER_OUT] * 10_000
    shop.sell(3)
    room.start()
    assert shop.becomes("confirmed", "doubtful", "committed")
    assert eventually(lambda: heard == [1, 2])
    room.close()


def test_a_doubt_stays_on_the_screen_until_something_is_printed(shop: Shop) -> None:
    shop.printer.faults[1] = [PrinterFault.IN_DOUBT]
    shop.sell()
    shop.room.start()
    assert shop.becomes("doubtful")
    doubted = Job(1, 1, is_copy=False, epoch=shop.ledger.epoch)
    in_doubt = PaperView(fault=PrinterFault.IN_DOUBT, doubtful=doubted)
    assert eventually(lambda: shop.room.view == in_doubt)
    shop.sell()
    assert shop.becomes("doubtful", "confirmed")
    assert eventually(lambda: shop.room.view == PaperView())


def test_after_a_power_cut_what_was_being_printed_is_doubtful_and_the_rest_printed(
    shop: Shop,
) -> None:
    shop.sell(3)
    first = shop.jobs.next()
    assert first
    shop.jobs.sent(first)
    shop.room.start()
    assert shop.becomes("doubtful", "confirmed", "confirmed")
    assert shop.printer.printed == [2, 3]


def test_closing_ends_after_the_receipt_in_hand(shop: Shop) -> None:
    shop.printer.may_print.clear()
    shop.sell(3)
    shop.room.start()
    assert shop.becomes("sent", "committed", "committed")
    closing = threading.Thread(target=shop.room.close)
    closing.start()
    assert not shop.left.is_set()
    shop.printer.may_print.set()
    closing.join(WAIT)
    assert shop.left.is_set()
    assert shop.states() == ["confirmed", "committed", "committed"]
    again = shop.new_room()
    again.start()
    assert shop.becomes(*["confirmed"] * 3)
    again.close()


def test_a_room_that_never_began_can_be_closed(shop: Shop) -> None:
    shop.room.close()
    assert not shop.left.is_set()


@pytest.mark.parametrize(
    "error",
    [
        KeyError(1),
        ValueError("no such font"),
        OSError("no file"),
        DamagedError("no sale"),
        TypeError("nobody expected it"),
    ],
)
def test_a_receipt_that_cannot_be_drawn_does_not_hold_up_the_others(
    shop: Shop, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_at_first(job: Job) -> Image.Image:
        if job.number == 1:
            raise error
        return draw(job)

    shop.draw = fail_at_first
    shop.sell(3)
    shop.room.start()
    assert shop.becomes("doubtful", "confirmed", "confirmed")
    assert shop.printer.printed == [2, 3]
    assert "receipt 1 cannot be drawn" in caplog.text


def test_a_ledger_that_does_not_answer_for_a_while_is_asked_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    refusals = [LedgerError("database is locked")] * 3
    really_sent = shop.jobs.sent

    def sent(job: Job) -> None:
        if refusals:
            raise refusals.pop()
        really_sent(job)

    monkeypatch.setattr(shop.jobs, "sent", sent)
    shop.sell(2)
    shop.room.start()
    assert shop.becomes("confirmed", "confirmed")
    assert shop.printer.printed == [1, 2]
    assert "does not answer" in caplog.text


def test_a_full_disk_does_not_end_the_printing(shop: Shop) -> None:
    shop.sell(2)
    database = shop.ledger.database
    database.execute_sql(
        "CREATE TRIGGER full BEFORE UPDATE ON printjob"
        " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )
    shop.room.start()
    assert eventually(lambda: shop.room.view.waiting == 2 and not shop.room.view.printing)
    database.execute_sql("DROP TRIGGER full")
    assert shop.becomes("confirmed", "confirmed")


def test_a_printer_that_fails_as_nobody_expected_leaves_a_doubt_and_no_second_receipt(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    errors = [TypeError("Nguyễn Văn Mẫu")]
    really_print = shop.printer.print_ticket

    def print_ticket(ticket: Image.Image) -> None:
        really_print(ticket)
        if errors:
            raise errors.pop()

    monkeypatch.setattr(shop.printer, "print_ticket", print_ticket)
    shop.sell(2)
    shop.room.start()
    assert shop.becomes("doubtful", "confirmed")
    assert shop.printer.tried == [1, 2]
    assert "TypeError" in caplog.text
    assert "Nguyễn" not in caplog.text


def test_whatever_fails_beside_the_printer_the_printing_goes_on(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = [TypeError("nobody expected it")]
    really_next = shop.jobs.next

    def following() -> Job | None:
        if errors:
            raise errors.pop()
        return really_next()

    monkeypatch.setattr(shop.jobs, "next", following)
    shop.sell(2)
    shop.room.start()
    assert shop.becomes("confirmed", "confirmed")
    assert shop.printer.printed == [1, 2]


def test_to_stop_waits_for_no_printer(shop: Shop) -> None:
    shop.printer.may_print.clear()
    shop.sell(2)
    shop.room.start()
    assert shop.becomes("sent", "committed")
    shop.room.stop()
    assert not shop.left.is_set()
    shop.printer.may_print.set()
    assert shop.left.wait(WAIT)
    assert shop.states() == ["confirmed", "committed"]
