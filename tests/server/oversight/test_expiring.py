"""What expires soon is found where it lies, and what has expired comes first."""

from datetime import date
from pathlib import Path

import pytest

from server.oversight.queries.expiring import expiring, expiring_outlets, expiring_sums
from server.oversight.queries.expiring_sums import expiring_drugs, expiring_months
from server.reference import directory
from server.store.database import reading, writing
from tests.server.oversight.district import TODAY, District, period
from tests.server.oversight.shelves import counted, line, shelf_line
from wire.kinds import GoodsIn


@pytest.fixture
def district(store: Path | str) -> District:
    assert store
    district = District()
    days = {
        "yesterday": date(2026, 11, 22), "today": TODAY, "in30": date(2026, 12, 23),
        "in31": date(2026, 12, 24), "in90": date(2027, 2, 21), "in91": date(2027, 2, 22),
        "never": None,
    }  # fmt: skip
    for batch, expiry in days.items():
        district.t1.write(
            GoodsIn, staff="7", supplier="Dược A",
            lines=(shelf_line("D1", batch, 10, expiry=expiry),),
        )  # fmt: skip
    district.t1.sell_lines(line("D1", "today", 10, expiry=TODAY))
    district.s1.write(
        GoodsIn, staff="7", supplier="Dược A",
        lines=(shelf_line("D1", "yesterday", 3, expiry=days["yesterday"]),),
    )  # fmt: skip
    district.store()
    return district


def found(state: str = "", **narrowed: str) -> list[tuple[str, str, int, int]]:
    with reading():
        listing = expiring(period(state=state, **narrowed), TODAY)
    assert listing.total == len(listing.rows)
    return [(one.outlet, one.batch, one.days_left, one.on_shelf) for one in listing.rows]


@pytest.mark.usefixtures("district")
def test_the_first_to_expire_comes_first_and_what_is_sold_out_is_gone() -> None:
    assert found() == [
        ("N1", "yesterday", -1, 10), ("S1", "yesterday", -1, 3), ("N1", "in30", 30, 10),
        ("N1", "in31", 31, 10), ("N1", "in90", 90, 10),
    ]  # fmt: skip


@pytest.mark.usefixtures("district")
def test_each_period_leaves_the_shorter_ones_out() -> None:
    assert found("expired") == [("N1", "yesterday", -1, 10), ("S1", "yesterday", -1, 3)]
    assert found("30") == [("N1", "in30", 30, 10)]
    assert found("60") == [("N1", "in31", 31, 10)]
    assert found("90", area="north") == [("N1", "in90", 90, 10)]
    assert found("90", area="south") == []


def test_what_expires_today_may_be_sold_today(district: District) -> None:
    district.t1.receive(("D1", "today", 1))
    district.store()
    assert found("expired", kind="QT") == [("N1", "yesterday", -1, 10), ("S1", "yesterday", -1, 3)]
    assert ("N1", "today", 0, 1) in found("30")


@pytest.mark.usefixtures("district")
def test_sums_by_period_and_by_outlet() -> None:
    with reading():
        sums = expiring_sums(period(), TODAY)
        outlets = expiring_outlets(period(), TODAY)
    assert sums == (("expired", 2, 2), ("30", 1, 1), ("60", 1, 1), ("90", 1, 1))
    assert [one[:1] + one[3:] for one in outlets.rows] == [("N1", 1, 1, 1, 1), ("S1", 1, 0, 0, 0)]
    with reading():
        by_name = expiring_outlets(period(sort="-name", most=1), TODAY)
    assert ([one.outlet for one in by_name.rows], by_name.total) == (["S1"], 2)


@pytest.mark.usefixtures("district")
def test_drugs_count_what_has_expired_among_what_does() -> None:
    with reading():
        (one,) = expiring_drugs(period(), TODAY, date(2027, 2, 21)).rows
        (south,) = expiring_drugs(period(area="south"), TODAY, date(2027, 2, 21)).rows
    assert (one.drug, one.batches, one.outlets) == ("D1", 5, 2)
    assert (one.expired, one.on_shelf) == (13, 43)
    assert (south.batches, south.expired, south.on_shelf) == (1, 3, 3)


@pytest.mark.usefixtures("district")
def test_months_begin_today_and_empty_ones_stand_too() -> None:
    with reading():
        found = expiring_months(period(), TODAY).rows
    assert [(one.month, one.batches, one.outlets) for one in found] == [
        (date(2026, 11, 1), 0, 0), (date(2026, 12, 1), 2, 1), (date(2027, 1, 1), 0, 0),
        (date(2027, 2, 1), 2, 1), (date(2027, 3, 1), 0, 0), (date(2027, 4, 1), 0, 0),
    ]  # fmt: skip


def test_an_outlet_that_left_the_list_counts_no_more_and_one_in_no_list_does(
    district: District,
) -> None:
    stranger = district.shop("T9", "")
    goods = shelf_line("D1", "in30", 4, expiry=date(2026, 12, 23))
    stranger.write(GoodsIn, staff="7", supplier="Dược A", lines=(goods,))
    stranger.store()
    counted()
    with writing():
        kept = directory.listed()["S1"]
        directory.save_outlets([kept], TODAY, is_full=True)
    assert found() == [("S1", "yesterday", -1, 3), ("T9", "in30", 30, 4)]
    with reading():
        sums = expiring_sums(period(), TODAY)
        outlets = expiring_outlets(period(), TODAY)
        (drug,) = expiring_drugs(period(), TODAY, date(2027, 2, 21)).rows
        months = expiring_months(period(), TODAY).rows
    assert sums == (("expired", 1, 1), ("30", 1, 1), ("60", 0, 0), ("90", 0, 0))
    assert [one.outlet for one in outlets.rows] == ["S1", "T9"]
    assert (drug.batches, drug.outlets, drug.expired, drug.on_shelf) == (2, 2, 3, 7)
    assert [one.batches for one in months] == [0, 1, 0, 0, 0, 0]
