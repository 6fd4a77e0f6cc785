"""The list of outlets: what departs from the others is found, and nothing else is."""

from datetime import timedelta

import pytest

from server.accounts.roles import Role
from server.reference import directory
from server.store.database import reading, run, writing
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock
from tests.server.web.reading import file_of, rows_of


@pytest.fixture
def browser(province: Made) -> Browser:
    assert province.planted.outlets
    return Browser(Role.PHARMACY, clock=Clock(UNTIL))


def names(made: Made, codes: set[str]) -> set[str]:
    return {one.name for one in made.planted.who if one.outlet in codes}


def listed(browser: Browser, more: str) -> set[str]:
    return {row["Cơ sở"] for row in file_of(browser, f"/co-so.csv?{more}")}


def test_only_planted_offenders_need_a_look(browser: Browser, province: Made) -> None:
    planted = {
        one.outlet
        for one in (
            *province.planted.antibiotics_without,
            *province.planted.prescription_only_without,
        )
    }
    assert listed(browser, "tinh-trang=look") == names(province, planted)
    first = rows_of(browser, "/co-so", "co-so")[: len(planted) + 1]
    assert [row[3] == "Cần xem" for row in first] == [True] * len(planted) + [False]


def test_silent_outlets_are_the_planted_ones(browser: Browser, province: Made) -> None:
    planted = {one.outlet for one in (*province.planted.silent, *province.planted.line_down)}
    assert listed(browser, "tinh-trang=silent") == names(province, planted)
    rows = rows_of(browser, "/co-so?tinh-trang=silent", "co-so")
    assert {row[3] for row in rows} <= {"Mất liên lạc", "Cần xem"}


def test_outlets_that_sent_nothing_for_a_day_are_those_that_the_strip_counts(
    browser: Browser, province: Made
) -> None:
    day_ago = UNTIL - timedelta(hours=24)
    planted = {one.outlet for one in province.planted.silent if one.since < day_ago}
    assert planted
    assert listed(browser, "tinh-trang=not-sent") == names(province, planted)
    assert f"{len(planted)} cơ sở chưa gửi trong 24 giờ." in browser.read("/co-so")


def test_unused_terminals_are_under_their_state(browser: Browser, province: Made) -> None:
    idle = listed(browser, "tinh-trang=inactive") | listed(browser, "tinh-trang=never")
    assert names(province, set(province.planted.unused)) <= idle
    assert not idle & listed(browser, "tinh-trang=active")


def test_assessments_within_thirty_days_are_listed_with_their_day(browser: Browser) -> None:
    with reading():
        last = UNTIL.date() + timedelta(days=30)
        due = {
            one.name
            for one in directory.listed().values()
            if one.gpp_due and one.gpp_due <= last and one.is_active
        }
    assert due
    assert listed(browser, "tinh-trang=gpp&xep=gpp_due") == due
    rows = file_of(browser, "/co-so.csv?tinh-trang=gpp&xep=gpp_due")
    days = [row["Đánh giá GPP"] for row in rows]
    assert days == sorted(days)


SORTS = (
    "name", "commune", "area", "state", "last_contact", "sales", "rx_share", "abx_share",
    "overrides", "expiring",
)  # fmt: skip


def test_every_head_sorts_both_ways_and_loses_nobody(browser: Browser) -> None:
    for sort in SORTS:
        up = [row["Cơ sở"] for row in file_of(browser, f"/co-so.csv?xep={sort}")]
        down = [row["Cơ sở"] for row in file_of(browser, f"/co-so.csv?xep=-{sort}")]
        assert len(up) == len(set(up)) == 240
        assert set(up) == set(down)
        assert up != down, sort


def test_shelves_sort_by_what_expires(browser: Browser, province: Made) -> None:
    counts: dict[str, int] = {}
    for one in (*province.planted.expired_on_shelf, *province.planted.near_expiry):
        counts[one.outlet] = counts.get(one.outlet, 0) + 1
    found = [int(row["Lô cận hạn"]) for row in file_of(browser, "/co-so.csv?xep=-expiring")]
    assert found[: len(counts)] == sorted(counts.values(), reverse=True)
    assert not any(found[len(counts) :])


def test_filters_narrow_by_kind_area_and_old_district(browser: Browser) -> None:
    every = file_of(browser, "/co-so.csv")
    south = file_of(browser, "/co-so.csv?khu-vuc=nam")
    assert {row["Khu vực"] for row in south} == {"Nam"}
    assert len(south) == sum(row["Khu vực"] == "Nam" for row in every)
    cabinets = file_of(browser, "/co-so.csv?loai=TT")
    assert cabinets
    assert all(row["Cơ sở"].startswith("Tủ thuốc") for row in cabinets)
    with reading():
        one = next(iter(directory.listed().values()))
    assert one.old_district
    assert one.name in listed(browser, f"tim={one.old_district}")


def test_an_empty_list_offers_to_drop_the_state(browser: Browser) -> None:
    read = browser.read("/co-so?tim=khong-co-ai-ten-nay&tinh-trang=look")
    assert "Không có cơ sở nào khớp bộ lọc" in read


def test_a_viewer_sees_the_list_without_ways_into_one_outlet(province: Made) -> None:
    code = province.planted.overrides[0].outlet
    viewer = Browser(Role.VIEWER, clock=Clock(UNTIL))
    assert 'href="/co-so/' not in viewer.get("/co-so").text
    assert viewer.get(f"/co-so/{code}").status_code == 403
    assert viewer.get(f"/co-so/{code}/ngoai-le").status_code == 403


def test_an_outlet_that_has_left_the_list_is_not_counted(browser: Browser, province: Made) -> None:
    code = province.planted.overrides[0].outlet
    with writing():
        run("UPDATE outlet SET is_active = 0 WHERE code = ?", (code,))
    assert len(file_of(browser, "/co-so.csv")) == 239
    assert browser.get(f"/co-so/{code}").status_code == 200


def test_the_api_gives_the_same_rows(browser: Browser) -> None:
    answer = browser.get("/api/v1/outlets?tinh-trang=look&so-dong=500").json()
    assert {row["name"] for row in answer["rows"]} == listed(browser, "tinh-trang=look")
    assert all(len(row["abx_weeks"]) == 12 for row in answer["rows"])
