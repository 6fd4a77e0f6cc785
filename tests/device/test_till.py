"""The till with a real ledger, a beeper that remembers, and a printing room that is not open."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from codes import Scan
from device.clock import local_day
from device.counter.drug import Drug, Hold, HoldKind, Offer
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Dismissed,
    MenuWanted,
    Opened,
    RecallCame,
    Rested,
    UndoScan,
)
from device.counter.notes import Note
from device.counter.rules import Rule
from device.counter.sale import OpenSale
from device.counter.state import (
    Blocked,
    Notice,
    Paid,
    Ready,
    RecallShown,
    SaveFailed,
    SaveFault,
    Selling,
    SignedOut,
    State,
)
from device.counter.states.asking import Item
from device.health import read_health
from device.ledger.catalogue import store_offers
from device.ledger.counting import set_opening_stock
from device.ledger.errors import DamagedError, LedgerError
from device.ledger.holds import store_hold
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.posting import Committed
from device.ledger.print_jobs import Job, PrintJobs
from device.ledger.room import Limits, Room
from device.ledger.stock import OpeningStock
from device.link_state import LinkState, write_link_state
from device.printing import PaperView, PrintingRoom
from device.till import Till
from device.watching import LastSale, NetworkView
from hardware.api import Sound
from hardware.errors import PrinterFault
from hardware.fake import FakeBeeper
from tests.codes.cards import CARD_2021
from tests.device.backrooms import backroom, surroundings
from tests.device.ledger.books import TERMINAL, open_book
from wire.entry import read_head
from wire.kinds import Override, read_entry
from wire.receipt import Receipt

FIRST = 2
"""The number of the first sale: the opening stock is entry 1."""
START = datetime(2026, 11, 22, 3, 45, tzinfo=UTC)
FREE, STRICT = "08938501000118", "08938501000217"
PRESCRIPTION = Scan(b"01234ab12cd3-c")


class NoPrinter:
    """A printer that nobody uses here: the room is never opened."""

    width_dots = 384

    def print_ticket(self, ticket: Image.Image) -> None:
        raise AssertionError(ticket)

    def look(self) -> PrinterFault | None:
        """Nothing is wrong with it."""
        return None

    def close(self) -> None:
        """Nothing to release."""


class Counter:
    """A till and everything around it."""

    def __init__(self, ledger: Ledger, run: Path) -> None:
        self.ledger, self.run, self.now = ledger, run, START
        self.beeper = FakeBeeper()
        self.jobs = PrintJobs(ledger.database)
        self.room = PrintingRoom(self.jobs, NoPrinter(), self.draw)
        self.changes = 0
        self.till = self.new_till()

    def new_till(self) -> Till:
        till = Till(
            backroom(self.ledger, self.room, today=lambda: local_day(self.now)),
            surroundings(self.beeper),
            staff="NV-07",
            run_folder=self.run,
            clock=lambda: self.now,
        )
        till.watch(self.count)
        return till

    def state(self) -> State:
        return self.till.state

    def count(self) -> None:
        self.changes += 1

    def draw(self, job: Job) -> Image.Image:
        raise AssertionError(job)

    def scan(self, gtin: str, batch: str = "A", expiry: str = "271231") -> None:
        self.till.scanned(Scan(f"01{gtin}17{expiry}10{batch}".encode(), "]d2"))

    def sell(self) -> int:
        self.scan(FREE)
        self.till.handle(CashTaken())
        assert isinstance(self.till.state, Paid)
        return self.till.state.number

    def fill_the_disk(self) -> None:
        database = self.ledger.database
        pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
        database.execute_sql(f"PRAGMA max_page_count = {pages}")

    def make_room_on_the_disk(self) -> None:
        self.ledger.database.execute_sql("PRAGMA max_page_count = 100000")

    def sell_until_refused(self) -> int:
        for sold in range(1000):
            self.scan(FREE)
            self.till.handle(CashTaken())
            if isinstance(self.till.state, SaveFailed):
                return sold
        pytest.fail("the disk did not become full")


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    ledger = open_book(tmp_path / "ledger.sqlite")
    free = Drug(id="FREE", name="Thuốc không kê đơn", prescription_only=False)
    strict = Drug(id="RX", name="Thuốc kê đơn", prescription_only=True)
    offers = [
        (gtin, Offer(drug=drug, unit="vỉ", unit_size=10, price_vnd=11_000))
        for gtin, drug in ((FREE, free), (STRICT, strict))
    ]
    store_offers(ledger.database, offers)
    opening = [OpeningStock(drug, "A", date(2027, 12, 31), 100_000) for drug in ("FREE", "RX")]
    set_opening_stock(ledger, opening, staff="NV-07")
    yield Counter(ledger, tmp_path / "run")
    ledger.close()


def test_a_sale_goes_through_to_the_ledger_and_the_printing_room(counter: Counter) -> None:
    counter.scan(FREE)
    counter.scan(FREE)
    counter.till.handle(CashTaken())
    assert counter.till.state == Paid(
        number=FIRST,
        total_vnd=22_000,
        line_count=1,
        on_prescription=False,
        at=counter.ledger.sale(FIRST)[0].at,
    )
    entry, _sha256 = counter.ledger.sale(FIRST)
    assert (entry.staff, entry.total_vnd, entry.lines[0].quantity) == ("NV-07", 22_000, 2)
    assert counter.beeper.played == [Sound.READ, Sound.READ, Sound.SOLD]
    job = counter.jobs.next()
    assert job is not None
    assert (job.number, job.is_copy) == (FIRST, False)
    assert counter.room._bell.is_set()
    assert counter.till.last_sale == LastSale(FIRST, entry.at, 22_000, counter.ledger.epoch)
    assert counter.till.network.unsent == 2
    counter.till.handle(Rested())
    assert counter.state() == Ready()


def test_the_screen_is_told_of_every_change_once(counter: Counter) -> None:
    counter.scan(FREE)
    assert counter.changes == 1
    counter.till.handle(CashTaken())
    assert counter.changes == 2


def test_a_prescription_drug_waits_for_its_prescription(counter: Counter) -> None:
    counter.scan(STRICT)
    assert isinstance(counter.till.state, Blocked)
    assert counter.till.state.refusal.rule is Rule.NEEDS_PRESCRIPTION
    counter.till.handle(CashTaken())
    assert counter.ledger.last_sale() is None
    counter.till.scanned(PRESCRIPTION)
    counter.till.handle(CashTaken())
    assert counter.ledger.sale(FIRST)[0].prescription == "01234ab12cd3-c"
    assert counter.beeper.played == [Sound.BLOCK, Sound.READ, Sound.WARN, Sound.SOLD]


def test_what_nobody_can_read_sounds_like_it(counter: Counter) -> None:
    for data in (b"", b"\xff", b"hello", b"8938501000117", CARD_2021.encode()[:40]):
        counter.till.scanned(Scan(data))
    assert counter.beeper.played == [Sound.UNKNOWN] * 5


def test_a_full_disk_refuses_the_sale_and_says_so(counter: Counter) -> None:
    counter.fill_the_disk()
    sold = counter.sell_until_refused()
    state = counter.till.state
    assert isinstance(state, SaveFailed)
    assert state.fault is SaveFault.DISK_FULL
    assert len(state.sale.lines) == 1
    assert counter.beeper.played[-1] is Sound.BLOCK
    last = counter.ledger.last()
    assert (last.seq if last else 0) == FIRST - 1 + sold
    assert counter.jobs.waiting() == sold
    assert (counter.till.last_sale.number if counter.till.last_sale else 1) == FIRST - 1 + sold
    counter.make_room_on_the_disk()
    counter.till.handle(CashTaken())
    assert isinstance(counter.till.state, Paid)
    assert counter.till.state.number == FIRST + sold


def test_a_ledger_that_fails_otherwise_refuses_the_sale_too(counter: Counter) -> None:
    counter.ledger.database.execute_sql(
        "CREATE TRIGGER fault BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'fault'); END"
    )
    counter.scan(FREE)
    counter.till.handle(CashTaken())
    assert isinstance(counter.till.state, SaveFailed)
    assert counter.till.state.fault is SaveFault.DAMAGED
    assert counter.ledger.last_sale() is None
    counter.till.handle(Dismissed())
    counter.till.handle(UndoScan())
    assert counter.state() == Ready()


def test_a_pack_in_the_hand_that_the_book_does_not_have_is_sold_and_answered_for(
    counter: Counter,
) -> None:
    counter.scan(FREE, "NEW")
    assert isinstance(counter.state(), Blocked)
    counter.till.handle(Chosen("IN_HAND"))
    counter.till.handle(CashTaken())
    assert isinstance(counter.state(), Paid)
    override = [read_entry(entry.body) for entry in counter.ledger.entries()][-1]
    assert isinstance(override, Override)
    assert (override.rule, override.reason, override.allowed_by) == ("GPP-01", "in-hand", "NV-07")
    assert (override.batch, override.units) == ("NEW", 10)


def test_the_newest_receipt_can_be_printed_again_as_a_copy(counter: Counter) -> None:
    counter.till.reprint_last()
    assert counter.jobs.next() is None
    counter.sell()
    counter.sell()
    counter.till.handle(Rested())
    changes = counter.changes
    counter.room._bell.clear()
    counter.till.reprint_last()
    assert counter.changes == changes + 1
    assert counter.room._bell.is_set()
    printed = []
    while job := counter.jobs.next():
        counter.jobs.confirmed(job)
        printed.append((job.number, job.is_copy))
    assert printed == [(2, False), (3, False), (3, True)]


def test_a_copy_that_cannot_be_ordered_is_heard_and_stops_nothing(counter: Counter) -> None:
    counter.sell()
    counter.ledger.database.execute_sql(
        "CREATE TRIGGER fault BEFORE INSERT ON printjob BEGIN SELECT RAISE(ABORT, 'fault'); END"
    )
    counter.till.reprint_last()
    assert counter.beeper.played[-1] is Sound.BLOCK
    assert counter.jobs.waiting() == 1
    assert isinstance(counter.till.state, Paid)


def test_the_last_sale_is_known_after_a_start(counter: Counter) -> None:
    assert counter.new_till().last_sale is None
    number = counter.sell()
    again = counter.new_till()
    assert again.state == Ready()
    assert again.last_sale == LastSale(
        number, counter.ledger.sale(number)[0].at, 11_000, counter.ledger.epoch
    )


def test_the_day_at_the_counter_is_the_day_in_viet_nam(counter: Counter) -> None:
    counter.now = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    assert counter.till.today == date(2026, 12, 31)
    counter.scan(FREE, expiry="261231")
    assert isinstance(counter.state(), Selling)
    counter.now += timedelta(minutes=2)
    assert (counter.till.today, counter.till.now) == (date(2027, 1, 1), counter.now)
    counter.till.handle(CashTaken())
    assert isinstance(counter.till.state, Blocked)
    assert counter.till.state.refusal.rule is Rule.EXPIRED


def test_without_a_link_the_network_is_unknown(counter: Counter) -> None:
    assert counter.till.network == NetworkView(online=False, since=None, unsent=1, received_at=None)


def test_the_network_is_shown_as_the_link_says_it_is(counter: Counter) -> None:
    counter.sell()
    write_link_state(counter.run, LinkState(online=True, since=START, beat=time.monotonic()))
    changes = counter.changes
    counter.till.look_around()
    assert counter.till.network == NetworkView(online=True, since=START, unsent=2, received_at=None)
    assert counter.changes == changes + 1
    outbox = OutboxQueue(counter.ledger.database, terminal=TERMINAL)
    receipt = Receipt(
        terminal=TERMINAL,
        epoch=counter.ledger.epoch,
        through=FIRST,
        head=counter.ledger.sale(FIRST)[1],
        at=START,
    )
    outbox.apply(receipt, at=START)
    counter.till.look_around()
    assert counter.till.network == NetworkView(
        online=True, since=START, unsent=0, received_at=START
    )


def test_looking_around_tells_nobody_when_nothing_has_changed(counter: Counter) -> None:
    changes = counter.changes
    for _look in range(3):
        counter.till.look_around()
    assert counter.changes == changes
    counter.room.view = PaperView(fault=PrinterFault.PAPER_OUT, waiting=1)
    counter.till.look_around()
    counter.till.look_around()
    assert counter.changes == changes + 1
    assert counter.till.paper.fault is PrinterFault.PAPER_OUT


def test_the_link_can_read_how_printer_and_scanner_are(counter: Counter) -> None:
    counter.till.look_around(scanner="offline")
    counter.room.view = PaperView(fault=PrinterFault.PAPER_OUT, waiting=1)
    counter.till.look_around(scanner="offline")
    found = read_health(counter.run)
    assert found
    assert (found.printer, found.scanner) == ("out-of-paper", "offline")


def test_a_ledger_that_cannot_be_asked_leaves_what_was_known_on_the_screen(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.sell()
    before, changes = counter.till.network, counter.changes

    def fail(_outbox: OutboxQueue) -> None:
        raise LedgerError("database is locked")

    monkeypatch.setattr(OutboxQueue, "waiting", fail)
    counter.till.look_around()
    assert (counter.till.network, counter.changes) == (before, changes)
    counter.till.handle(Rested())
    assert counter.sell() == FIRST + 1


def test_a_full_disk_stops_a_sale_at_its_first_pack_and_lets_it_go_on_with_room(
    counter: Counter,
) -> None:
    counter.ledger.room = Room(counter.ledger.database, Limits(reserve_bytes=1 << 60))
    counter.scan(FREE)
    state = counter.state()
    assert isinstance(state, SaveFailed)
    assert (state.fault, state.paying) == (SaveFault.DISK_FULL, False)
    assert counter.beeper.played == [Sound.BLOCK]
    for event in (CashTaken(), Dismissed()):
        counter.till.handle(event)
        assert counter.state() == state
    counter.ledger.room = Room(counter.ledger.database, Limits(reserve_bytes=0))
    counter.till.handle(Dismissed())
    assert isinstance(counter.state(), Selling)
    counter.till.handle(CashTaken())
    assert isinstance(counter.state(), Paid)


def test_a_disk_that_fills_during_a_sale_stops_it_before_the_money(counter: Counter) -> None:
    counter.scan(FREE)
    counter.ledger.room = Room(counter.ledger.database, Limits(reserve_bytes=1 << 60))
    counter.scan(FREE)
    assert isinstance(counter.state(), Selling)
    counter.till.handle(CashTaken())
    state = counter.state()
    assert isinstance(state, SaveFailed)
    assert (state.fault, state.paying) == (SaveFault.DISK_FULL, True)
    assert counter.ledger.last_sale() is None


def test_a_day_by_a_clock_that_nobody_set_is_never_before_the_newest_trusted_day(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.sell()
    counter.now = START - timedelta(days=400)
    monkeypatch.setattr(Ledger, "is_clock_trusted", property(lambda _ledger: False))
    assert counter.till.today == counter.new_till().today == date(2026, 11, 22)
    counter.now = START + timedelta(days=3)
    assert counter.till.today == date(2026, 11, 25)
    monkeypatch.setattr(Ledger, "is_clock_trusted", property(lambda _ledger: True))
    counter.now = START - timedelta(days=400)
    assert counter.till.today == date(2025, 10, 18)


def test_a_ledger_that_was_set_aside_is_told_once(counter: Counter) -> None:
    spoil(counter.ledger)
    assert counter.ledger.mend()
    counter.till = counter.new_till()
    assert counter.state() == counter.new_till().state == Ready(notice=Notice.LEDGER_RENEWED)
    counter.till.handle(Rested())
    assert counter.state() == Ready(notice=Notice.LEDGER_RENEWED)
    counter.till.scanned(PRESCRIPTION)
    assert isinstance(counter.state(), Selling)
    assert counter.new_till().state == Ready()


def test_a_ledger_that_is_renewed_while_the_counter_runs_is_told_too(counter: Counter) -> None:
    spoil(counter.ledger)
    assert counter.ledger.mend()
    counter.till.look_around()
    assert counter.state() == Ready(notice=Notice.LEDGER_RENEWED)


def test_trying_again_after_damage_mends_the_ledger_and_the_sale_goes_through(
    counter: Counter,
) -> None:
    counter.sell()
    counter.till.handle(Rested())
    before = counter.ledger.epoch
    counter.scan(FREE)
    counter.ledger.database.run("DROP TABLE outbox")
    counter.ledger.database.run(
        "CREATE TABLE outbox (id INTEGER PRIMARY KEY, book INTEGER, seq INTEGER, state TEXT,"
        " reason TEXT, answered_at TEXT, CHECK (state = 'none'))"
    )
    counter.till.handle(CashTaken())
    state = counter.state()
    assert isinstance(state, SaveFailed)
    assert state.fault is SaveFault.DAMAGED
    counter.till.handle(CashTaken())
    assert isinstance(counter.state(), Paid)
    assert counter.ledger.epoch != before
    sold = [entry for entry in counter.ledger.entries() if entry.epoch == before]
    assert len(sold) == FIRST


def spoil(ledger: Ledger) -> None:
    """Break an entry, as a failing card does."""
    ledger.database.run("DROP TRIGGER entry_never_changes")
    ledger.database.run("UPDATE entry SET sha256 = 'spoilt' WHERE seq = 1")


def test_a_ledger_that_could_not_be_mended_is_mended_at_the_next_attempt(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[LedgerError] = [DamagedError("malformed"), LedgerError("an error of the disk")]
    really_commit, really_mend = counter.ledger.commit_sale, counter.ledger.mend
    mended: list[bool] = []

    def commit(sale: OpenSale, **details: Any) -> Committed:
        if faults:
            raise faults.pop(0)
        return really_commit(sale, **details)

    def mend() -> bool:
        if faults:
            raise faults.pop(0)
        mended.append(really_mend())
        return mended[-1]

    monkeypatch.setattr(counter.ledger, "commit_sale", commit)
    monkeypatch.setattr(counter.ledger, "mend", mend)
    counter.scan(FREE)
    for _attempt in range(2):
        counter.till.handle(CashTaken())
        assert isinstance(counter.till.state, SaveFailed)
    counter.till.handle(CashTaken())
    assert isinstance(counter.till.state, Paid)
    assert mended == [False]


class Watched:
    """What is told of open sales."""

    def __init__(self) -> None:
        self.told: list[bool] = []

    def sale_open(self, is_open: bool) -> None:  # noqa: FBT001 - as it is called
        self.told.append(is_open)

    def seen(self) -> None:
        """Nobody wants to know."""

    def beat(self) -> None:
        """Nobody listens."""


@pytest.fixture
def watched(counter: Counter) -> Watched:
    watched = Watched()
    counter.till._around = replace(counter.till._around, power=watched)
    return watched


@pytest.mark.parametrize("over", ["menu", "search", "blocked"])
def test_a_sale_stays_open_for_a_power_cut_whatever_lies_over_it(
    counter: Counter, watched: Watched, over: str
) -> None:
    counter.scan(FREE)
    assert watched.told == [True]
    match over:
        case "menu":
            counter.till.handle(MenuWanted())
        case "search":
            counter.till.handle(Opened(Item.SEARCH))
        case "blocked":
            counter.scan(STRICT)
            assert isinstance(counter.till.state, Blocked)
    assert not isinstance(counter.till.state, Selling)
    assert watched.told == [True]


def test_a_sale_that_could_not_be_written_stays_open_for_a_power_cut(
    counter: Counter, watched: Watched
) -> None:
    counter.fill_the_disk()
    counter.sell_until_refused()
    assert isinstance(counter.till.state, SaveFailed)
    assert watched.told[-1] is True


def test_what_is_put_by_stays_open_while_another_sale_is_paid(
    counter: Counter, watched: Watched
) -> None:
    counter.scan(FREE)
    counter.till.handle(Opened(Item.PARK))
    assert counter.till.parked
    assert watched.told == [True]
    counter.sell()
    assert watched.told == [True, False, True], "begun anew behind the sale that was paid"


def test_a_sale_behind_a_hand_over_is_no_rest(counter: Counter) -> None:
    counter.scan(FREE)
    counter.till.state = SignedOut(behind=counter.till.state)
    counter.till.look_around()
    found = read_health(counter.run)
    assert found
    assert found.idle_since is None


@pytest.mark.parametrize("is_written", [True, False])
def test_a_failure_that_nobody_expected_leaves_no_screen_that_waits(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, *, is_written: bool
) -> None:
    """Whether it stands is asked of the ledger: what stands is not written twice."""
    real = counter.ledger.record_note

    def fail(note: Note, *, staff: str) -> Committed:
        if is_written:
            real(note, staff=staff)
        raise RuntimeError("a defect nobody thought of")

    monkeypatch.setattr(counter.ledger, "record_note", fail)
    hold = Hold(number="12", kind=HoldKind.SUSPENDED, drug_id="ELSEWHERE", drug_name="Thuốc")
    store_hold(counter.ledger.database, hold, at=START)
    counter.till.handle(RecallCame())
    assert counter.state() == RecallShown(hold=hold, behind=Ready())
    counter.till.handle(Confirmed())
    if is_written:
        assert counter.state() == Ready()
    else:
        assert counter.state() == RecallShown(hold=hold, behind=Ready())
    entries = [read_head(entry.body).kind for entry in counter.ledger.entries()]
    assert entries.count("recall-acknowledged") == int(is_written)


def test_a_sale_that_stands_is_sold_whatever_fails_behind_it(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_what: object) -> None:
        raise RuntimeError("a defect nobody thought of")

    monkeypatch.setattr(counter.till._back.orders, "sold", fail)
    assert counter.sell() == FIRST
    assert counter.ledger.sale(FIRST)[0].total_vnd == 11_000
