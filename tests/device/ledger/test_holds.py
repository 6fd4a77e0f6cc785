"""Notices that stop a batch: stored, weighed, answered, lifted, and kept through damage."""

from datetime import date
from pathlib import Path

import pytest

from device.counter.drug import Hold, HoldKind
from device.counter.notes import RecallNote
from device.ledger.holds import gravest, holds_for, lift, store_hold, unanswered
from device.ledger.ledger import Ledger
from tests.device.ledger.books import AT, open_book
from tests.device.ledger.holds import hold
from tests.device.ledger.test_damage import check_whole, spoil_header

WHOLE = Hold(
    number="TH-9", kind=HoldKind.RECALLED, drug_id="FREE", drug_name="Thuốc", batches=("A", "B"),
    level=2, reason="không đạt độ hòa tan", issued=date(2026, 11, 20),
)  # fmt: skip


def store(ledger: Ledger, *stored: Hold) -> None:
    for one in stored:
        store_hold(ledger.database, one, at=AT)


def numbers(found: tuple[Hold, ...]) -> list[str]:
    return [one.number for one in found]


def answer(ledger: Ledger, number: str) -> None:
    ledger.record_note(RecallNote(number=number, goods=()), staff="A")


def test_a_notice_comes_back_as_it_was_stored(ledger: Ledger) -> None:
    store(ledger, WHOLE)
    assert holds_for(ledger.database, "FREE", "A") == (WHOLE,)
    assert holds_for(ledger.database, "FREE", "C") == holds_for(ledger.database, "PH", "A") == ()


def test_the_gravest_comes_first(ledger: Ledger) -> None:
    store(
        ledger,
        hold("suspended", kind=HoldKind.SUSPENDED),
        hold("third", level=3),
        hold("none"),
        hold("first", "A", level=1),
        hold("sealed", "A", kind=HoldKind.SEALED),
    )
    found = numbers(holds_for(ledger.database, "FREE", "A"))
    assert found == ["sealed", "first", "third", "none", "suspended"]
    gravest_of_b = gravest(ledger.database, "FREE", "B")
    assert gravest_of_b is not None
    assert gravest_of_b.number == "third"
    assert gravest(ledger.database, "PH", "A") is None


def test_one_that_says_the_same_again_stays_answered_and_one_that_says_more_does_not(
    ledger: Ledger,
) -> None:
    store(ledger, hold("TH-1", "A", level=2), hold("TH-1", "A", level=2, drug="PH"))
    assert numbers(unanswered(ledger.database)) == ["TH-1", "TH-1"]
    answer(ledger, "TH-1")
    store(ledger, hold("TH-1", "A", level=2))
    assert unanswered(ledger.database) == ()
    store(ledger, hold("TH-1", "A", "B", level=2))
    assert numbers(unanswered(ledger.database)) == ["TH-1"]


def test_one_that_is_lifted_stops_nothing_any_more(ledger: Ledger) -> None:
    store(ledger, hold("TH-1"), hold("TH-1", drug="PH"), hold("TH-2"))
    assert lift(ledger.database, "TH-1") == 2
    assert lift(ledger.database, "TH-1") == 0
    assert numbers(holds_for(ledger.database, "FREE", "A")) == ["TH-2"]


def test_of_a_row_that_wear_has_changed_every_batch_is_stopped(ledger: Ledger) -> None:
    store(ledger, hold("TH-1", "A"))
    with ledger.database.writing():
        ledger.database.run("UPDATE hold SET batches = '[\"X\"]'")
    assert numbers(holds_for(ledger.database, "FREE", "A")) == ["TH-1"]


def test_notices_and_their_answers_outlive_the_database(ledger: Ledger, file: Path) -> None:
    store(ledger, WHOLE, hold("TH-1"), hold("TH-2"))
    answer(ledger, "TH-1")
    with ledger.database.writing():
        ledger.database.run("UPDATE hold SET number = 'TH-3' WHERE number = 'TH-2'")
    ledger.close()
    spoil_header(file)
    again = open_book(file)
    assert numbers(unanswered(again.database)) == ["TH-9"]
    assert set(numbers(holds_for(again.database, "FREE", "A"))) == {"TH-9", "TH-1"}
    check_whole(again)
    again.close()


@pytest.mark.parametrize("kind", list(HoldKind))
def test_every_kind_is_kept(ledger: Ledger, kind: HoldKind) -> None:
    store(ledger, hold("TH-1", kind=kind))
    found = gravest(ledger.database, "FREE", "A")
    assert found is not None
    assert found.kind is kind
