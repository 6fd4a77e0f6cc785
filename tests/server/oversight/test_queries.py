"""Named queries, against a province that was counted by hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.oversight.queries import (
    activity,
    antibiotics,
    cashless,
    outlets,
    overrides,
    prescription_only,
)
from server.query.filters import Filters
from server.store.database import reading
from tests.server.oversight.town import (
    MONDAY,
    Town,
    four_shops,
)

TUESDAY, WEDNESDAY, SUNDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 6))
BEFORE = MONDAY - timedelta(weeks=1)
in_town = pytest.mark.usefixtures("town")


def asked(since: date = MONDAY, until: date = SUNDAY, **more: Any) -> Filters:
    return Filters(since=since, until=until, **more)


@pytest.fixture
def town(store: Path | str) -> Iterator[Town]:
    assert store
    town = four_shops()
    with reading():
        yield town


@in_town
def test_active_is_who_sold_within_seven_days() -> None:
    assert activity.active(asked()) == (4, 3)
    assert activity.active(asked(until=BEFORE + timedelta(days=6))) == (4, 1)
    assert activity.active(asked(kind="NT")) == (1, 1)
    assert activity.active(asked(commune="99003")) == (2, 1)


@in_town
def test_activity_by_commune_has_the_lowest_share_first_and_its_place_on_the_map() -> None:
    found = activity.by_commune(asked())
    assert [(one.commune, one.name, one.area, one.outlets, one.active) for one in found.rows] == [
        ("99003", "Phường An Xuyên", "bac", 2, 1),
        ("99001", "Xã Tân Trạch", "nam", 1, 1),
        ("99002", "Xã Mỹ Lâm", "bac", 1, 1),
    ]
    assert [(one.q, one.r, one.is_few) for one in found.rows] == [
        (0, 1, True), (0, 0, True), (1, 0, True),
    ]  # fmt: skip


@in_town
def test_activity_by_area_names_the_lowest_commune() -> None:
    bac, nam = activity.by_area(asked()).rows
    assert bac == ("bac", "Bắc", 2, 3, 2, "99003", "Phường An Xuyên", 2, 1)
    assert nam[:5] == ("nam", "Nam", 1, 1, 1)


@in_town
def test_activity_by_day_counts_back_seven_days() -> None:
    found = activity.by_day(asked(BEFORE - timedelta(days=1), SUNDAY)).rows
    assert [(one.outlets, one.active) for one in found] == [
        (3, 0),  # before D was registered, and before anybody sold
        *[(4, 1)] * 7,  # D's sale lasts a week
        (4, 1), (4, 2), *[(4, 3)] * 5,
    ]  # fmt: skip
    later = activity.by_day(asked(SUNDAY, SUNDAY + timedelta(days=8))).rows
    assert [one.active for one in later] == [3, 3, 2, 1, 1, 1, 1, 0, 0]


@in_town
def test_activity_by_day_agrees_with_activity_on_each_day() -> None:
    every: tuple[dict[str, Any], ...] = (
        {},
        {"kind": "NT"},
        {"commune": "99003"},
        {"search": "minh"},
    )
    for narrowed in every:
        filters = asked(BEFORE - timedelta(days=3), SUNDAY + timedelta(days=9), **narrowed)
        for one in activity.by_day(filters).rows:
            assert (one.outlets, one.active) == activity.active(asked(until=one.day, **narrowed))


@pytest.mark.parametrize("area", ["nam", "bac"])
@in_town
def test_activity_by_day_agrees_with_activity_when_a_commune_changes_its_area(area: str) -> None:
    days = activity.by_day(asked(BEFORE, SUNDAY + timedelta(days=9), area=area)).rows
    for one in days:
        assert (one.outlets, one.active) == activity.active(asked(until=one.day, area=area))
    changed = {one.day: one.outlets for one in days}
    assert (changed[TUESDAY], changed[WEDNESDAY]) == ((2, 1) if area == "nam" else (2, 3))


@in_town
def test_outlets_tell_without_prescription_of_how_many() -> None:
    found = outlets.outlets(asked())
    assert found.total == 4
    assert [
        (one.outlet, one.state, one.sales, one.rx, one.rx_without, one.abx, one.abx_without)
        for one in found.rows
    ] == [
        ("C", "active", 2, 2, 2, 1, 1),
        ("A", "active", 4, 4, 2, 2, 1),
        ("B", "active", 2, 1, 0, 1, 0),
        ("D", "inactive", 0, 0, 0, 0, 0),
    ]
    first = found.rows[1]
    assert (first.overrides, first.voids, first.cashless, first.takings_vnd) == (2, 1, 1, 50_000)
    assert (first.area, first.last_at[:10]) == ("nam", "2026-11-17")


@in_town
def test_outlets_are_searched_filtered_sorted_and_paged() -> None:
    def codes(**more: Any) -> list[str]:
        return [one.outlet for one in outlets.outlets(asked(**more)).rows]

    assert codes(search="nha thuoc MINH") == ["A"]
    assert codes(search="huyen cu") == ["A"]
    assert codes(search="100%") == []
    assert codes(state="inactive") == ["D"]
    assert codes(sort="-sales") == ["A", "C", "B", "D"]  # where they are alike, the worst first
    assert codes(sort="name") == ["A", "B", "C", "D"]
    assert codes(sort="-overrides")[0] == "A"
    assert codes(sort="drop table outlet") == ["C", "A", "B", "D"]
    assert codes(sort="sales", first=1, most=2) == ["C", "B"]
    assert outlets.outlets(asked(first=1, most=2)).total == 4
    assert codes(area="nam") == ["A"]


@pytest.mark.parametrize("column", [*outlets.OutletLine._fields, "rx_share", "late_share"])
@in_town
def test_outlets_can_be_sorted_by_every_column(column: str) -> None:
    up = [one.outlet for one in outlets.outlets(asked(sort=column)).rows]
    down = [one.outlet for one in outlets.outlets(asked(sort=f"-{column}")).rows]
    assert sorted(up) == sorted(down) == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("since", "until", "sales"),
    [
        (MONDAY, SUNDAY, 8),
        (TUESDAY, SUNDAY, 6),
        (BEFORE, SUNDAY, 9),
        (BEFORE, TUESDAY, 6),
        (BEFORE + timedelta(days=1), SUNDAY + timedelta(days=3), 8),
        (BEFORE - timedelta(days=9), BEFORE, 1),
    ],
)
@in_town
def test_whole_weeks_and_single_days_add_up_to_the_period(
    since: date, until: date, sales: int
) -> None:
    lines = outlets.outlets(asked(since, until)).rows
    assert sum(one.sales for one in lines) == sales


@in_town
def test_an_area_is_what_it_was_on_the_day_of_the_data() -> None:
    """B sold with prescription on Tuesday in the south, and on Wednesday in the north."""
    found = {one.place: one for one in prescription_only.by_area(asked()).rows}
    assert (found["nam"].sales, found["nam"].rx, found["nam"].rx_without) == (5, 5, 2)
    assert (found["bac"].sales, found["bac"].rx, found["bac"].rx_without) == (3, 2, 2)
    south = prescription_only.by_commune(asked(area="nam")).rows
    assert {one.place: one.sales for one in south} == {"99001": 4, "99002": 1}
    north = prescription_only.by_commune(asked(area="bac")).rows
    assert {one.place: one.sales for one in north} == {"99003": 2, "99002": 1}


@in_town
def test_prescriptions_by_week_tell_with_and_without() -> None:
    found = prescription_only.by_week(asked(BEFORE, SUNDAY)).rows
    assert found == [(BEFORE, True, 1, 0, 0, 0, 0), (MONDAY, True, 8, 7, 4, 4, 2)]
    (running,) = prescription_only.by_week(asked(until=WEDNESDAY)).rows
    assert not running.is_over
    outlet = prescription_only.by_outlet(asked()).rows
    assert [(one.place, one.rx_without, one.rx) for one in outlet] == [
        ("C", 2, 2), ("A", 2, 4), ("B", 0, 1),
    ]  # fmt: skip


@in_town
def test_antibiotics_by_ingredient_count_sales_units_and_daily_doses() -> None:
    found = {one.ingredient: one for one in antibiotics.by_ingredient(asked()).rows}
    amoxicillin = found["Amoxicilin"]
    assert (amoxicillin.aware, amoxicillin.week, amoxicillin.is_over) == ("access", MONDAY, True)
    assert (amoxicillin.sales, amoxicillin.unprescribed, amoxicillin.units) == (4, 2, 51)
    assert amoxicillin.ddd_thousandths == 3 * 3_333 + 7_000
    azithromycin = found["Azithromycin"]
    assert (azithromycin.sales, azithromycin.unprescribed) == (1, 0)
    assert azithromycin.ddd_thousandths == 16_667
    assert found["Cloramphenicol"].antibiotic == "topical"


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("", ["Amoxicilin", "Azithromycin", "Cloramphenicol"]),
        ("watch", ["Azithromycin"]),
        ("topical", ["Cloramphenicol"]),
        ("systemic", ["Amoxicilin", "Azithromycin"]),
        ("reserve", []),
    ],
)
@in_town
def test_antibiotics_are_narrowed_to_a_group(state: str, names: list[str]) -> None:
    found = antibiotics.by_ingredient(asked(state=state)).rows
    assert sorted(one.ingredient for one in found) == names


@in_town
def test_antibiotics_of_all_outlets_are_those_of_the_province() -> None:
    province = antibiotics.by_ingredient(asked()).rows
    assert antibiotics.by_ingredient(asked(search="u")).rows == province  # in every name
    (only,) = antibiotics.by_ingredient(asked(kind="NT", state="watch")).rows
    assert only.sales == 1
    groups = {one.aware: one.sales for one in antibiotics.by_group(asked()).rows}
    assert groups == {"access": 4, "watch": 1}
    sold = antibiotics.outlets_of(asked(), "Amoxicilin")
    assert [(one.outlet, one.sales, one.unprescribed) for one in sold.rows] == [
        ("A", 2, 1), ("B", 1, 0), ("C", 1, 1),
    ]  # fmt: skip
    assert sold.total == 3


@in_town
def test_overrides_name_rule_reason_drug_and_badge() -> None:
    found = overrides.overrides(asked())
    assert found.total == 2
    late_one, first = found.rows
    assert (first.outlet_name, first.staff, first.rule) == ("Nhà thuốc Minh Tâm", "NV-2", "RX-01")
    assert (first.reason, first.drug_name, first.sale_seq) == (
        "Đã xem đơn giấy",
        "Losartan 50 mg",
        4,
    )
    assert (late_one.staff, late_one.drug_name) == ("NV-3", "")
    assert [one.staff for one in overrides.overrides(asked(), staff="NV-3").rows] == ["NV-3"]
    assert overrides.overrides(asked(), outlet="B").total == 0
    assert overrides.overrides(asked(state="RX-02")).total == 0
    assert [one[2:6] for one in overrides.by_staff(asked()).rows] == [
        ("NV-2", 1, 2, 1), ("NV-3", 1, 2, 1),
    ]  # fmt: skip
    assert overrides.by_rule(asked()).rows == [("RX-01", "Đã xem đơn giấy", 2, 1)]


@in_town
def test_cashless_counts_sales_and_money() -> None:
    assert cashless.by_week(asked()).rows == [(MONDAY, True, 8, 2, 101_000, 30_000)]
    assert [(one.place, one.cashless, one.sales) for one in cashless.by_outlet(asked()).rows] == [
        ("C", 0, 2), ("A", 1, 4), ("B", 1, 2),
    ]  # fmt: skip
    communes = cashless.by_commune(asked(sort="-cashless_vnd")).rows
    assert (communes[0].name, communes[0].cashless_vnd) == ("Xã Tân Trạch", 20_000)
