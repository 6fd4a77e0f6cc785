"""The stock list, and posting a price."""

from datetime import timedelta

from device.counter.cue import Cue
from device.counter.deed import Paper, Print
from device.counter.event import (
    Chosen,
    Confirmed,
    NotSaved,
    Opened,
    Picked,
    PrintWanted,
    TurnedPage,
    WentBack,
)
from device.counter.notes import PriceNote
from device.counter.savefault import SaveFault
from device.counter.state import Done, Form, Ready, Search, StockList
from device.counter.states.asking import Item
from tests.device.counter.goods.stockroom import fill, screen, type_in, written
from tests.device.counter.shop import (
    FREE,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    TODAY,
    Counter,
    MemoryShelf,
)


def shop() -> Counter:
    shelf = MemoryShelf()
    for days, number in ((10, "A"), (45, "B"), (80, "C")):
        shelf.put(FREE, number, TODAY + timedelta(days=days), 10)
    shelf.put(FREE, "D", NEXT_YEAR, 10)
    shelf.put(ON_PRESCRIPTION, "E", NEXT_YEAR, 0)
    counter = Counter(shelf=shelf)
    counter.act(Opened(Item.STOCK))
    return counter


def stock_list(counter: Counter) -> StockList:
    assert isinstance(counter.state, StockList)
    return counter.state


def test_it_opens_on_what_expires_first_and_counts_every_tab() -> None:
    shown = stock_list(shop())
    assert (shown.tab, shown.counts) == ("30", (1, 2, 3, 1))
    assert [row.batch for row in shown.rows] == ["A"]


def test_every_tab_shows_its_rows() -> None:
    counter = shop()
    shown = {}
    for tab in ("30", "60", "90", "out", "all"):
        counter.act(Chosen(tab))
        shown[tab] = [row.batch or row.drug_id for row in stock_list(counter).rows]
    assert shown == {
        "30": ["A"],
        "60": ["A", "B"],
        "90": ["A", "B", "C"],
        "out": ["RX"],
        "all": ["A", "B", "C", "D"],
    }


def test_another_tab_begins_at_its_first_page() -> None:
    counter = shop()
    counter.act(TurnedPage())
    assert stock_list(counter).page == 1
    counter.act(Chosen("all"))
    assert stock_list(counter).page == 0


def test_the_list_can_be_printed() -> None:
    step = shop().act(PrintWanted())
    assert step.deeds == (
        Print(Paper.STOCK_LIST, words=("Thuốc không kê đơn · A · 02/12/2026 · 10 viên",)),
    )


def test_the_way_back_leads_to_the_counter() -> None:
    counter = shop()
    counter.act(WentBack())
    assert screen(counter) == Ready()


def priced(counter: Counter, price: str) -> None:
    counter.act(Opened(Item.PRICES))
    assert isinstance(counter.state, Search)
    type_in(counter, "Thuốc không")
    counter.act(Picked(0))
    form = screen(counter)
    assert isinstance(form, Form)
    assert form.about == "Thuốc không kê đơn · vỉ"
    fill(counter, price)


def test_a_price_is_posted_for_a_unit() -> None:
    """PRC-01 (LD Đ42 k2 l, A*)."""
    counter = Counter()
    priced(counter, "12000")
    assert written(counter) == PriceNote(drug="FREE", unit="vỉ", price_vnd=12_000)
    assert screen(counter) == Done(what="price", number=1, amount_vnd=12_000)


def test_a_price_that_was_not_written_is_not_said_to_be() -> None:
    counter = Counter()
    counter.act(Opened(Item.PRICES))
    type_in(counter, "Thuốc không")
    counter.act(Picked(0))
    type_in(counter, "9000")
    counter.do(Confirmed())
    step = counter.do(NotSaved(SaveFault.DISK_FULL))
    assert step.cue is Cue.BLOCK
    assert isinstance(counter.state, StockList)
    assert counter.state.posting is None


def test_prc_01_the_posted_prices_of_what_is_on_the_shelf_are_printed_law_42_and_107() -> None:
    counter = shop()
    counter.act(Opened(Item.PRICES))
    found = counter.do(PrintWanted())
    assert isinstance(found.state, Search)
    prices = "100.000 đ/hộp · 11.000 đ/vỉ · 1.200 đ/viên"
    assert found.deeds == (Print(Paper.PRICE_LIST, words=(f"{FREE.name} · {prices}",)),)


def test_only_who_posts_prices_prints_them() -> None:
    counter = shop()
    counter.act(Opened(Item.SEARCH))
    assert counter.do(PrintWanted()).deeds == ()
