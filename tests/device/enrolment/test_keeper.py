"""The outlet's book is made by the person in charge, and nothing of it is left lying about."""

from pathlib import Path

import pytest

from device.counter.event import Chosen, Confirmed
from device.enrolment import states
from device.enrolment.keeper import PRINT_AGAIN, SHOW_CODES
from device.enrolment.pending import Pending
from device.enrolment.place import Place
from hardware.errors import PrinterError, PrinterFault
from tests.device.enrolment.office import KEEPER, FakeDoor, Office, badge_text
from tests.device.enrolment.steps import PIN, Hands
from wire.book import open_book, recover_book


def test_card_and_pin_together_open_the_book_and_the_recovery_code_alone(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = Hands(place)
    hands.scan(office.label(door.port))
    hands.keeper()
    (papers,) = hands.papers
    locked = (place.terminal / "book.locked").read_bytes()
    book = open_book(locked, papers.card, PIN)
    assert recover_book(locked, papers.recovery).public_key == book.public_key
    for badge, pin in ((f"QUAY:B/{KEEPER}/0", PIN), (papers.card, "482916")):
        with pytest.raises(ValueError, match="does not open"):
            open_book(locked, badge, pin)


def test_the_secrets_of_the_book_are_on_no_disk_and_in_no_repr(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = Hands(place)
    hands.scan(office.label(door.port))
    assert hands.scan(badge_text(KEEPER))
    hands.type_pin(PIN)
    assert PIN not in repr(hands.now())
    hands.type_pin(PIN)
    (papers,) = hands.papers
    assert papers.card not in repr(hands.now())
    assert papers.recovery not in repr(hands.now())
    hands.start.press(Confirmed())
    for file in filter(Path.is_file, place.root.rglob("*")):
        content = file.read_bytes()
        for secret in (papers.card, papers.recovery, PIN):
            assert secret.encode() not in content, file


def test_only_the_person_in_charge_makes_the_book(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = Hands(place)
    hands.scan(office.label(door.port))
    for other in (badge_text("NV01"), badge_text("NOBODY"), b"8938501000118"):
        assert not hands.scan(other)
        assert hands.now() == states.CallKeeper(("DS. Hương",), is_other=True)
    assert hands.scan(badge_text(KEEPER))
    assert hands.now() == states.SetPin("DS. Hương")


def test_a_pin_that_was_pressed_differently_is_set_anew(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = Hands(place)
    hands.scan(office.label(door.port))
    hands.scan(badge_text(KEEPER))
    hands.type_pin(PIN)
    hands.type_pin("111111")
    assert hands.now() == states.SetPin("DS. Hương", differs=True)
    assert hands.papers == []


def test_nothing_is_written_of_the_book_before_the_papers_are_safe(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = Hands(place)
    hands.scan(office.label(door.port))
    hands.scan(badge_text(KEEPER))
    hands.type_pin(PIN)
    hands.type_pin(PIN)
    assert isinstance(hands.now(), states.KeepPapers)
    assert Pending(place).book is None
    again = Hands(place)  # the plug is pulled: other papers, and those in hand open nothing
    again.keeper()
    assert again.papers[0] != hands.papers[0]


def test_without_a_printer_the_codes_are_shown(
    place: Place, office: Office, door: FakeDoor
) -> None:
    faults = [PrinterFault.NOT_CONNECTED, PrinterFault.PAPER_OUT]

    def fail(_papers: object, _welcome: object) -> None:
        raise PrinterError(faults.pop(0))

    hands = Hands(place, prints=fail)
    hands.scan(office.label(door.port))
    hands.scan(badge_text(KEEPER))
    hands.type_pin(PIN)
    hands.type_pin(PIN)
    state = hands.now()
    assert isinstance(state, states.KeepPapers)
    assert state.fault is PrinterFault.NOT_CONNECTED
    hands.start.press(Chosen(PRINT_AGAIN))
    hands.start.press(Chosen(SHOW_CODES))
    shown = hands.now()
    assert isinstance(shown, states.KeepPapers)
    assert shown.shows_codes
    assert shown.papers == state.papers
    hands.start.press(Confirmed())
    assert isinstance(hands.now(), states.Enrolled)


def test_an_outlet_that_names_nobody_in_charge_is_not_held_up(
    place: Place, office: Office, door: FakeDoor
) -> None:
    office.settings = office.settings.replace("in_charge = true", "")
    hands = Hands(place)
    hands.scan(office.label(door.port))
    assert hands.now() == states.SetPin("")
    hands.keeper()
    assert isinstance(hands.now(), states.Enrolled)
