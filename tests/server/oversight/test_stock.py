"""The province's stock is the terminals' own, as they worked it out entry by entry."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.store.database import rows
from tests.server.oversight.shelves import BEGAN, Shop, counted, line, shelf_line, stock
from wire.kinds import CountLine, EpochBegun, RecallAcknowledged, SetAside, StockCount, WriteOff

A = ("D1", "A", "retail")


@pytest.fixture
def shop(store: Path | str) -> Shop:
    assert store
    return Shop()


def sums(*names: str, batch: str = "A") -> tuple[Any, ...]:
    (found,) = rows(
        f"SELECT {', '.join(names)} FROM shelfbatch JOIN lot ON lot.id = lot WHERE batch = ?",  # noqa: S608
        (batch,),
    )
    return found


def test_a_delivery_comes_to_the_shelf_and_a_sale_leaves_it_in_base_units(shop: Shop) -> None:
    shop.receive(("D1", "A", 100))
    shop.sell_lines(line("D1", "A", 3, unit="vỉ", unit_size=10))
    shop.store()
    counted()
    assert stock() == {A: (70, 0)}
    assert sums("received", "sold", "last_sold") == (100, 30, "2026-11-01")


def test_a_return_goes_to_the_shelf_or_to_quarantine(shop: Shop) -> None:
    shop.receive(("D1", "A", 100))
    sale = shop.sell(("D1", "A", 30))
    shop.give_back(sale, ("D1", "A", 5))
    shop.give_back(sale, ("D1", "A", 2), to_shelf=False)
    shop.store()
    counted()
    assert stock() == {A: (75, 2)}
    assert sums("sold", "returned") == (30, 7)


def test_a_void_undoes_its_sale_exactly(shop: Shop) -> None:
    shop.receive(("D1", "A", 100), ("D2", "B", 10))
    shop.void(shop.sell(("D1", "A", 30), ("D2", "B", 1)))
    shop.store()
    counted()
    assert stock() == {A: (100, 0), ("D2", "B", "retail"): (10, 0)}
    assert sums("sold", "voided") == (30, 30)


def test_what_is_put_aside_leaves_from_there(shop: Shop) -> None:
    shop.receive(("D1", "A", 100))
    aside = (shelf_line("D1", "A", 20),)
    shop.write(SetAside, staff="7", because="damaged", lines=aside)
    shop.write(RecallAcknowledged, staff="7", recall="QĐ1", lines=(shelf_line("D1", "A", 10),))
    shop.write(WriteOff, staff="7", because="returned-to-supplier", lines=aside, place="aside")
    shop.write(WriteOff, staff="7", because="lost", lines=(shelf_line("D1", "A", 1),))
    shop.store()
    counted()
    assert stock() == {A: (69, 10)}
    assert sums("put_aside", "sent_back", "written_off") == (30, 20, 1)


def test_a_count_says_what_there_is_and_the_difference_is_kept(shop: Shop) -> None:
    shop.count(("D1", "A", 50), because="opening")
    shop.sell(("D1", "A", 10))
    shop.store()
    counted()
    shop.count(("D1", "A", 37))
    shop.sell(("D1", "A", 1))
    shop.count(("D1", "A", 37))
    shop.store()
    counted()
    assert stock() == {A: (37, 0)}
    assert sums("opening", "counted", "sold") == (50, -2, 11)


def test_a_count_that_did_not_look_into_quarantine_leaves_it(shop: Shop) -> None:
    shop.receive(("D1", "A", 10))
    shop.write(SetAside, staff="7", because="other", lines=(shelf_line("D1", "A", 4),))
    shop.count(("D1", "A", 5))
    shop.store()
    counted()
    assert stock() == {A: (5, 4)}
    found = CountLine(drug="D1", batch="A", expected=5, counted=5, aside=1)
    shop.write(StockCount, staff="7", because="count", lines=(found,))
    shop.store()
    counted()
    assert stock() == {A: (5, 1)}
    assert sums("counted") == (-4,)


def test_a_count_before_the_first_sale_that_comes_after_it_says_what_was_there(shop: Shop) -> None:
    shop.sell(("D1", "A", 3))
    shop.count(("D1", "A", 20), because="opening")
    shop.store()
    counted()
    assert stock() == {A: (20, 0)}
    assert sums("opening", "counted") == (23, 0)


def test_an_expiry_that_is_counted_stands_and_one_that_is_delivered_fills_in(shop: Shop) -> None:
    shop.receive(("D1", "A", 1))
    shop.write(
        StockCount, staff="7", because="count",
        lines=(CountLine(drug="D1", batch="A", expiry=date(2027, 1, 31), expected=1, counted=1),),
    )  # fmt: skip
    shop.store()
    counted()
    shop.receive(("D1", "A", 1))
    shop.store()
    counted()
    assert sums("expiry") == ("2027-01-31",)


def test_owners_are_kept_apart(shop: Shop) -> None:
    shop.receive(("D1", "A", 10))
    shop.write(
        WriteOff, staff="7", because="other", lines=(shelf_line("D1", "A", 1, owner="programme"),)
    )
    shop.store()
    counted()
    assert stock() == {A: (10, 0), ("D1", "A", "programme"): (-1, 0)}


@pytest.mark.parametrize("new_first", [False, True])
def test_the_newest_epoch_says_what_is_on_the_shelf(shop: Shop, *, new_first: bool) -> None:
    new = Shop(epoch=("0" if new_first else "f") * 32)
    shop.receive(("D1", "A", 100))
    shop.store()
    new.write(EpochBegun, because="damaged", previous=shop.epoch, previous_through=1)
    new.count(("D1", "A", 98), because="carried-over")
    new.sell(("D1", "A", 8))
    new.store()
    counted()
    assert stock() == {A: (90, 0)}


@pytest.mark.parametrize("new_first", [False, True])
def test_an_epoch_that_could_not_read_the_one_before_follows_it_all_the_same(
    shop: Shop, *, new_first: bool
) -> None:
    old = Shop(epoch=("f" if new_first else "0") * 32)
    later = BEGAN.replace(day=9)
    new = Shop(epoch=("1" if new_first else "e") * 32, began=later)
    old.receive(("D1", "A", 100))
    old.store()
    new.write(EpochBegun, because="damaged", previous=None, previous_through=0)
    new.count(("D1", "A", 60), because="carried-over")
    new.store()
    counted(most=1)
    assert stock() == {A: (60, 0)}
    del shop


def test_two_terminals_of_an_outlet_have_each_their_shelf(shop: Shop) -> None:
    other = Shop("T2")
    shop.receive(("D1", "A", 10))
    other.receive(("D1", "A", 5))
    other.sell(("D1", "A", 1))
    shop.store()
    other.store()
    counted()
    assert (stock(), stock("T2")) == ({A: (10, 0)}, {A: (4, 0)})


def test_what_was_set_aside_and_comes_late_counts_in_its_own_place(shop: Shop) -> None:
    shop.count(("D1", "A", 50), because="opening")
    shop.sell(("D1", "A", 5))
    shop.count(("D1", "A", 44))
    shop.sell(("D1", "A", 4))
    shop.store(but=[2])
    counted()
    assert (stock(), sums("counted")) == ({A: (40, 0)}, (-6,))
    shop.store_late(2)
    counted()
    assert (stock(), sums("counted")) == ({A: (40, 0)}, (-1,))
    assert sums("sold", "first_seq", "last_seq") == (9, 1, 4)


def test_a_batch_that_was_never_entered_goes_below_nought(shop: Shop) -> None:
    shop.sell(("D1", "A", 2))
    shop.store()
    counted()
    assert stock() == {A: (-2, 0)}
    assert sums("is_there") == (0,)
