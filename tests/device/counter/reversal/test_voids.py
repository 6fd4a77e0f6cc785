"""A sale that is undone whole: on its day, untouched, and before any invoice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from device.counter.cue import Cue
from device.counter.deed import OpenDrawer, Paper, Print, Record
from device.counter.event import (
    Chosen,
    Confirmed,
    NotAllowed,
    Opened,
    Picked,
    Scanned,
)
from device.counter.notes import VoidNote
from device.counter.past import PastSale, SoldLine
from device.counter.state import Choice, Done, FindSale, Paid, Ready
from device.counter.states.asking import Item, Question
from tests.device.counter.goods.stockroom import screen
from tests.device.counter.reversal.receipt import (
    BLISTER,
    RECEIPT,
    narcotic,
    note_of,
    returned,
    returning,
    shop,
    sold,
    state,
)
from tests.device.counter.shelf import made_offers
from tests.device.counter.shop import (
    AT,
    CARD,
    NARCOTIC,
    NEXT_YEAR,
    PRECURSOR,
    PSYCHOTROPIC,
    TOMORROW,
    Counter,
)


def voided(counter: Counter) -> tuple[object, ...]:
    counter.act(Chosen("void"))
    assert isinstance(counter.state, Choice), counter.state
    assert counter.state.question is Question.VOID_REASON
    before = len(counter.deeds)
    counter.act(Chosen("wrong-entry"))
    return tuple(counter.deeds[before:])


def test_a_sale_of_today_is_undone_whole() -> None:
    counter = returning()
    deeds = voided(counter)
    note = VoidNote(sale=sold(), reason="wrong-entry")
    assert deeds == (Record(note), OpenDrawer())
    assert screen(counter) == Done(what="void", number=8, amount_vnd=sold().total_vnd, lines=3)
    batch = counter.shelf.batch("FREE", "GOOD")
    assert batch
    assert batch.on_hand == 1000 + 130


def test_what_was_undone_cannot_be_undone_again() -> None:
    counter = returning()
    voided(counter)
    counter.state = Ready()
    counter.act(Opened(Item.RETURN))
    counter.act(Scanned(RECEIPT))
    assert screen(counter) == FindSale(already_undone=True)


def test_after_an_invoice_everything_comes_back_as_a_return_with_a_note() -> None:
    """INV-04 (TT91 Đ10 k1 c, A-): replacement only; there is no cancelling."""
    counter = returning(replace(sold(), invoiced=True))
    counter.act(Chosen("void"))
    assert state(counter).notice == "invoiced"
    assert state(counter).quantities == (3, 1, 2)
    returned(counter)
    assert note_of(counter).replaces_invoice
    assert isinstance(counter.state, Done)
    assert counter.state.what == "return"


def test_a_part_of_an_invoiced_sale_comes_back_without_the_note() -> None:
    counter = returning(replace(sold(), invoiced=True))
    returned(counter, Picked(0))
    assert not note_of(counter).replaces_invoice


def test_on_a_later_day_the_goods_come_back_as_a_return() -> None:
    """GPP-09: they have left the shop, so they do not go back on the shelf (D)."""
    counter = returning()
    counter.today = TOMORROW
    counter.act(Chosen("void"))
    assert state(counter).notice == "too-late"
    returned(counter)
    assert not note_of(counter).to_shelf


# Controlled drugs.


@pytest.mark.parametrize(
    "line",
    [
        SoldLine(offer=made_offers(drug)[1], batch="GOOD", expiry=NEXT_YEAR, quantity=2)
        for drug in (NARCOTIC, PSYCHOTROPIC, PRECURSOR)
    ],
    ids=lambda line: line.offer.drug.id,
)
def test_a_controlled_drug_that_left_the_counter_comes_back_with_minutes_on_its_own_day(
    line: SoldLine,
) -> None:
    """CTL-12 (TT18 Đ6 k2, Đ12 k1 d, A): set apart and destroyed, never sold again."""
    free = SoldLine(offer=BLISTER, batch="GOOD", expiry=NEXT_YEAR, quantity=1)
    counter = returning(sold(free, line))
    step = counter.act(Chosen("void"))
    assert (state(counter).notice, step.cue) == ("minutes-needed", Cue.WARN)
    assert state(counter).quantities == (1, 2)
    counter.act(Confirmed())
    assert state(counter).notice == "needs-card"
    deeds = returned(counter, Scanned(CARD))
    assert deeds[1:] == (OpenDrawer(), Print(Paper.RETURN_MINUTES, number=8))
    batch = counter.shelf.batch(line.offer.drug.id, "GOOD")
    assert batch
    assert (batch.on_hand, batch.set_aside) == (1000, 20)


def just_paid(sale: PastSale, later: timedelta) -> Counter:
    """Return a counter at which somebody presses "void" on the screen of a sale just paid."""
    counter = shop(sale)
    counter.state = Paid(number=7, total_vnd=1, line_count=1, on_prescription=True, at=AT)
    counter.later = later
    counter.act(Opened(Item.RETURN))
    return counter


def test_a_controlled_drug_that_never_left_the_counter_is_undone_without_minutes() -> None:
    """GPP-09 (D): from the screen of the very sale, within minutes of it."""
    counter = just_paid(narcotic(), timedelta(minutes=10))
    deeds = voided(counter)
    assert deeds == (Record(VoidNote(sale=narcotic(), reason="wrong-entry")), OpenDrawer())


@pytest.mark.parametrize("later", [timedelta(minutes=11), timedelta(hours=9), -timedelta(hours=1)])
def test_a_screen_that_nobody_left_since_does_not_say_that_the_drug_is_still_here(
    later: timedelta,
) -> None:
    counter = just_paid(narcotic(), later)
    counter.act(Chosen("void"))
    assert state(counter).notice == "minutes-needed"


def test_other_drugs_are_undone_all_day() -> None:
    counter = returning()
    counter.later = timedelta(hours=9)
    voided(counter)
    assert isinstance(counter.state, Done)


def test_a_sale_of_which_some_came_back_is_not_undone_whole() -> None:
    counter = returning(
        sold(SoldLine(offer=BLISTER, batch="GOOD", expiry=None, quantity=3, returned=1))
    )
    counter.act(Chosen("void"))
    assert state(counter).notice == "partly-returned"
    assert state(counter).quantities == (2,)


def test_a_void_that_the_ledger_refuses_pays_nothing_and_can_become_a_return() -> None:
    counter = returning()
    counter.act(Chosen("void"))
    counter.do(Chosen("mistake"))
    step = counter.do(NotAllowed("undone before"))
    assert not step.deeds
    assert not state(counter).is_void
