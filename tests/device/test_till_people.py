"""The till of an outlet whose people sign in: shifts, training and money, over real ledgers."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from codes import Badge, Command, ControlCode, Scan
from device.backroom import Backroom
from device.clock import local_day
from device.counter.drug import Drug, Hold, HoldKind, Offer
from device.counter.event import (
    CashTaken,
    Confirmed,
    Dismissed,
    DropSale,
    Event,
    MoneyCame,
    Opened,
    Picked,
    RecallCame,
    Scanned,
    TransferWanted,
    Typed,
)
from device.counter.past import Drawer, PowerCut
from device.counter.shop import Account, Person, Role, Shop
from device.counter.state import (
    AfterPowerCut,
    Done,
    Paid,
    Ready,
    Selling,
    ShiftOpening,
    SignedOut,
    State,
    Transfer,
)
from device.counter.states.asking import Item
from device.ledger.catalogue import store_offers
from device.ledger.counting import set_opening_stock
from device.ledger.errors import DiskFullError
from device.ledger.holds import store_hold
from device.ledger.ledger import Ledger
from device.ledger.print_jobs import PrintJobs
from device.ledger.stock import OpeningStock
from device.printing import Drawn, PrintingRoom
from device.surroundings import Surroundings
from device.till import Till
from device.training import open_training
from hardware.api import Sound
from hardware.fake import FakeBeeper
from tests.device.backrooms import backroom
from tests.device.ledger.books import open_book, sale
from tests.device.test_till import FREE, PRESCRIPTION, START, NoPrinter

SELLER = Person(badge="NV01", name="Cô Lan")
TECHNICIAN = Person(badge="KT01", name="Anh Kỹ", roles=frozenset({Role.TECHNICIAN}))
SHOP = Shop(
    people=(SELLER, TECHNICIAN),
    account=Account(bank="970415", bank_name="A", number="113366668888", holder="TAM AN"),
)
PRICE = 11_000


class Asked:
    """A province that remembers what it was asked, and does not answer."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    def ask(self, code: str) -> bool:
        self.codes.append(code)
        return True

    def measure(self) -> None:
        pytest.fail("nobody wants the line measured")


class SlowPrinter(NoPrinter):
    """A printer that takes as long over a paper as the test wants."""

    def __init__(self) -> None:
        self.has_begun, self.may_end = threading.Event(), threading.Event()

    def print_ticket(self, ticket: Image.Image) -> None:
        assert ticket.height
        self.has_begun.set()
        assert self.may_end.wait(30)


class Counter:
    """A till with its people, and everything around it."""

    def __init__(self, folder: Path, *, cut: PowerCut | None = None) -> None:
        self.folder, self.asked, self.beeper = folder, Asked(), FakeBeeper()
        self.ledger = open_book(folder / "ledger.sqlite")
        drug = Drug(id="FREE", name="Thuốc không kê đơn", prescription_only=False)
        offer = Offer(drug=drug, unit="vỉ", unit_size=10, price_vnd=PRICE)
        store_offers(self.ledger.database, [(FREE, offer)])
        opening = [OpeningStock("FREE", "A", date(2027, 12, 31), 1_000)]
        set_opening_stock(self.ledger, opening, staff="NV01")
        self.fails: Exception | None = None
        self.printer: NoPrinter = NoPrinter()
        self.paper: Drawn = ()
        self.trainings: list[Backroom] = []
        self.till = Till(
            self.furnish(self.ledger),
            Surroundings(
                beeper=self.beeper,
                open_training=self.open_training,
                shop=SHOP,
                province=self.asked,
                cut=cut,
            ),
            staff="NV-07",
            run_folder=folder / "run",
            clock=lambda: START,
        )

    def furnish(self, ledger: Ledger) -> Backroom:
        room = PrintingRoom(
            PrintJobs(ledger.database), self.printer, lambda _job: self.paper, leave=ledger.close
        )
        return backroom(ledger, room, today=lambda: local_day(START))

    def open_training(self) -> Backroom:
        if self.fails:
            raise self.fails
        furnished = open_training(self.ledger, open_book, self.furnish)
        self.trainings.append(replace(furnished, is_training=True))
        return self.trainings[-1]

    def do(self, *events: Event) -> State:
        for event in events:
            self.till.handle(event)
        return self.till.state

    def sign_in(self, person: Person) -> State:
        return self.do(Scanned(Badge(person.badge)))

    def scan(self) -> State:
        self.till.scanned(Scan(f"01{FREE}1727123110A".encode(), "]d2"))
        return self.till.state

    @property
    def drawer(self) -> Drawer:
        return self.furnish(self.ledger).past.drawer()

    def reference(self) -> str:
        """Show the code of the open sale; return its reference."""
        state = self.do(TransferWanted())
        assert isinstance(state, Transfer)
        return state.reference


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Counter]]:
    made: list[Counter] = []

    def one(**chosen: PowerCut) -> Counter:
        made.append(Counter(tmp_path, **chosen))
        return made[-1]

    yield one
    for counter in made:
        counter.ledger.close()


@pytest.fixture
def at_work(make: Callable[..., Counter]) -> Counter:
    """A counter with a seller at it, and a shift."""
    counter = make()
    counter.sign_in(SELLER)
    counter.do(Confirmed())
    assert counter.drawer.shift == 1
    return counter


def test_after_a_power_cut_somebody_signs_in_before_anything_else(
    make: Callable[..., Counter],
) -> None:
    counter = make(cut=PowerCut(at=None, draft_lost=True))
    assert isinstance(counter.till.state, AfterPowerCut)
    assert isinstance(counter.do(Dismissed()), SignedOut)


def test_a_shift_that_was_opened_in_training_is_none_at_work(make: Callable[..., Counter]) -> None:
    counter = make()
    counter.sign_in(TECHNICIAN)
    counter.do(Opened(Item.TRAINING))
    counter.sign_in(SELLER)
    assert isinstance(counter.do(Confirmed()), Ready)
    assert isinstance(counter.do(Opened(Item.TRAINING)), ShiftOpening)
    assert not counter.till.is_training
    counter.do(Confirmed())
    counter.scan()
    assert isinstance(counter.do(CashTaken()), Paid)
    assert (counter.drawer.shift, counter.drawer.cash_vnd) == (1, PRICE)


def test_training_within_a_shift_leaves_the_shift_as_it_was(at_work: Counter) -> None:
    at_work.do(Opened(Item.TRAINING))
    at_work.scan()
    assert isinstance(at_work.do(CashTaken()), Paid)
    at_work.do(Dismissed())
    assert at_work.do(Opened(Item.TRAINING)) == Ready()
    assert (at_work.drawer.shift, at_work.drawer.cash_vnd) == (1, 0)


def test_a_recall_that_came_during_training_is_shown_after_it(at_work: Counter) -> None:
    at_work.do(Opened(Item.TRAINING))
    recall(at_work)
    state = at_work.do(Opened(Item.TRAINING))
    assert type(state).__name__ == "RecallShown"


def test_leaving_training_waits_for_no_printer(at_work: Counter) -> None:
    printer = at_work.printer = SlowPrinter()
    at_work.paper = Image.new("1", (384, 10))
    at_work.do(Opened(Item.TRAINING))
    at_work.scan()
    at_work.do(CashTaken(), Dismissed())
    assert printer.has_begun.wait(10)
    began = time.monotonic()
    assert at_work.do(Opened(Item.TRAINING)) == Ready()
    assert time.monotonic() - began < 2, "the screen stood still"
    left, again = at_work.trainings[0], at_work.open_training()
    again.ledger.commit_sale(sale(), staff="NV01")
    printer.may_end.set()
    left.room.close()
    assert again.jobs.waiting() == 1, "the first training's paper is not the second's"
    again.ledger.close()


@pytest.mark.parametrize("error", [DiskFullError("full"), OSError("no room")])
def test_where_there_can_be_no_training_the_counter_stays_at_work(
    at_work: Counter, error: Exception
) -> None:
    at_work.fails = error
    at_work.do(Opened(Item.TRAINING))
    assert not at_work.till.is_training
    assert at_work.beeper.played[-1] is Sound.BLOCK
    at_work.scan()
    assert isinstance(at_work.do(CashTaken()), Paid)
    assert at_work.drawer.cash_vnd == PRICE


def test_nothing_is_sold_behind_a_closed_shift_whatever_arrives(at_work: Counter) -> None:
    at_work.do(Opened(Item.SHIFT_END), Typed("0"), Confirmed())
    assert isinstance(at_work.till.state, Done)
    assert at_work.till.person is None
    before = at_work.ledger.database.row("SELECT count(*) FROM entry")
    recall(at_work)
    at_work.do(Opened(Item.SEARCH), *map(Typed, "thuoc"), Picked(0), CashTaken())
    assert at_work.ledger.database.row("SELECT count(*) FROM entry") == before


def test_a_reprint_wants_somebody_who_is_signed_in(at_work: Counter) -> None:
    at_work.scan()
    at_work.do(CashTaken(), Dismissed())
    jobs = "SELECT count(*) FROM printjob WHERE is_copy"
    at_work.do(Opened(Item.SIGN_OUT), Scanned(ControlCode(Command.REPRINT)))
    assert at_work.ledger.database.row(jobs) == (0,)
    at_work.sign_in(SELLER)
    at_work.do(Scanned(ControlCode(Command.REPRINT)))
    assert at_work.ledger.database.row(jobs) == (1,)


@pytest.mark.parametrize("left", [DropSale(), Opened(Item.PARK)])
def test_money_for_a_sale_that_was_left_pays_no_other(at_work: Counter, left: Event) -> None:
    at_work.scan()
    first = at_work.reference()
    at_work.do(left)
    at_work.scan()
    second = at_work.reference()
    late = MoneyCame(reference=first, amount_vnd=PRICE)
    assert isinstance(at_work.do(late), Transfer)
    assert isinstance(at_work.do(replace(late, reference=second)), Paid)
    assert at_work.drawer.transfer_vnd == PRICE


def test_going_back_to_the_same_sale_keeps_its_reference(at_work: Counter) -> None:
    at_work.scan()
    first = at_work.reference()
    at_work.scan()
    assert isinstance(at_work.till.state, Selling)
    assert at_work.reference() == first


def test_money_that_is_told_twice_pays_once(at_work: Counter) -> None:
    at_work.scan()
    came = MoneyCame(reference=at_work.reference(), amount_vnd=PRICE)
    at_work.do(came, came)
    at_work.do(Dismissed(), came)
    assert at_work.drawer.transfer_count == 1


def test_in_training_not_even_a_question_leaves(at_work: Counter) -> None:
    at_work.do(Opened(Item.TRAINING))
    at_work.till.scanned(PRESCRIPTION)
    assert at_work.asked.codes == []
    at_work.do(DropSale(), Opened(Item.TRAINING))
    at_work.till.scanned(PRESCRIPTION)
    assert len(at_work.asked.codes) == 1


def recall(counter: Counter) -> None:
    """Let the province recall something."""
    hold = Hold(
        number="11/QLD", kind=HoldKind.RECALLED, drug_id="FREE", drug_name="A", batches=("Z",)
    )
    store_hold(counter.ledger.database, hold, at=START)
    counter.do(RecallCame())
