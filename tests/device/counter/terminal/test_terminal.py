"""The terminal's own screens, training, and what a power cut did."""

import pytest

from codes import Badge
from device.counter.cue import Cue
from device.counter.deed import CutSeen, Paper, Print, SignIn, Train, Tune
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Dismissed,
    Event,
    MenuWanted,
    Opened,
    PowerCameBack,
    PrintWanted,
    Rested,
    Scanned,
    TurnedPage,
    WentBack,
)
from device.counter.past import PowerCut, SentSale
from device.counter.people.flow import first_state
from device.counter.state import (
    AfterPowerCut,
    Done,
    Menu,
    Notice,
    Ready,
    Selling,
    Service,
    SignedOut,
    Tuning,
    WhatLeaves,
)
from device.counter.states.asking import Item
from device.counter.states.people import Finished
from tests.device.counter.people.outlet import (
    SELLER,
    TECHNICIAN,
    badge_of,
    outlet,
)
from tests.device.counter.shop import AT, FREE, Counter, pack

WHOLE = PowerCut(at=AT, sale=41, total_vnd=66_000, draft_lost=True)
NOTHING_SOLD = PowerCut(at=AT, draft_lost=True)


def opened(item: Item, counter: Counter | None = None) -> Counter:
    counter = counter or outlet(person=SELLER, shift=3)
    counter.do(MenuWanted())
    counter.do(Opened(item))
    return counter


def test_the_service_screen_prints_a_test_page_and_goes_back() -> None:
    counter = opened(Item.SERVICE)
    found = counter.do(PrintWanted())
    assert isinstance(found.state, Service)
    assert found.state.code
    assert found.deeds == (Print(Paper.TEST, number=found.state.code),)
    assert found.state.is_trying_printer
    counter.do(Confirmed())
    assert isinstance(counter.state, Service)
    assert not counter.state.is_trying_printer
    assert isinstance(counter.do(WentBack()).state, Menu)


def test_the_service_screen_keeps_an_open_sale() -> None:
    counter = outlet(person=SELLER, shift=3)
    selling = counter.scan(pack(FREE)).state
    counter.do(Opened(Item.SERVICE))
    assert counter.do(WentBack()).state == selling


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("large", Tune(large=True)),
        ("plain", Tune(large=False)),
        ("en", Tune(language="en")),
        ("vi", Tune(language="vi")),
    ],
)
def test_type_size_and_language_change_at_once(name: str, deed: Tune) -> None:
    counter = opened(Item.TUNING)
    found = counter.do(Chosen(name))
    assert found.deeds == (deed,)
    assert isinstance(found.state, Tuning)
    assert found.state.large == (name == "large")
    assert found.state.language == ("en" if name == "en" else "vi")
    assert isinstance(counter.do(Confirmed()).state, Menu)


def test_a_size_that_there_is_not_changes_nothing() -> None:
    counter = opened(Item.TUNING)
    before = counter.state
    found = counter.do(Chosen("huge"))
    assert (found.state, found.deeds) == (before, ())


def test_what_leaves_the_shop_is_what_the_ledger_says_was_sent() -> None:
    counter = outlet(person=SELLER, shift=3)
    sent = SentSale(number=7, received_at=None)
    counter.book.last_sent = lambda: sent  # type: ignore[method-assign]
    opened(Item.SENT, counter)
    assert counter.state == WhatLeaves(sent=sent)
    counter.do(TurnedPage())
    assert counter.state == WhatLeaves(sent=sent, page=1)
    assert counter.do(PrintWanted()).deeds == (Print(Paper.SENT_PAGE),)


@pytest.mark.parametrize("event", [WentBack(), Dismissed(), Confirmed()])
def test_what_leaves_the_shop_is_left_for_the_counter(event: Event) -> None:
    counter = opened(Item.SENT)
    assert counter.do(event).state == Ready()


def test_training_begins_and_ends_with_the_same_tile() -> None:
    counter = opened(Item.TRAINING)
    assert (counter.state, counter.deeds) == (Ready(), [Train(on=True)])
    counter.is_training = True
    opened(Item.TRAINING, counter)
    assert counter.deeds == [Train(on=True), Train(on=False)]


@pytest.mark.parametrize("item", [Item.TRAINING, Item.SENT])
def test_an_open_sale_comes_first(item: Item) -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    found = counter.do(Opened(item))
    assert isinstance(found.state, Selling)
    assert (found.state.notice, found.deeds) == (Notice.SALE_OPEN, ())


def test_no_training_while_a_sale_is_put_by() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    counter.act(Opened(Item.PARK))
    found = counter.do(Opened(Item.TRAINING))
    assert (found.state, found.deeds) == (Ready(notice=Notice.SALE_OPEN), ())


# What was done.


@pytest.mark.parametrize("event", [Rested(), Dismissed(), Confirmed(), WentBack()])
@pytest.mark.parametrize("what", ["return", "delivery", "no-sale", "registers"])
def test_what_was_done_is_left_for_the_counter(what: Finished, event: Event) -> None:
    counter = outlet(person=SELLER, shift=3, state=Done(what=what, number=9))
    found = counter.do(event)
    assert (found.state, found.deeds) == (Ready(), ())


def test_a_scanned_pack_begins_the_next_sale() -> None:
    counter = outlet(person=SELLER, shift=3, state=Done(what="delivery", number=9))
    assert isinstance(counter.do(Scanned(pack(FREE))).state, Selling)


def test_in_an_outlet_without_people_a_closed_shift_signs_nobody_out() -> None:
    counter = Counter(person=None, state=Done(what="shift", number=1))
    counter.shop = type(counter.shop)()
    assert counter.do(Rested()).state == Ready()


# After a power cut.


def after_cut(cut: PowerCut = WHOLE, *, signed_in: bool = False) -> Counter:
    counter = outlet(person=SELLER if signed_in else None, shift=3)
    counter.state = Ready() if signed_in else first_state(counter.world)
    counter.do(PowerCameBack(cut))
    return counter


def test_what_the_power_cut_did_is_told_before_anything_else() -> None:
    counter = after_cut()
    assert isinstance(counter.state, AfterPowerCut)
    assert counter.state.cut == WHOLE


@pytest.mark.parametrize("event", [Dismissed(), Confirmed(), WentBack()])
@pytest.mark.parametrize("signed_in", [True, False])
def test_once_read_it_is_not_told_again(event: Event, *, signed_in: bool) -> None:
    counter = after_cut(signed_in=signed_in)
    assert counter.do(event).deeds == (CutSeen(),)
    assert isinstance(counter.state, Ready if signed_in else SignedOut)


def test_the_receipt_that_may_be_missing_is_printed_as_a_copy() -> None:
    counter = after_cut()
    found = counter.do(PrintWanted())
    assert found.deeds == (CutSeen(), Print(Paper.RECEIPT_COPY, number=41))
    assert isinstance(found.state, SignedOut)


def test_where_no_sale_was_written_there_is_nothing_to_print() -> None:
    counter = after_cut(NOTHING_SOLD)
    before = counter.state
    found = counter.do(PrintWanted())
    assert (found.state, found.deeds) == (before, ())


def test_a_scanned_pack_goes_on_selling_where_somebody_is_signed_in() -> None:
    counter = after_cut(signed_in=True)
    found = counter.do(Scanned(pack(FREE)))
    assert isinstance(found.state, Selling)
    assert found.deeds[0] == CutSeen()


def test_with_nobody_signed_in_only_a_badge_goes_on() -> None:
    counter = after_cut()
    found = counter.do(Scanned(pack(FREE)))
    assert (found.cue, found.deeds) == (Cue.BLOCK, (CutSeen(),))
    assert isinstance(found.state, SignedOut)
    counter = after_cut()
    found = counter.act(badge_of(SELLER))
    assert found.deeds == (CutSeen(), SignIn(SELLER))
    assert (counter.state, counter.person) == (Ready(), SELLER)
    counter = after_cut()
    found = counter.do(Scanned(Badge("XX99")))
    assert isinstance(found.state, SignedOut)
    assert found.cue is Cue.BLOCK


def test_nothing_gets_past_it_unread() -> None:
    counter = after_cut()
    before = counter.state
    events: list[Event] = [MenuWanted(), CashTaken(), *map(Opened, Item)]
    for event in events:
        found = counter.do(event)
        assert (found.state, found.deeds) == (before, ())


def test_a_technician_may_see_the_terminal_but_not_train_others_sales() -> None:
    counter = opened(Item.SERVICE, outlet(person=TECHNICIAN, shift=3))
    assert isinstance(counter.state, Service)
