"""Files hold everything that is filtered, typed, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from server.accounts.roles import Role
from server.store.database import rows
from server.web.desks import MOST_FILES
from server.web.files import PORTION
from tests.server.web.browser import Browser
from tests.server.web.pages import Shop, Shops, page_of

EVIL = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1+1", "＝1+1",
    '=HYPERLINK("http://evil.example","x")', "|cmd",
]  # fmt: skip


def lines_of(browser: Browser, path: str) -> list[list[str]]:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def browser(store: Path) -> Browser:
    assert store.exists()
    shops = Shops(
        [
            Shop("SG-0001", "Nhà thuốc Minh Tâm", 132, 0.413, 12_500_000, is_odd=True),
            Shop("SG-0002", "Quầy thuốc Hồng Phúc", 74, None, 900),
        ]
    )
    return Browser(Role.PHARMACY, pages=[page_of(shops)])


def test_a_csv_begins_with_what_it_is_and_has_every_column(browser: Browser) -> None:
    found = lines_of(browser, "/thu.csv?khu-vuc=T&tim=thuốc&ky=30-ngay")
    head = [line[0] for line in found[:5]]
    assert head[0] == "Máy quầy: Máy quầy"
    assert "Tìm: thuốc" in head[1]
    assert "Khu vực: T" in head[1]
    assert head[2] == "Kỳ: 30 ngày, đến 23/11"
    assert head[4] == "Người xuất: DS. Hà (pharmacy), lúc 10:41, 23/11/2026"
    assert found[5] == []
    assert found[6] == [
        "Cơ sở", "Lượt", "Tỷ lệ", "Tiền", "Ngày", "Lúc", "Tình trạng", "12 tuần",
    ]  # fmt: skip
    assert found[7:] == [
        ["Nhà thuốc Minh Tâm", "132", "0.413", "12500000", "2026-11-20", "2026-11-23 10:40:00",
         "Cần xem", "0.3"],
        ["Quầy thuốc Hồng Phúc", "74", "", "900", "2026-11-20", "2026-11-23 10:40:00",
         "Đang dùng", "0.3"],
    ]  # fmt: skip


def test_a_workbook_has_typed_cells(browser: Browser) -> None:
    answer = browser.get("/thu.xlsx")
    assert "attachment" in answer.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet
    assert sheet["A1"].value == "Máy quầy: Máy quầy"
    name, sold, share, takings, day, at = (sheet.cell(8, column) for column in range(1, 7))
    assert (name.value, sold.value, share.value, takings.value) == (
        "Nhà thuốc Minh Tâm", 132, 0.413, 12_500_000,
    )  # fmt: skip
    assert share.number_format == "0.0%"
    assert (day.value, at.value) == (datetime(2026, 11, 20), datetime(2026, 11, 23, 10, 40))  # noqa: DTZ001 - a workbook knows no zones
    assert sheet.cell(9, 3).value is None


def test_nothing_in_a_file_is_a_formula(store: Path) -> None:
    assert store.exists()
    shops = Shops([Shop(str(n), evil, sold=n) for n, evil in enumerate(EVIL)])
    browser = Browser(Role.PHARMACY, pages=[page_of(shops)])
    names = [line[0] for line in lines_of(browser, "/thu.csv")[7:]]
    assert len(names) == len(EVIL)
    for name in names:
        assert not name.lstrip().startswith(("=", "+", "-", "@", "＝")), name
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/thu.xlsx").content)).active
    assert sheet
    for row in range(8, 8 + len(EVIL)):
        assert sheet.cell(row, 1).data_type == "s"
        assert sheet.cell(row, 1).hyperlink is None
    assert lines_of(browser, "/thu.csv?tim==1%2B1")[1][0].startswith("Bộ lọc")


def test_a_file_holds_every_row_and_asks_for_them_in_portions(store: Path) -> None:
    assert store.exists()
    shops = Shops([Shop(str(n), f"Cơ sở {n}", sold=n) for n in range(PORTION + 7)])
    browser = Browser(Role.PHARMACY, pages=[page_of(shops)])
    found = lines_of(browser, "/thu.csv?trang=3&xep=sold")
    assert len(found) == 7 + PORTION + 7
    assert found[7][0] == "Cơ sở 0"
    assert {one.most for one in shops.asked} == {PORTION}


def test_taking_a_file_is_in_the_log(browser: Browser) -> None:
    browser.get("/thu.csv?khu-vuc=T")
    assert rows("SELECT account, action, object FROM audit") == [
        ("pharmacy", "took", "/thu.csv?khu-vuc=T")
    ]


def test_a_table_that_there_is_not_is_no_file(browser: Browser) -> None:
    assert browser.get("/thu.csv?bang=bang").status_code == 200
    assert browser.get("/thu.csv?bang=la").status_code == 404


def test_too_many_files_at_once_are_refused_and_pages_go_on(browser: Browser) -> None:
    files = browser.app.state.files
    files._asked = MOST_FILES
    refused = browser.get("/thu.xlsx")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "60")
    assert "lấy tệp" in refused.text
    assert browser.get("/thu").status_code == 200
    stranger = Browser(app=browser.app)
    assert stranger.get("/thu.xlsx").headers["location"].startswith("/dang-nhap")
    files._asked -= 1
    assert browser.get("/thu.xlsx").status_code == 200


def test_files_are_made_beside_the_pages(browser: Browser) -> None:
    browser.get("/thu")
    pages = len(browser.app.state.desks._threads)
    browser.get("/thu.csv")
    assert len(browser.app.state.desks._threads) == pages
    assert len(browser.app.state.files._threads) == 1
