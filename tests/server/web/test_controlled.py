"""Controlled drugs: the planted losses are marked, the books balance, and the form has its day."""

from datetime import date

import pytest

from server.accounts.roles import Role
from server.sample.planted import Missing
from server.web.pages.controlled_form import half_year_of
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock
from tests.server.web.reading import file_of, rows_of

HALF = "tu=2026-07-01&den=2026-12-31"


@pytest.fixture
def browser(province: Made) -> Browser:
    assert province.store
    return Browser(Role.INSPECTOR, clock=Clock(UNTIL))


@pytest.fixture
def missing(province: Made) -> Missing:
    return province.planted.loss[0]


def test_exactly_the_planted_losses_are_shown(browser: Browser, province: Made) -> None:
    names = {one.outlet: one.name for one in province.planted.who}
    found = file_of(browser, "/kiem-soat.csv?bang=hao-hut")
    assert {(row["Cơ sở"], row["Hao hụt"]) for row in found} == {
        (names[one.outlet], str(one.units)) for one in province.planted.loss
    }
    lost = len({one.outlet for one in province.planted.loss})
    assert f"{lost} cơ sở bị thiếu" in browser.read("/kiem-soat")


def test_the_report_says_when_it_is_due(browser: Browser) -> None:
    read = browser.read("/kiem-soat")
    assert "Hạn nộp mẫu 06 15/01 2027 còn 53 ngày" in read
    soon = Browser(Role.VIEWER, clock=Clock(UNTIL.replace(month=12, day=31)))
    assert "còn 15 ngày" in soon.read("/kiem-soat")
    assert "nộp trước 15/07/2026" in browser.read("/kiem-soat/mau-06?den=2026-05-01")


@pytest.mark.parametrize(
    ("day", "since", "until", "due"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 15)),
        (date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 15)),
        (date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 15)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 15)),
    ],
)
def test_a_half_year_has_its_days(day: date, since: date, until: date, due: date) -> None:
    half = half_year_of(day)
    assert (half.since, half.until, half.due) == (since, until, due)


def test_every_line_of_the_form_balances(browser: Browser) -> None:
    found = file_of(browser, f"/kiem-soat/mau-06.csv?{HALF}")
    assert len(found) > 100
    for row in found:
        opening, came, total, went, closing, loss = (
            int(row[name])
            for name in ("Tồn đầu kỳ", "Nhập", "Tổng", "Xuất", "Tồn cuối kỳ", "Hao hụt")
        )
        assert total == opening + came == went + closing + loss


def test_one_outlet_s_form_is_signed(browser: Browser, missing: Missing, province: Made) -> None:
    names = {one.outlet: one.name for one in province.planted.who}
    path = f"/kiem-soat/mau-06?{HALF}&co-so={missing.outlet}"
    read = browser.read(path)
    assert f"Mẫu 06, {names[missing.outlet]}" in read
    assert "Người lập báo cáo Ký, ghi rõ họ tên" in read
    rows = rows_of(browser, path, "mau-06")
    assert str(missing.units) in [row[8] for row in rows]
    assert "Người lập báo cáo" not in browser.read(f"/kiem-soat/mau-06?{HALF}")
    assert browser.get(f"/kiem-soat/mau-06?{HALF}&co-so=khong-co").status_code == 404


def test_the_book_balances_line_by_line_and_marks_the_loss(
    browser: Browser, missing: Missing
) -> None:
    path = f"/kiem-soat/{missing.outlet}/{missing.drug}"
    rows = rows_of(browser, path, "so")
    left = 0
    for _day, _what, _document, came, went, now, *_more in rows:
        left += count(came) - count(went)
        assert count(now) == left
    (lost,) = [row for row in rows if row[7] == "Hao hụt"]
    assert (lost[1], lost[4]) == ("Kiểm kê, thiếu", str(missing.units))
    assert lost[0] == missing.day.strftime("%d/%m/%Y")
    assert "Người giữ sổ Ký, ghi rõ họ tên Người phụ trách" in browser.read(path)
    assert f"tồn cuối kỳ {left}." in browser.read(path)


def test_a_book_is_for_those_who_may_see_entries(province: Made, missing: Missing) -> None:
    assert province.store
    viewer = Browser(Role.VIEWER, clock=Clock(UNTIL))
    path = f"/kiem-soat/{missing.outlet}/{missing.drug}"
    assert viewer.get(path).status_code == 403
    assert path not in viewer.get("/kiem-soat").text


def test_no_page_of_controlled_drugs_names_a_buyer(browser: Browser, missing: Missing) -> None:
    heads = file_of(browser, f"/kiem-soat/{missing.outlet}/{missing.drug}.csv")[0]
    assert set(heads) == {
        "Ngày tháng", "Nơi nhập, nơi xuất", "Số chứng từ", "Nhập", "Xuất", "Còn lại",
        "Số lô, hạn dùng", "Ghi chú",
    }  # fmt: skip


def test_what_has_no_book_is_not_found(browser: Browser, missing: Missing) -> None:
    assert browser.get(f"/kiem-soat/{missing.outlet}/SYN049").status_code == 404
    assert browser.get(f"/kiem-soat/{missing.outlet}/khong-co").status_code == 404


def count(text: str) -> int:
    return 0 if text == "–" else int(text.replace(".", ""))
