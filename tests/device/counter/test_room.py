"""Nothing can be written: no sale begins, and no money is taken."""

from dataclasses import replace

import pytest

from codes import Command, ControlCode
from device.counter.cue import Cue
from device.counter.event import CashTaken, Dismissed, DropSale, Event, Scanned, UndoScan
from device.counter.flow import step
from device.counter.sale import OpenSale
from device.counter.state import (
    Blocked,
    Ready,
    SaveFailed,
    SaveFault,
    Saving,
    Selling,
    State,
)
from device.counter.step import Step
from tests.device.counter.shop import (
    CARD,
    FREE,
    ON_PRESCRIPTION,
    ORDINARY,
    Counter,
    pack,
)

FULL = SaveFault.DISK_FULL


def after(state: State, event: Event, *, fault: SaveFault | None = FULL) -> Step:
    return step(state, event, replace(Counter().world, fault=fault))


@pytest.fixture
def selling() -> Selling:
    counter = Counter()
    counter.scan(pack(FREE))
    assert isinstance(counter.state, Selling)
    return counter.state


def test_the_first_pack_is_stopped_and_kept() -> None:
    found = after(Ready(), Scanned(pack(FREE)))
    assert isinstance(found.state, SaveFailed)
    assert (found.state.fault, found.state.paying, found.cue) == (FULL, False, Cue.BLOCK)
    assert len(found.state.sale.lines) == 1


def test_a_pack_behind_a_prescription_is_the_first_pack_too() -> None:
    begun = after(Ready(), Scanned(ORDINARY)).state
    assert isinstance(begun, Selling)
    found = after(begun, Scanned(pack(ON_PRESCRIPTION)))
    assert isinstance(found.state, SaveFailed)
    assert not found.state.paying


def test_a_pack_that_waited_for_its_prescription_is_stopped_too() -> None:
    blocked = after(Ready(), Scanned(pack(ON_PRESCRIPTION))).state
    assert isinstance(blocked, Blocked)
    assert isinstance(after(blocked, Scanned(ORDINARY)).state, SaveFailed)


def test_a_sale_that_is_under_way_goes_on_to_the_money_and_no_further(selling: Selling) -> None:
    more = after(selling, Scanned(pack(FREE, "OTHER")))
    assert isinstance(more.state, Selling)
    found = after(more.state, CashTaken())
    assert found == Step(state=SaveFailed(sale=more.state.sale, fault=FULL), cue=Cue.BLOCK)


def test_trying_again_goes_on_only_with_room_and_takes_no_money(selling: Selling) -> None:
    held = SaveFailed(sale=selling.sale, fault=FULL, paying=False)
    assert after(held, Dismissed()) == Step(state=held, cue=Cue.BLOCK)
    assert after(held, CashTaken(), fault=None).state == held
    assert after(held, Dismissed(), fault=None).state == Selling(sale=selling.sale)
    assert after(held, DropSale()).state == Ready()


def test_more_packs_may_be_scanned_while_there_is_no_room(selling: Selling) -> None:
    held = SaveFailed(sale=selling.sale, fault=FULL, paying=False)
    found = after(held, Scanned(pack(FREE, "OTHER")))
    assert isinstance(found.state, SaveFailed)
    assert (len(found.state.sale.lines), found.state.paying) == (2, False)
    assert isinstance(after(found.state, Scanned(pack(FREE)), fault=None).state, Selling)


def test_the_money_is_asked_again_when_there_is_room(selling: Selling) -> None:
    failed = SaveFailed(sale=selling.sale, fault=FULL)
    assert after(failed, CashTaken()).commit is None
    assert after(failed, CashTaken(), fault=None).commit == selling.sale


def test_taking_back_and_cards_need_no_room(selling: Selling) -> None:
    assert after(selling, UndoScan()).state == Ready()
    assert after(Ready(), Scanned(CARD)).state == Selling(
        sale=OpenSale(card=CARD, before=OpenSale())
    )


def test_an_order_of_the_printed_sheet_takes_no_money_either(selling: Selling) -> None:
    found = after(selling, Scanned(ControlCode(Command.PAY_CASH)))
    assert found.commit is None
    assert isinstance(found.state, SaveFailed)


def test_while_a_sale_is_written_only_the_ledgers_answer_counts(selling: Selling) -> None:
    saving = Saving(sale=selling.sale)
    assert after(saving, Dismissed()).state is saving
