"""The pages in a real browser: signing in with the second factor, charts, keys, and a phone."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page as Tab
from playwright.sync_api import ViewportSize, sync_playwright

from server.accounts.roles import Role
from server.web.app import make_app
from server.web.house import system_clock
from server.web.page import Page, Panel
from server.web.pages import PAGES
from server.web.parts.charts import Bar, Bars, Lines, Series
from server.web.parts.hexmap import Hexagon, HexMap
from tests.server.web.browser import PASSWORD, SEALER, code_at, make_account
from tests.server.web.pages import Shop, Shops, page_of

PROGRAM = Path("/usr/bin/chromium")
DESK = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="Chromium is not installed")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield found
        found.close()


def pages() -> list[Page]:
    shops = Shops([Shop(f"SG-{n:04}", f"Nhà thuốc Số {n}", n, n / 99) for n in range(1, 99)])
    weeks = [f"T{n}" for n in range(36, 48)]
    values = [0.10 + n / 100 for n in range(12)]
    lines = Lines(
        labels=weeks,
        series=[Series(name="Kháng sinh", values=values), Series(name="Khác", values=values[::-1])],
        unfinished=True,
    )
    hexagons = [
        Hexagon(
            name=f"Xã Số {n}",
            column=n % 4,
            row=n // 4,
            area="T",
            part=n,
            whole=12,
            link=f"/thu?xa={n}",
        )
        for n in range(12)
    ]
    bars = Bars(bars=[Bar(name="không có", value=842), Bar(name="trên 3 ngày", value=1)])
    return [
        *PAGES,
        page_of(
            shops,
            Panel(key="ve", title="Đường", content=lambda: lines),
            Panel(key="cot", title="Cột", content=lambda: bars),
            Panel(key="ban-do", title="Bản đồ", content=lambda: HexMap(hexagons=hexagons)),
        ),
    ]


@pytest.fixture
def address(store: Path) -> Iterator[str]:
    assert store.exists()
    app = make_app(province="99", department="Sở Y tế Sơn Giang", sealer=SEALER, pages=pages())
    make_account(*Role, now=system_clock())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def said() -> list[str]:
    """What the browser complained of, and whom else it asked."""
    return []


@pytest.fixture
def tab(chromium: Chromium, address: str, said: list[str]) -> Iterator[Tab]:

    def complain(is_wrong: bool, what: str) -> None:  # noqa: FBT001
        said.extend([what] * is_wrong)

    with chromium.new_context(viewport=DESK, base_url=address, locale="vi-VN") as context:
        tab = context.new_page()
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("console", lambda told: complain(told.type == "error", told.text))
        tab.on("request", lambda sent: complain(not sent.url.startswith(address), sent.url))
        sign_in(tab)
        yield tab
        assert not said


def sign_in(tab: Tab) -> None:
    tab.goto("/toi")
    assert tab.url.endswith("/dang-nhap?ve=%2Ftoi")
    tab.fill("input[name=ten]", "ds.ha")
    tab.fill("input[name=mat-khau]", PASSWORD)
    tab.press("input[name=mat-khau]", "Enter")
    tab.wait_for_url("**/dang-nhap/ma")
    tab.fill("input[name=ma]", code_at(system_clock()))
    tab.press("input[name=ma]", "Enter")
    tab.wait_for_url("**/toi")


def test_one_signs_in_with_the_second_factor_and_out_again(tab: Tab) -> None:
    assert tab.inner_text("h1") == "DS. Hà"
    assert tab.evaluate("document.cookie") == "", "no script sees the session"
    tab.click(".me >> text=Đăng xuất")
    tab.wait_for_url("**/dang-nhap")
    tab.goto("/toi")
    assert "/dang-nhap" in tab.url


def test_charts_are_drawn_and_each_has_its_table(tab: Tab) -> None:
    tab.goto("/thu")
    tab.wait_for_selector("html[data-drawn='3']")
    assert tab.locator(".chart canvas").count() == 3
    drawn = tab.evaluate(
        """() => [...document.querySelectorAll('.chart canvas')].map((canvas) => {
            const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            return new Set(new Uint32Array(pixels.data.buffer)).size;
        })"""
    )
    assert all(colours > 8 for colours in drawn), "a canvas with nothing on it is no chart"
    tab.click("#ve .as-table summary")
    assert tab.is_visible("#ve .as-table >> text=T36")
    assert not tab.is_visible("#ve canvas")


def test_a_hexagon_leads_to_its_commune(tab: Tab) -> None:
    tab.goto("/thu")
    tab.wait_for_selector("html[data-drawn='3']")
    with tab.expect_navigation():
        tab.locator("#ban-do canvas").click()
    assert tab.url.endswith("/thu?xa=5")


def test_a_filter_is_set_by_choosing_and_stays_in_the_address(tab: Tab) -> None:
    tab.goto("/thu")
    with tab.expect_navigation():
        tab.select_option("select[name=loai]", "NT")
    assert "loai=NT" in tab.url
    assert "tim=" not in tab.url, "what is empty is not in the address"
    assert tab.locator(".choice.set select[name=loai]").count() == 1
    tab.go_back()
    assert tab.input_value("select[name=loai]") == ""


def test_everything_is_reached_with_keys_alone(tab: Tab, said: list[str]) -> None:
    tab.goto("/thu")
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.name") == "tim"
    tab.focus("#bang .scroll")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.textContent").strip().startswith("Nhà thuốc Số 97")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert "/co-so/SG-0097" in tab.url
    said.clear()  # there is no such page among these


def test_on_a_phone_tables_scroll_inside_their_panel_and_never_the_page(tab: Tab) -> None:
    tab.set_viewport_size(PHONE)
    for path in ("/thu", "/", "/nhat-ky", "/tai-khoan", "/toi"):
        tab.goto(path)
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path
        assert tab.is_visible("nav.bottom")
        assert not tab.is_visible("nav.side")
    low = tab.evaluate(
        """() => [...document.querySelectorAll('main .button, main select, main input')]
            .filter((one) => one.offsetParent && one.type !== 'checkbox' && one.offsetHeight < 44)
            .map((one) => one.outerHTML)"""
    )
    assert low == []


def test_on_paper_there_is_only_what_belongs_there(tab: Tab) -> None:
    tab.goto("/thu")
    tab.emulate_media(media="print")
    for gone in ("nav.side", "nav.bottom", ".tools"):
        assert not tab.is_visible(gone)
    assert "Người xuất: DS. Hà" in tab.inner_text(".printed")
