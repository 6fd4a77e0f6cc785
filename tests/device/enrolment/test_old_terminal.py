"""A terminal that goes on for another: with its card, or with what the province knows."""

import errno
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from device.counter.event import Chosen, Confirmed, WentBack
from device.enrolment import states
from device.enrolment.old_terminal import CARD_AGAIN, NO_CARD
from device.enrolment.pending import Pending
from device.enrolment.place import Place
from device.enrolment.succession import go_on_with_card
from device.keys import load_readers
from device.ledger.errors import DiskFullError
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.projection import differences
from device.ledger.stock import batches
from device.settings import load_settings
from tests.device.enrolment.cards import LEDGER, READERS, epoch_on, make_card
from tests.device.enrolment.office import TERMINAL, FakeDoor, Office
from tests.device.enrolment.steps import Hands
from tests.e2e.outpost import typical_sale
from wire.enrolment import LinkedLine, PostedLine, StockLine
from wire.kinds import EpochBegun, StockCount, read_entry

EPOCH = "0f" * 16
SOLD_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STOCK = (
    StockLine(drug="VD-12345-24", batch="2403A0", expiry="2027-08-31", units=120),
    StockLine(drug="893110123425", batch="2403A1", expiry="2027-08-31", units=7, aside=3),
    StockLine(drug="893110999925", batch="L1", expiry="", units=1),
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path / "office")
    office.answer = msgspec.structs.replace(
        office.answer,
        replaces=True,
        stock=STOCK,
        stock_of=SOLD_AT,
        follows=EPOCH,
        follows_through=41,
        prices=(PostedLine(drug="VD-12345-24", unit="vỉ", price_vnd=12_500, at=SOLD_AT),),
        links=(LinkedLine(gtin="08930000999999", drug="VD-12345-24", unit="vỉ"),),
    )
    return office


def _insert_card(place: Place, office: Office, *, sales: int = 5) -> Path:
    """Put a card whose ledger the province knows into the reader; return its folder."""
    card = make_card(place.old_cards / "sdb8", sales=sales)
    office.answer = msgspec.structs.replace(office.answer, follows=epoch_on(card))
    return card


def _opened(place: Place) -> Ledger:
    settings = load_settings(place.settings)
    readers = load_readers(settings, place.settings)
    return Ledger.open(settings.ledger, terminal=settings.terminal, readers=readers)


def _start(place: Place, office: Office, door: FakeDoor) -> Hands:
    hands = Hands(place)
    hands.scan(office.label(door.port))
    return hands


def test_the_card_of_the_old_terminal_is_found_when_it_is_put_in(
    place: Place, office: Office, door: FakeDoor
) -> None:
    card = _insert_card(place, office)
    card.rename(place.root / "in-the-old-terminal")
    hands = _start(place, office, door)
    assert hands.now() == states.FindOldCard()
    assert hands.wait() == 2
    assert hands.now() == states.FindOldCard()
    (place.root / "in-the-old-terminal").rename(card)
    hands.wait()
    found = hands.now()
    assert isinstance(found, states.OldCardRead)
    assert found.unsent == 2


def test_unsent_sales_come_along_under_their_own_epoch_and_the_shelf_is_counted_once(
    place: Place, office: Office, door: FakeDoor
) -> None:
    card = _insert_card(place, office)
    old = Ledger.open(card / LEDGER, terminal=TERMINAL, readers=READERS)
    entries, epoch = list(old.entries()), old.epoch
    shelf = {drug: batches(old.database, drug) for drug in ("VD-12345-24", "893110123425")}
    old.close()
    hands = _start(place, office, door)
    hands.start.press(Confirmed())
    hands.keeper()
    assert isinstance(hands.now(), states.Enrolled)
    ledger = _opened(place)
    assert ledger.epoch != epoch
    came = list(ledger.entries())
    assert came[: len(entries)] == entries
    begun = read_entry(came[len(entries)].body)
    assert isinstance(begun, EpochBegun)
    assert (begun.previous, begun.previous_through) == (epoch, 5)
    states_of = OutboxQueue(ledger.database, terminal=TERMINAL).states()
    unsent = [place_of for place_of, state in states_of.items() if state == "waiting"]
    assert [seq for its, seq in unsent if its == epoch] == [4, 5]
    for drug, before in shelf.items():
        assert batches(ledger.database, drug) == before
    assert differences(ledger.database) == []
    assert ledger.commit_sale(typical_sale(9), staff="NV-07").epoch == ledger.epoch
    ledger.close()


def test_the_old_card_stays_as_it_was_and_its_locked_book_comes_along(
    place: Place, office: Office, door: FakeDoor
) -> None:
    card = _insert_card(place, office)
    before = {f: f.read_bytes() for f in card.rglob("*") if f.is_file() and "-shm" not in f.name}
    hands = _start(place, office, door)
    hands.start.press(Confirmed())
    hands.keeper()
    assert {file: file.read_bytes() for file in before} == before
    kept = place.ledger.with_name("book-before.locked")
    assert kept.read_bytes() == b"the old book"
    assert sorted(file.name for file in place.ledger.parent.iterdir()) == [
        "book-before.locked",
        "ledger.sqlite",
    ]


def test_without_the_card_the_shelf_is_the_provinces_and_the_new_epoch_says_what_is_missing(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = _start(place, office, door)
    hands.start.press(Chosen(NO_CARD))
    assert hands.now() == states.NoOldCard(office.answer.stock_of, 3)
    hands.start.press(WentBack())
    assert hands.now() == states.FindOldCard()
    hands.start.press(Chosen(NO_CARD))
    hands.start.press(Confirmed())
    hands.keeper()
    ledger = _opened(place)
    entries = [read_entry(entry.body) for entry in ledger.entries()]
    begun, count = entries
    assert isinstance(begun, EpochBegun)
    assert (begun.because, begun.previous, begun.previous_through) == ("damaged", EPOCH, 41)
    assert isinstance(count, StockCount)
    assert count.because == "carried-over"
    assert [(line.batch, line.counted, line.aside) for line in count.lines] == [
        ("2403A0", 120, None),
        ("2403A1", 7, 3),
        ("L1", 1, None),
    ]
    assert differences(ledger.database) == []
    assert not ledger.is_newly_renewed
    assert ledger.database.rows("SELECT drug, unit, price_vnd FROM postedprice") == [
        ("VD-12345-24", "vỉ", 12_500)
    ]
    assert ledger.database.rows("SELECT gtin, drug, unit FROM linkedcode") == [
        ("08930000999999", "VD-12345-24", "vỉ")
    ]
    ledger.close()


def test_where_the_province_never_heard_of_an_epoch_an_ordinary_one_begins(
    place: Place, office: Office, door: FakeDoor
) -> None:
    office.answer = msgspec.structs.replace(office.answer, follows="", follows_through=0)
    hands = _start(place, office, door)
    hands.start.press(Chosen(NO_CARD))
    hands.start.press(Confirmed())
    hands.keeper()
    ledger = _opened(place)
    (count,) = [read_entry(entry.body) for entry in ledger.entries()]
    assert isinstance(count, StockCount)
    ledger.close()


def test_the_card_of_another_terminal_is_not_taken(
    place: Place, office: Office, door: FakeDoor
) -> None:
    make_card(place.old_cards / "sdb8", terminal="Q33-0099")
    hands = _start(place, office, door)
    assert hands.now() == states.FindOldCard("other-terminal")
    hands.start.press(Chosen(CARD_AGAIN))
    assert hands.now() == states.FindOldCard("other-terminal")
    assert not place.ledger.exists()


def test_the_card_of_an_earlier_replacement_is_not_taken(
    place: Place, office: Office, door: FakeDoor
) -> None:
    make_card(place.old_cards / "sdb8")  # the province has heard of EPOCH since
    hands = _start(place, office, door)
    assert hands.now() == states.FindOldCard("earlier")
    hands.start.press(Confirmed())
    assert not place.ledger.exists()


def test_a_card_that_began_without_the_one_before_and_never_came_on_the_line_is_taken(
    place: Place, office: Office, door: FakeDoor, tmp_path: Path
) -> None:
    between = Place(tmp_path / "between")
    between.etc.mkdir(parents=True)
    (between.etc / "base.toml").write_text('[hardware]\nkind = "fake"\n')
    hands = _start(between, office, door)
    hands.start.press(Chosen(NO_CARD))
    hands.start.press(Confirmed())
    hands.keeper()
    place.old_cards.mkdir(parents=True)
    between.root.rename(place.old_cards / "sdb8")
    hands = _start(place, office, door)
    assert isinstance(hands.now(), states.OldCardRead)


def test_of_a_ledger_that_nothing_is_left_of_nobody_says_that_it_is_an_earlier_one(
    place: Place, office: Office, door: FakeDoor
) -> None:
    file = _insert_card(place, office) / LEDGER
    file.write_bytes(b"\xaa" * file.stat().st_size)
    hands = _start(place, office, door)
    assert hands.now() == states.FindOldCard("unreadable")


def test_a_damaged_ledger_is_mended_and_what_is_left_of_it_comes_along(
    place: Place, office: Office, door: FakeDoor
) -> None:
    card = _insert_card(place, office, sales=40)
    file = card / LEDGER
    spoilt = bytearray(file.read_bytes())
    middle = len(spoilt) // 2 // 4096 * 4096
    spoilt[middle : middle + 4096] = b"\xaa" * 4096
    file.write_bytes(spoilt)
    hands = _start(place, office, door)
    assert isinstance(hands.now(), states.OldCardRead)
    hands.start.press(Confirmed())
    hands.keeper()
    ledger = _opened(place)
    assert len(list(ledger.entries())) > 10
    assert differences(ledger.database) == []
    ledger.close()


def test_a_card_that_gives_nothing_back_says_so(
    place: Place, office: Office, door: FakeDoor
) -> None:
    folder = place.old_cards / "sdb8/var/lib/quay"
    (folder / "ledger.sqlite").mkdir(parents=True)  # to be read it refuses
    hands = _start(place, office, door)
    assert hands.now() == states.FindOldCard("unreadable")


@pytest.mark.parametrize("where", ["fresh_folder", "look_into"])
def test_where_our_own_card_does_not_take_the_copy_the_old_one_is_not_called_unreadable(
    place: Place, office: Office, door: FakeDoor, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def full(*_given: object, **_options: object) -> None:
        raise DiskFullError("database or disk is full")

    _insert_card(place, office)
    with monkeypatch.context() as patched:
        patched.setattr(f"device.enrolment.old_card.{where}", full)
        hands = _start(place, office, door)
        assert isinstance(hands.now(), states.CannotWrite)
        hands.start.press(Confirmed())
        assert isinstance(hands.now(), states.CannotWrite)
    hands.start.press(Confirmed())
    assert isinstance(hands.now(), states.OldCardRead)


def test_after_a_pulled_plug_what_came_along_does_not_come_twice(
    place: Place, office: Office, door: FakeDoor
) -> None:
    _insert_card(place, office)
    hands = _start(place, office, door)
    hands.start.press(Confirmed())
    assert isinstance(hands.now(), states.CallKeeper)
    again = Hands(place)
    assert isinstance(again.now(), states.CallKeeper)
    again.keeper()
    ledger = _opened(place)
    assert len({entry.epoch for entry in ledger.entries()}) == 2
    ledger.close()


def test_a_plug_pulled_between_ledger_and_note_does_it_all_once_more(
    place: Place, office: Office, door: FakeDoor
) -> None:
    _insert_card(place, office)
    hands = _start(place, office, door)
    hands.start.press(Confirmed())
    (place.pending / "shelf-done").unlink()
    again = Hands(place)
    assert isinstance(again.now(), states.OldCardRead)
    again.start.press(Confirmed())
    again.keeper()
    ledger = _opened(place)
    assert len({entry.epoch for entry in ledger.entries()}) == 2
    ledger.close()
    assert Pending(place).answer is None


def test_again_that_is_pressed_twice_moves_the_ledger_once(
    place: Place, office: Office, door: FakeDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def impatient(*given: Any, **options: Any) -> None:
        hands.start.press(Confirmed())  # while it runs
        go_on_with_card(*given, **options)

    _insert_card(place, office)
    hands = _start(place, office, door)
    monkeypatch.setattr("device.enrolment.clerk.go_on_with_card", _full)
    hands.start.press(Confirmed())
    assert isinstance(hands.now(), states.CannotWrite)
    monkeypatch.setattr("device.enrolment.clerk.go_on_with_card", impatient)
    hands.start.press(Confirmed())
    assert hands.seen[-3:] == [states.CannotWrite, states.Moving, states.CallKeeper]
    hands.keeper()
    _came_along_once(place)


def test_where_only_the_note_could_not_be_written_the_ledger_stays(
    place: Place, office: Office, door: FakeDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _insert_card(place, office)
    hands = _start(place, office, door)
    faults: list[Callable[..., None]] = [_full]
    noted = Pending.shelf_is_done
    monkeypatch.setattr(
        Pending, "shelf_is_done", lambda self: faults.pop()() if faults else noted(self)
    )
    hands.start.press(Confirmed())
    assert isinstance(hands.now(), states.CannotWrite)
    hands.start.press(Confirmed())
    hands.keeper()
    _came_along_once(place)


def _full(*_given: object, **_options: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _came_along_once(place: Place) -> None:
    ledger = _opened(place)
    assert len(list(ledger.entries())) > 5
    assert len(ledger.marks()) == 2
    assert OutboxQueue(ledger.database, terminal=TERMINAL).waiting().entries > 2
    ledger.close()
    assert not list(place.ledger.parent.glob("*.before-*"))
