"""A sale that is undone whole: on its day, untouched, and before any invoice."""

from dataclasses import replace

from device.counter.deed import OpenDrawer, Record
from device.counter.event import (
    Chosen,
    NotAllowed,
    Opened,
    Picked,
    Scanned,
)
from device.counter.notes import VoidNote
from device.counter.past import SoldLine
from device.counter.state import Choice, Done, FindSale, Ready
from device.counter.states.asking import Item, Question
from tests.device.counter.goods.stockroom import screen
from tests.device.counter.reversal.receipt import (
    BLISTER,
    RECEIPT,
    note_of,
    returned,
    returning,
    sold,
    state,
)
from tests.device.counter.shop import (
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
