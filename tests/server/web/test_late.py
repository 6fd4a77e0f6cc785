"""Late and inconsistent reporting: who is planted is listed with the reason, and nobody else."""

import pytest

from server.accounts.roles import Role
from server.store.database import run, to_text, writing
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock
from tests.server.web.reading import file_of, rows_of

PERIOD = "ky=90-ngay"


@pytest.fixture
def browser(province: Made) -> Browser:
    assert province.planted.outlets
    return Browser(Role.VIEWER, clock=Clock(UNTIL))


def names(*planted: object) -> set[str]:
    return {one.name for those in planted for one in those}  # type: ignore[attr-defined]


def listed(browser: Browser, state: str = "") -> set[str]:
    path = f"/nop-muon.csv?{PERIOD}&tinh-trang={state}"
    return {row["Cơ sở"] for row in file_of(browser, path)}


def test_only_those_with_something_wrong_are_listed(browser: Browser, province: Made) -> None:
    planted = province.planted
    late, clock = names(planted.late, planted.hours_late), names(planted.clock_ahead)
    assert late
    assert clock
    assert listed(browser) == late | clock
    assert listed(browser, "late") == late
    assert listed(browser, "clock") == clock
    assert listed(browser, "alarm") == set()
    assert listed(browser, "aside") == set()


def test_each_is_listed_with_its_reason(browser: Browser, province: Made) -> None:
    why = {row[0]: row[2] for row in rows_of(browser, f"/nop-muon?{PERIOD}", "co-so")}
    for one in province.planted.late:
        assert why[one.name].startswith("Nộp muộn")
    for one in province.planted.hours_late:
        assert why[one.name] == "Báo đơn muộn"
    for one in province.planted.clock_ahead:
        assert why[one.name] == "Giờ máy sai"


def test_an_alarm_about_missing_entries_comes_with_a_tag(browser: Browser, province: Made) -> None:
    one = province.planted.clock_ahead[0]
    with writing():
        run(
            """
            INSERT INTO alarm (id, kind, terminal, epoch, subject, first_at, last_at, times, detail)
            VALUES ('a1', 'gap', ?, 'e', '7', ?, ?, 1, '')
            """,
            (one.terminal, to_text(UNTIL), to_text(UNTIL)),
        )
    assert listed(browser, "alarm") == {one.name}
    (row,) = rows_of(browser, f"/nop-muon?{PERIOD}&tinh-trang=alarm", "co-so")
    assert row[2] == "Giờ máy sai, thiếu phiếu"


def test_a_province_without_trouble_says_how_it_was_checked(browser: Browser) -> None:
    read = browser.read("/nop-muon?tu=2020-01-01&den=2020-01-07")
    assert "Mọi cơ sở nộp đúng giờ và khớp" in read
    assert "Đã so giờ ghi và giờ nhận của từng phiếu." in read
    assert "Không có cơ sở nào khớp bộ lọc" in browser.read(f"/nop-muon?{PERIOD}&tinh-trang=aside")


def test_weeks_are_counted_as_the_store_has_them(browser: Browser) -> None:
    answer = browser.get(f"/api/v1/late-reporting-by-week?{PERIOD}").json()
    rows = browser.get(f"/api/v1/late-reporting?{PERIOD}&so-dong=500").json()["rows"]
    assert sum(week["late"] for week in answer["rows"]) == sum(row["late"] for row in rows)
