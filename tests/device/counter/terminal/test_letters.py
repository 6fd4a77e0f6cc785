"""Messages of the province: shown in a quiet moment, until somebody has read them."""

from dataclasses import replace

import pytest

from codes import Command, ControlCode
from device.counter.cue import Cue
from device.counter.deed import LetterRead
from device.counter.drug import Hold, HoldKind
from device.counter.event import (
    CashTaken,
    Confirmed,
    Event,
    LetterCame,
    MenuWanted,
    RecallCame,
    Recorded,
    Rested,
    Saved,
    Scanned,
    WentBack,
)
from device.counter.flow import step
from device.counter.goods.recalls import idle
from device.counter.letter import Letter
from device.counter.shop import Shop
from device.counter.state import LetterShown, Paid, Ready, RecallShown, Selling, SignedOut, State
from device.counter.step import Step
from device.counter.world import World
from tests.device.counter.shop import AT, FREE, LAN, TODAY, Counter, pack, stocked

DOUBLE = Letter(id="m1", kind="double-dispensing", at=AT, subject="cd3-c")
NOTE = Letter(id="m2", kind="note", at=AT, text="Mời họp")
WORLD = World(shelf=stocked(), today=TODAY, now=AT, letters=(DOUBLE, NOTE))


def after(state: State, *events: Event, world: World = WORLD) -> Step:
    found = Step(state=state)
    for event in events:
        found = step(found.state, event, world)
    return found


def test_a_message_covers_a_screen_where_nothing_is_done() -> None:
    found = after(Ready(), LetterCame())
    assert found.state == LetterShown(letter=DOUBLE, behind=Ready())
    assert found.cue is Cue.WARN


def test_during_a_sale_it_waits_until_the_sale_is_over() -> None:
    selling = after(Ready(), Scanned(pack(FREE)), LetterCame())
    assert isinstance(selling.state, Selling)
    paid = after(selling.state, CashTaken(), Saved(number=7, at=AT))
    assert isinstance(paid.state, Paid), "the change is counted first"
    assert isinstance(after(paid.state, Rested()).state, LetterShown)


def test_one_after_the_other_is_read_and_then_the_counter_goes_on() -> None:
    first = after(Ready(), LetterCame(), Confirmed())
    assert first.deeds == (LetterRead("m1"),)
    assert first.state == LetterShown(letter=NOTE, behind=Ready())
    world = replace(WORLD, letters=(NOTE,))
    last = after(first.state, Confirmed(), world=world)
    assert (last.state, last.deeds) == (Ready(), (LetterRead("m2"),))


def test_the_sheets_code_does_what_the_button_does() -> None:
    confirm = Scanned(ControlCode(Command.CONFIRM))
    found = after(LetterShown(letter=NOTE, behind=Ready()), confirm)
    assert found.deeds == (LetterRead("m2"),)


@pytest.mark.parametrize("event", [WentBack(), MenuWanted(), Scanned(pack(FREE)), Rested()])
def test_nothing_else_takes_it_away(event: Event) -> None:
    shown = LetterShown(letter=DOUBLE, behind=Ready())
    found = after(shown, event)
    assert (found.state, found.deeds) == (shown, ())


def test_it_is_there_again_after_a_restart() -> None:
    assert idle(WORLD) == LetterShown(letter=DOUBLE, behind=Ready())
    assert idle(replace(WORLD, letters=())) == Ready()


def test_where_nobody_is_signed_in_it_waits_for_whoever_comes() -> None:
    world = replace(WORLD, shop=Shop(people=(LAN,)))
    signed_out = SignedOut(people=(LAN,), wants="badge-or-pin")
    assert after(signed_out, LetterCame(), world=world).state == signed_out
    assert after(Ready(), LetterCame(), world=world).state == Ready()


def test_a_recall_comes_before_it() -> None:
    shelf = stocked()
    shelf.holds += (Hold(number="12", kind=HoldKind.RECALLED, drug_id="FREE", drug_name="X"),)
    world = replace(Counter(shelf=shelf).world, letters=(DOUBLE, NOTE))
    shown = after(Ready(), LetterCame(), RecallCame(), world=world)
    assert isinstance(shown.state, RecallShown)
    answered = after(shown.state, Confirmed(), Recorded(number=9, at=AT), world=world)
    assert isinstance(answered.state, LetterShown)
