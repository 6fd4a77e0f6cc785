"""The pages about batches, prices and registers in a real browser, on a desk and on a phone."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page as Tab
from playwright.sync_api import ViewportSize, sync_playwright

from server.accounts.roles import Role
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock

PROGRAM = Path("/usr/bin/chromium")
PHONE = ViewportSize(width=390, height=844)
pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="Chromium is not installed")


@pytest.fixture
def tab(province: Made) -> Iterator[Tab]:
    """A phone at which a pharmacy officer is signed in; whatever it complains of fails the test."""
    assert province.store
    browser = Browser(Role.PHARMACY, clock=Clock(UNTIL))
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener, sync_playwright() as driver:
        server = uvicorn.Server(uvicorn.Config(browser.app, log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        chromium = driver.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        context = chromium.new_context(viewport=PHONE, base_url=address, locale="vi-VN")
        context.add_cookies([{"name": "quay", "value": browser.cookies["quay"], "url": address}])
        tab = context.new_page()
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
        try:
            yield tab
        finally:
            chromium.close()
            server.should_exit = True
            thread.join()
    assert not said


def test_no_page_is_wider_than_a_phone_and_every_chart_is_drawn(tab: Tab, province: Made) -> None:
    recall, (missing, *_more) = province.planted.recall, province.planted.loss
    assert recall
    batch = f"/lo/{recall.drug}/{recall.batch}"
    for path, charts in (
        ("/lo", 0),
        (f"/lo?tim={recall.batch}", 0),
        (batch, 2),
        (f"{batch}?xem=goi", 0),
        ("/sap-het-han", 1),
        ("/gia", 1),
        (f"/gia/{recall.drug}", 1),
        ("/kiem-soat", 0),
        (f"/kiem-soat/mau-06?co-so={missing.outlet}", 0),
        (f"/kiem-soat/{missing.outlet}/{missing.drug}", 0),
    ):
        tab.goto(path)
        if charts:
            tab.wait_for_selector(f"html[data-drawn='{charts}']")
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path
        assert tab.locator(".chart canvas").count() == charts, path


def test_reminding_is_one_press_and_the_page_says_what_was_done(tab: Tab, province: Made) -> None:
    recall = province.planted.recall
    assert recall
    tab.goto(f"/lo/{recall.drug}/{recall.batch}")
    assert tab.locator(".button.primary").count() == 1, "one filled button a page"
    tab.click(f"text=Nhắc {len(recall.unacknowledged)} cơ sở")
    assert "Đã gửi lời nhắc" in tab.inner_text("[role=status]")
    assert "chưa đọc" in tab.inner_text("#chua-xac-nhan")


def test_on_paper_the_call_sheet_has_room_and_the_register_a_place_to_sign(
    tab: Tab, province: Made
) -> None:
    recall, (missing, *_more) = province.planted.recall, province.planted.loss
    assert recall
    tab.emulate_media(media="print")
    tab.goto(f"/lo/{recall.drug}/{recall.batch}?xem=goi")
    room = tab.locator("td.room").first.bounding_box()
    assert room
    assert room["width"] > 80
    assert not tab.is_visible("#ghi-goi")
    path = f"/kiem-soat/{missing.outlet}/{missing.drug}"
    tab.goto(path)
    assert tab.is_visible("text=Người giữ sổ")
    tab.emulate_media(media="screen")
    assert not tab.is_visible("text=Người giữ sổ")
