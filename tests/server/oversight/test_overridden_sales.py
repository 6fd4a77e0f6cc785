"""What is compared with sales are sales: each once, however many rules were set aside for it."""

from pathlib import Path
from typing import Any

import pytest

from server.oversight.follow import follow, recount
from server.oversight.queries import overrides
from server.query.filters import Filters
from server.store.database import reading, rows
from tests.server.oversight.town import LOSARTAN, MONDAY, Shop, Town, at
from wire.entry import Reference
from wire.kinds import Override


@pytest.fixture
def shop(store: Path | str) -> Shop:
    assert store
    return Town().shop("A")


def set_aside(shop: Shop, sale: Reference | None, batch: str = "A1", **more: Any) -> None:
    own: dict[str, Any] = {"drug": LOSARTAN, "batch": batch, "units": 30} | more
    shop.write(
        Override(
            **shop._head(at(MONDAY)),
            staff="NV-2", rule="GPP-01", reason="in-hand", allowed_by="NV-2", sale=sale, **own,
        )
    )  # fmt: skip


def count(*, most: int = 5000) -> None:
    while follow(most=most):
        pass


def figures() -> list[tuple[int, ...]]:
    """Return sales, overrides and sales with one: of the day, and of the week."""
    found = rows("SELECT sales, overrides, overridden_sales FROM dayfigure")
    assert found == rows("SELECT sales, overrides, overridden_sales FROM weekfigure")
    return found


@pytest.mark.parametrize("most", [1, 2, 5000])
def test_one_sale_of_three_batches_counts_once(shop: Shop, *, most: int) -> None:
    sale = shop.sell(LOSARTAN, when=at(MONDAY))
    for batch in ("A1", "A2", "A3"):
        set_aside(shop, sale, batch)
    set_aside(shop, shop.sell(LOSARTAN, when=at(MONDAY)))
    count(most=most)
    assert figures() == [(2, 4, 2)]
    recount()
    assert figures() == [(2, 4, 2)]


def test_what_belongs_to_no_sale_counts_each_time(shop: Shop) -> None:
    set_aside(shop, None)
    set_aside(shop, None)
    count()
    assert figures() == [(0, 2, 2)]


@pytest.mark.parametrize("most", [1, 3, 5000])
def test_a_sale_that_is_undone_leaves_no_override_to_compare(shop: Shop, *, most: int) -> None:
    sale = shop.sell(LOSARTAN, when=at(MONDAY))
    set_aside(shop, sale, "A1")
    set_aside(shop, sale, "A2")
    shop.void(sale, when=at(MONDAY))
    set_aside(shop, sale, "A3")
    set_aside(shop, shop.sell(LOSARTAN, when=at(MONDAY)))
    count(most=most)
    assert figures() == [(1, 4, 1)]


@pytest.mark.parametrize("most", [1, 5000])
def test_a_carried_sale_is_undone_by_either_name(shop: Shop, *, most: int) -> None:
    gone = Reference(epoch="e" * 32, seq=3, sha256="0" * 64)
    again = shop.sell(LOSARTAN, when=at(MONDAY), carried=gone)
    set_aside(shop, gone)
    shop.void(again, when=at(MONDAY))
    count(most=most)
    assert figures() == [(0, 1, 0)]


def test_the_list_says_which_batch_and_how_many_units(shop: Shop) -> None:
    sale = shop.sell(LOSARTAN, when=at(MONDAY))
    set_aside(shop, sale, "A\0" + "1" * 400)
    shop.override(sale, when=at(MONDAY))
    count()
    with reading():
        newer, older = overrides.overrides(Filters(since=MONDAY, until=MONDAY, sort="-seq")).rows
    assert (older.batch, older.units) == ("A" + "1" * 299, 30)
    assert (newer.batch, newer.units) == ("", None)


@pytest.mark.parametrize("units", [2**70, 10**10])
def test_units_that_make_no_sense_are_not_counted(shop: Shop, *, units: int) -> None:
    set_aside(shop, None, units=units)
    set_aside(shop, None)
    far = Reference(epoch="e" * 32, seq=units, sha256="0" * 64)
    set_aside(shop, far)
    count()
    assert figures() == [(0, 1, 1)]
