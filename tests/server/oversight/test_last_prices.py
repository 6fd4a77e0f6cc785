"""The price that counts is the one of then, and of sales that were not undone."""

from pathlib import Path

import pytest

from server.oversight.price_spread import reckon
from server.oversight.queries.above_posted import above_posted
from server.store.database import reading, rows
from tests.server.oversight.district import NOW, District, period
from tests.server.oversight.shelves import Shop, counted, line
from wire.entry import Reference
from wire.kinds import PricePosted


@pytest.fixture
def shop(store: Path | str) -> Shop:
    assert store
    return District().t1


def ask(shop: Shop, price: int) -> Reference:
    return shop.sell_lines(line("D1", "A", 2, price_vnd=price))


def post(shop: Shop, price: int) -> None:
    shop.write(PricePosted, staff="7", drug="D1", unit="viên", price_vnd=price)


def last_asked() -> list[tuple[int, int]]:
    return rows("SELECT price_vnd, lines FROM outletprice ORDER BY price_vnd")


def middles() -> list[tuple[int, int]]:
    reckon(NOW)
    return rows("SELECT outlets, median_vnd FROM pricespread")


@pytest.mark.parametrize("at_once", [True, False])
def test_a_sale_that_comes_late_is_not_compared_with_what_was_posted_after_it(
    shop: Shop, *, at_once: bool
) -> None:
    post(shop, 1_000)
    ask(shop, 1_000)
    post(shop, 800)
    ask(shop, 800)
    ask(shop, 900)
    shop.store(but=[2])
    if not at_once:
        counted()
    shop.store_late(2)
    counted()
    with reading():
        found = above_posted(period()).rows
    assert [(one.price_vnd, one.posted_vnd, one.lines) for one in found] == [(900, 800, 1)]


@pytest.mark.parametrize("most", [1, 5000])
def test_a_price_put_right_after_a_void_is_not_the_last_price(shop: Shop, *, most: int) -> None:
    shop.void(ask(shop, 99_000))
    shop.store()
    counted(most=most)
    assert (last_asked(), middles()) == ([], [])
    ask(shop, 9_900)
    shop.store()
    counted(most=most)
    assert (last_asked(), middles()) == ([(9_900, 1)], [(1, 9_900)])


def test_a_void_on_another_day_takes_the_price_out_of_the_middle_too(shop: Shop) -> None:
    wrong = ask(shop, 99_000)
    shop.store()
    counted()
    assert middles() == [(1, 99_000)]
    shop.void(wrong)
    shop.store()
    counted()
    assert (last_asked(), middles()) == ([], [])


@pytest.mark.parametrize("most", [1, 5000])
def test_a_void_of_an_older_sale_leaves_the_newer_price(shop: Shop, *, most: int) -> None:
    older = ask(shop, 99_000)
    ask(shop, 9_900)
    shop.void(older)
    shop.store()
    counted(most=most)
    assert [price for price, _lines in last_asked()] == [9_900]


def test_a_void_counted_together_with_its_sale_leaves_the_price_before(shop: Shop) -> None:
    ask(shop, 9_900)
    shop.void(ask(shop, 99_000))
    shop.store()
    counted()
    assert last_asked() == [(9_900, 1)]


def test_a_sale_that_is_stored_after_its_void_is_no_last_price(shop: Shop) -> None:
    shop.void(ask(shop, 99_000))
    shop.store(but=[1])
    counted()
    shop.store_late(1)
    counted()
    assert last_asked() == []
