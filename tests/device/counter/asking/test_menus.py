"""Menus: what stands where, for whom, and where each tile leads."""

import pytest

from codes import Command, ControlCode
from device.counter.asking.rights import called_for, may_open, may_sell
from device.counter.cue import Cue
from device.counter.event import (
    CashTaken,
    MenuWanted,
    Opened,
    Picked,
    Scanned,
    TurnedPage,
    WentBack,
)
from device.counter.opening import openers
from device.counter.shop import Person, Role, Shop
from device.counter.state import (
    CallPerson,
    Gathering,
    Menu,
    Notice,
    Paid,
    Ready,
    Search,
    Selling,
    Service,
    ShiftClosing,
    State,
)
from device.counter.states.asking import Item
from tests.device.counter.people.outlet import (
    OWNER,
    PEOPLE,
    PHARMACIST,
    SELLER,
    TECHNICIAN,
    outlet,
)
from tests.device.counter.shop import CARD, FREE, Counter, pack


def menu_of(counter: Counter) -> Menu:
    assert isinstance(counter.state, Menu)
    return counter.state


def main_menu(person: Person, *, shift: int = 3) -> Counter:
    counter = outlet(person=person, shift=shift)
    counter.do(MenuWanted())
    return counter


def items(counter: Counter) -> list[Item]:
    return list(menu_of(counter).items)


def test_with_no_sale_open_the_main_menu_comes() -> None:
    counter = main_menu(PHARMACIST)
    assert items(counter) == [
        Item.RETURN,
        Item.GOODS,
        Item.SHIFT_END,
        Item.SERVICE,
        Item.SENT,
        Item.MORE,
    ]
    counter.do(Opened(Item.MORE))
    assert items(counter) == [
        Item.TRAINING,
        Item.TUNING,
        Item.REGISTERS,
        Item.NO_SALE,
        Item.SIGN_OUT,
    ]
    counter.do(WentBack())
    assert menu_of(counter).name == "main"
    counter.do(WentBack())
    assert counter.state == Ready()


def test_after_a_sale_the_same_menu_comes_and_goes_back_to_it() -> None:
    counter = outlet(person=PHARMACIST, shift=3)
    counter.scan(pack(FREE))
    counter.act(CashTaken())
    paid = counter.state
    assert isinstance(paid, Paid)
    counter.do(MenuWanted())
    assert menu_of(counter).name == "main"
    assert counter.do(WentBack()).state == paid


def test_with_a_sale_open_the_menu_is_about_the_sale() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    selling = counter.state
    counter.do(MenuWanted())
    assert items(counter) == [Item.SEARCH, Item.PARK, Item.LABELS, Item.DROP]
    assert counter.do(WentBack()).state == selling


def test_a_sale_that_is_put_by_can_be_taken_up_again_from_both_menus() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    counter.act(Opened(Item.PARK))
    counter.do(MenuWanted())
    counter.do(Opened(Item.MORE))
    assert Item.UNPARK in items(counter)
    counter.do(WentBack())
    counter.do(WentBack())
    counter.scan(CARD)
    counter.do(MenuWanted())
    assert Item.UNPARK in items(counter)


def test_the_stock_menu_has_all_that_is_done_with_goods() -> None:
    counter = main_menu(SELLER)
    counter.do(Opened(Item.GOODS))
    assert items(counter) == [
        Item.STOCK,
        Item.DELIVERY,
        Item.COUNT,
        Item.WRITE_OFF,
        Item.SUPPLIER_RETURN,
        Item.PRICES,
    ]


def test_the_stock_menu_waits_until_the_sale_is_over() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    found = counter.do(Opened(Item.GOODS))
    assert isinstance(found.state, Selling)
    assert (found.state.notice, found.cue) == (Notice.SALE_OPEN, Cue.WARN)


def test_a_technician_sees_the_terminal_and_nothing_of_the_shop() -> None:
    counter = main_menu(TECHNICIAN)
    assert items(counter) == [Item.SERVICE, Item.SENT, Item.MORE]
    counter.do(Opened(Item.MORE))
    assert items(counter) == [Item.TRAINING, Item.TUNING, Item.SIGN_OUT]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.badge)
@pytest.mark.parametrize("parked", [0, 1])
def test_no_menu_has_more_than_six_tiles(person: Person, parked: int) -> None:
    counter = outlet(person=person, shift=3)
    selling = counter.scan(pack(FREE)).state
    if parked and isinstance(selling, Selling):
        counter.parked.append(selling.sale)
    for state in (Ready(), selling):
        counter.state = state
        counter.do(MenuWanted())
        assert len(menu_of(counter).items) <= 6
    counter.state = Ready()
    for item in (Item.MORE, Item.GOODS):
        found = counter.do(Opened(item)).state
        if isinstance(found, Menu):
            assert 1 <= len(found.items) <= 6


@pytest.mark.parametrize("item", Item)
def test_every_tile_leads_somewhere(item: Item) -> None:
    counter = outlet(person=PHARMACIST, shift=3)
    counter.scan(pack(FREE))
    counter.act(Opened(Item.PARK))
    counter.state = Ready()
    before = counter.state
    found = counter.do(Opened(item))
    assert found.state is not before or found.deeds
    assert item in openers()


@pytest.mark.parametrize("item", [item for item in Item if item not in {Item.SERVICE, Item.SENT}])
def test_a_tile_that_a_technician_may_not_open_says_so(item: Item) -> None:
    counter = outlet(person=TECHNICIAN, shift=3)
    found = counter.do(Opened(item))
    if may_open(item, counter.world):
        assert found.state != Ready(notice=Notice.NOT_YOURS)
    else:
        assert (found.state, found.cue) == (Ready(notice=Notice.NOT_YOURS), Cue.WARN)
        assert found.deeds == ()


def test_what_may_not_be_opened_keeps_the_open_sale() -> None:
    counter = outlet(person=SELLER, shift=3)
    counter.scan(pack(FREE))
    counter.person = TECHNICIAN
    found = counter.do(Opened(Item.DROP))
    assert isinstance(found.state, Selling)
    assert (found.state.notice, len(found.state.sale.lines)) == (Notice.NOT_YOURS, 1)


@pytest.mark.parametrize(
    "item",
    [Item.RETURN, Item.WRITE_OFF, Item.SUPPLIER_RETURN, Item.NO_SALE, Item.PRICES],
)
@pytest.mark.parametrize("person", [PHARMACIST, OWNER, SELLER], ids=lambda person: person.badge)
def test_money_and_goods_that_go_back_want_a_pharmacist_or_the_owner(
    item: Item, person: Person
) -> None:
    counter = outlet(person=person, shift=3)
    found = counter.do(Opened(item))
    assert isinstance(found.state, CallPerson) == (person is SELLER)
    assert called_for(item) == {Role.PHARMACIST, Role.OWNER}


def test_an_outlet_without_people_opens_everything_that_is_there() -> None:
    counter = Counter(shop=Shop(), person=None)
    assert may_sell(counter.world)
    counter.do(MenuWanted())
    assert Item.SHIFT_END not in items(counter)
    counter.do(Opened(Item.MORE))
    assert Item.SIGN_OUT not in items(counter)
    for item in Item:
        counter.state = Ready()
        found = counter.do(Opened(item))
        assert not isinstance(found.state, CallPerson)
        assert found.state != Ready(notice=Notice.NOT_YOURS)


def test_nobody_signed_in_may_sell_nothing_where_there_are_people() -> None:
    counter = outlet(shift=3)
    assert not may_sell(counter.world)
    assert not may_open(Item.SEARCH, counter.world)


def test_tiles_are_picked_by_number_too() -> None:
    counter = main_menu(PHARMACIST)
    counter.do(Picked(3))
    assert isinstance(counter.state, Service)
    counter = main_menu(PHARMACIST)
    before = counter.state
    assert counter.do(Picked(6)).state is before
    assert counter.do(Picked(-1)).state is before


def test_the_next_page_of_a_menu_is_its_second_one() -> None:
    counter = main_menu(PHARMACIST)
    counter.do(TurnedPage())
    assert menu_of(counter).name == "more"
    before = counter.state
    assert counter.do(TurnedPage()).state is before


@pytest.mark.parametrize(
    ("command", "state"),
    [
        (Command.MENU, Menu),
        (Command.SEARCH, Search),
        (Command.COUNT, Gathering),
        (Command.END_SHIFT, ShiftClosing),
    ],
)
def test_the_sheet_leads_where_the_tiles_lead(command: Command, state: type[State]) -> None:
    counter = outlet(person=PHARMACIST, shift=3)
    found = counter.do(Scanned(ControlCode(command)))
    assert isinstance(found.state, state)
    assert found.state != Ready()
    assert found.cue is not None


def test_a_scanned_pack_leaves_every_menu() -> None:
    for item in (Item.MORE, Item.GOODS):
        counter = main_menu(SELLER)
        counter.do(Opened(item))
        assert isinstance(counter.do(Scanned(pack(FREE))).state, Selling)


def test_where_there_is_no_menu_nothing_happens() -> None:
    counter = outlet(person=SELLER, shift=3, state=Gathering(purpose="count"))
    before = counter.state
    assert counter.do(MenuWanted()).state is before
