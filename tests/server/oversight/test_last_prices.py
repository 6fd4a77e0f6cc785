"""The price that counts is the one of then, and of sales that were not undone."""

from pathlib import Path

import pytest

from server.oversight.queries.above_posted import above_posted
from server.store.database import reading
from tests.server.oversight.district import District, period
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
