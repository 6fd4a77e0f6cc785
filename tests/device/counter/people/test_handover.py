"""Handing the counter over: the shift and the open sale stay."""

import pytest

from codes import Badge
from device.counter.cue import Cue
from device.counter.deed import CheckPin, SignIn
from device.counter.event import Scanned, WentBack
from device.counter.open_sale import open_sale
from device.counter.shop import SignIn as Way
from device.counter.state import Notice, Paid, Ready, Selling, SignedOut
from tests.device.counter.people.outlet import (
    PHARMACIST,
    SELLER,
    TECHNICIAN,
    WITHOUT_PIN,
    badge_of,
    outlet,
    right,
    type_in,
)
from tests.device.counter.shop import AT, FREE, Counter, pack

PAID = Paid(number=7, total_vnd=11_000, line_count=1, on_prescription=False, at=AT)


def selling(sign_in: Way = "badge-or-pin") -> Counter:
    counter = outlet(sign_in, person=SELLER, shift=3)
    counter.scan(pack(FREE))
    return counter


@pytest.mark.parametrize("state", [Ready(), PAID], ids=["ready", "paid"])
def test_another_badge_takes_the_counter_over(state: Ready | Paid) -> None:
    counter = outlet(person=SELLER, shift=3, state=state)
    found = counter.act(badge_of(PHARMACIST))
    assert (found.cue, found.deeds) == (Cue.READ, (SignIn(PHARMACIST),))
    assert (counter.state, counter.person) == (Ready(), PHARMACIST)
    assert counter.book.drawer().shift == 3


def test_an_open_sale_stays_when_another_badge_is_scanned() -> None:
    counter = selling()
    sale = open_sale(counter.state)
    counter.act(badge_of(PHARMACIST))
    assert counter.person == PHARMACIST
    assert isinstance(counter.state, Selling)
    assert counter.state.sale == sale


def test_where_a_pin_is_wanted_it_is_asked_over_the_open_sale() -> None:
    counter = selling("badge-and-pin")
    sale = open_sale(counter.state)
    found = counter.do(badge_of(PHARMACIST))
    assert isinstance(found.state, SignedOut)
    assert found.deeds == ()
    assert open_sale(found.state) == sale
    assert type_in(counter, "123456").deeds == (CheckPin("DS01", "123456"),)
    counter.act(right(PHARMACIST))
    assert (open_sale(counter.state), counter.person) == (sale, PHARMACIST)


def test_who_changes_their_mind_goes_back_to_the_sale_of_who_was_there() -> None:
    counter = selling("badge-and-pin")
    sale = open_sale(counter.state)
    counter.do(badge_of(PHARMACIST))
    assert isinstance(counter.do(WentBack()).state, SignedOut)
    found = counter.do(WentBack()).state
    assert isinstance(found, Selling)
    assert (found.sale, counter.person) == (sale, SELLER)


@pytest.mark.parametrize("badge", [SELLER.badge, "XX99"])
def test_the_own_badge_and_a_strange_one_mean_nothing_to_a_sale(badge: str) -> None:
    counter = selling()
    sale = open_sale(counter.state)
    found = counter.do(Scanned(Badge(badge)))
    assert (found.cue, found.deeds) == (Cue.WARN, ())
    assert isinstance(found.state, Selling)
    assert (found.state.notice, found.state.sale) == (Notice.NOT_NEEDED, sale)


def test_who_has_no_pin_takes_nothing_over_where_one_is_wanted() -> None:
    counter = selling("badge-and-pin")
    found = counter.do(badge_of(WITHOUT_PIN))
    assert isinstance(found.state, Selling)
    assert found.state.notice is Notice.NOT_NEEDED


def test_a_technician_may_look_but_sells_nothing() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.act(badge_of(TECHNICIAN))
    found = counter.scan(pack(FREE))
    assert isinstance(found.state, Ready)
    assert found.state.notice is Notice.NOT_YOURS
    assert found.cue in {Cue.WARN, Cue.BLOCK}
