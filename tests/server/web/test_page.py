"""A page from its declaration: filters in the address, panels that fail alone, acts."""

import json
import re
from pathlib import Path

import pytest

from server.accounts.roles import Role
from server.store.database import rows
from server.web.asked import Asked
from server.web.page import Panel, RefusedError
from server.web.parts.charts import Lines, Series
from server.web.parts.table import Table, listed
from server.web.posted import Posted
from tests.server.web.browser import Browser, text_of
from tests.server.web.pages import Shop, Shops, page_of

MANY = [Shop(f"SG-{n:04}", f"Nhà thuốc Số {n}", sold=n) for n in range(1, 121)]


@pytest.fixture
def shops(store: Path) -> Shops:
    assert store.exists()
    return Shops(MANY)


@pytest.fixture
def browser(shops: Shops) -> Browser:
    return Browser(Role.PHARMACY, pages=[page_of(shops)])


def test_a_table_is_paged_and_counts_all_of_it(browser: Browser, shops: Shops) -> None:
    read = browser.read("/thu")
    assert "1 đến 50 trong 120 cơ sở" in read
    assert "Trang 1 / 3" in read
    assert "Nhà thuốc Số 120" in read
    assert "51 đến 100 trong 120 cơ sở" in browser.read("/thu?trang=2")
    assert shops.asked[-1].first == 50
    assert "Trang này không còn dòng nào." in browser.read("/thu?trang=9")


def test_filters_reach_the_query_and_stay_in_every_link(browser: Browser, shops: Shops) -> None:
    html = browser.get("/thu?khu-vuc=T&xa=09901&loai=NT&ky=30-ngay&tim=Số 7&nhom=a").text
    asked = shops.asked[-1]
    assert (asked.area, asked.commune, asked.kind, asked.search) == ("T", "09901", "NT", "Số 7")
    assert (asked.until - asked.since).days == 29
    assert 'href="/co-so/SG-0007?khu-vuc=T&amp;xa=09901&amp;ky=30-ngay"' in html
    (csv,) = re.findall(r'href="([^"]*\.csv[^"]*)"', html)
    assert "nhom=a" in csv
    assert "tim=S%E1%BB%91+7" in csv
    sort = re.findall(r'href="(/thu\?[^"]*xep=[^"]*)"', html)
    assert all("loai=NT" in link and "trang" not in link for link in sort)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("ky=mai", "ky"),
        ("ky=99999-ngay", "ky"),
        ("ky=0-ngay", "ky"),
        ("ky=2026-T54", "ky"),
        ("tu=2026-02-30", "tu"),
        ("tu=2026-11-20&den=2026-11-01", "tu"),
        ("tu=0001-01-01&den=9999-12-31", "tu"),
        ("loai=XX", "loai"),
        ("tinh-trang=la", "tinh-trang"),
        ("nhom=zz", "nhom"),
        ("trang=0", "trang"),
        ("trang=-1", "trang"),
        ("trang=%C2%B2", "trang"),
        ("trang=99999999999999999999", "trang"),
        ("xep=khong", "xep"),
        ("tim=" + "x" * 121, "tim"),
        ("khu-vuc=%00", "khu-vuc"),
    ],
)
def test_a_wrong_filter_is_named_and_nothing_is_guessed(
    browser: Browser, shops: Shops, asked: str, name: str
) -> None:
    answer = browser.get(f"/thu?{asked}")
    assert answer.status_code == 400
    assert f"Bộ lọc “{name}” không nhận giá trị" in text_of(answer.text)
    assert not shops.asked
    assert browser.get(f"/thu.csv?{asked}").status_code == 400
    if name != "xep":  # the API sorts by whatever the query knows
        assert browser.get(f"/api/v1/shops?{asked}").status_code == 422


def test_an_empty_result_names_the_filter_to_drop(browser: Browser) -> None:
    html = browser.get("/thu?tim=không+có&khu-vuc=T").text
    assert "Không có cơ sở nào khớp bộ lọc" in text_of(html)
    assert "Bỏ từ tìm kiếm" in text_of(html)
    assert re.search(r'class="button" href="/thu\?khu-vuc=T"', html)


def test_a_panel_that_fails_fails_alone_and_keeps_the_filters(
    shops: Shops, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> Lines:
        raise ZeroDivisionError("a secret of the machine")

    broken = Panel(key="hong", title="Hỏng", content=fail)
    browser = Browser(Role.PHARMACY, pages=[page_of(shops, broken)])
    answer = browser.get("/thu?khu-vuc=T")
    assert answer.status_code == 200
    read = text_of(answer.text)
    assert "1 đến 50 trong 120 cơ sở" in read
    assert "Chưa lấy được bảng này" in read
    assert "secret" not in answer.text
    (code,) = re.findall(r"Mã: (\d{5})", read)
    assert code in caplog.text
    assert 'href="/thu?khu-vuc=T"' in answer.text


def test_a_chart_carries_its_figures_as_json_and_as_a_table(shops: Shops) -> None:
    hostile = "</script><script>alert(1)</script>"
    lines = Lines(labels=["T46", "T47"], series=[Series(name=hostile, values=[0.128, None])])
    panel = Panel(key="ve", title="Vẽ", content=lambda: lines)
    html = Browser(Role.PHARMACY, pages=[page_of(shops, panel)]).get("/thu").text
    (found,) = re.findall(r'<script type="application/json">(.*?)</script>', html)
    data = json.loads(found)
    assert data["series"] == [{"name": hostile, "values": [0.128, None], "comparison": False}]
    assert "Xem bảng T46 12,8 % T47 –" in text_of(html).replace(hostile + " ", "")
    assert "<script>alert" not in html


def test_what_a_stranger_wrote_is_text_and_not_html(store: Path) -> None:
    assert store.exists()
    evil = "<img src=x onerror=alert(1)>"
    browser = Browser(Role.PHARMACY, pages=[page_of(Shops([Shop("<b>", evil)]))])
    html = browser.get('/thu?tim=<img src="').text + browser.get("/thu?ky=<script>").text
    assert "<img src=x" not in html
    assert "<script>" not in html
    assert "&lt;img" in html


def test_an_act_is_done_told_and_logged(shops: Shops) -> None:
    done: list[str] = []

    def remind(asked: Asked, posted: Posted) -> str:
        if posted.text("so") == "0":
            raise RefusedError("Chưa có gì để nhắc.")
        done.append(f"{asked.who.id} {posted.needed('so')}")
        return "Đã nhắc."

    browser = Browser(Role.PHARMACY, pages=[page_of(shops, act=remind)])
    assert 'action="/thu/lam"' in browser.get("/thu").text
    answer = browser.post("/thu/lam?khu-vuc=T", {"so": "37"})
    assert answer.headers["location"] == "/thu?khu-vuc=T"
    assert done == ["pharmacy 37"]
    assert "Đã nhắc." in browser.read("/thu")
    assert "Đã nhắc." not in browser.read("/thu"), "it is told once"
    browser.post("/thu/lam", {"so": "0"})
    assert "Chưa có gì để nhắc." in browser.read("/thu")
    browser.post("/thu/lam", {})
    assert "Còn ô phải điền." in browser.read("/thu")
    found = rows("SELECT object, result FROM audit WHERE action = 'acted' ORDER BY id")
    assert found == [("/thu/lam", "done"), ("/thu/lam", "refused"), ("/thu/lam", "refused")]


def test_an_act_needs_its_own_right(shops: Shops) -> None:
    def never(_asked: Asked, _posted: Posted) -> str:
        raise AssertionError

    pages = [page_of(shops, act=never)]
    browser = Browser(Role.INSPECTOR, pages=pages)
    assert browser.get("/thu").status_code == 200
    assert browser.post("/thu/lam").status_code == 403


def test_a_count_that_fails_takes_no_page_away(
    shops: Shops, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Shops):
        def __init__(self) -> None:
            super().__init__()
            del self.shops

        def __call__(self, filters: object) -> object:  # type: ignore[override]
            return shops(filters)  # type: ignore[arg-type]

    browser = Browser(Role.PHARMACY, pages=[page_of(Broken())])
    assert browser.get("/thu").status_code == 200
    assert "count of /thu" in caplog.text


def test_every_view_is_in_the_log_with_its_filters(browser: Browser) -> None:
    browser.get("/thu?khu-vuc=T&tim=Minh")
    found = rows("SELECT account, action, object, address, result FROM audit")
    assert found == [
        ("pharmacy", "saw", "/thu?khu-vuc=T&tim=Minh", "192.0.2.7:50123", "done"),
    ]


def test_what_is_not_there_is_not_there(shops: Shops) -> None:
    browser = Browser(Role.PHARMACY, pages=[page_of(shops, path="/thu/{code}")])
    assert browser.get("/thu/SG-0001").status_code == 200
    assert browser.get("/thu/khong-co").status_code == 404
    assert browser.get("/thu/khong-co.csv").status_code == 404
    assert "Không có trang này" in browser.read("/gi-do")


def test_a_table_that_is_not_the_main_one_shows_its_first_rows(shops: Shops) -> None:
    beside = Table(query=listed(MANY), columns=(), most=5, what="lần")
    browser = Browser(
        Role.PHARMACY, pages=[page_of(shops, Panel(key="phu", title="Phụ", content=beside))]
    )
    assert "1 đến 5 trong 120 lần" in browser.read("/thu?trang=2")
