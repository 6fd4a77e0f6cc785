"""An officer at work: nothing but clicks, from the overview to what is to be done."""

import csv
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page as Tab

from tests.pages.chromium import PHONE, Visit
from tests.pages.looks import faults
from tests.pages.reading import lines_on
from tests.pages.son_giang import SonGiang
from tests.pages.tour import wait_until_drawn


@pytest.fixture
def tab(visitor: Visit) -> Tab:
    return visitor.tab


def click(tab: Tab, chosen: str) -> None:
    """Click on what leads elsewhere."""
    with tab.expect_navigation():
        tab.locator(chosen).first.click()
    wait_until_drawn(tab)


def test_from_the_overview_to_an_offender_and_its_exceptions(tab: Tab, province: SonGiang) -> None:
    offender = province.planted.antibiotics_without[0]
    tab.goto("/")
    click(tab, "#viec a:has-text('bán kháng sinh không đơn')")
    assert tab.inner_text("h1") == "Kháng sinh"
    click(tab, f"#noi-bat a:has-text('{offender.name}')")
    assert tab.inner_text("h1") == offender.name
    click(tab, "#ngoai-le .more")
    assert re.fullmatch(rf"/co-so/{offender.outlet}/ngoai-le", tab.evaluate("location.pathname"))
    assert tab.locator("#ngoai-le tbody tr").count() > 0
    click(tab, f".crumb a:has-text('{offender.name}')")
    assert tab.inner_text("h1") == offender.name


def test_from_a_recall_to_the_sheet_for_calling(tab: Tab, province: SonGiang) -> None:
    recall = province.planted.recall
    assert recall
    tab.goto("/")
    click(tab, "#viec a:has-text('Thu hồi')")
    click(tab, f"#thu-hoi a[href*='{recall.batch}']")
    click(tab, "a:has-text('In danh sách gọi')")
    assert "xem=goi" in tab.url
    rows = tab.locator("main table[data-rows]").last.locator("tbody tr")
    assert rows.count() == len(recall.unacknowledged)
    tab.emulate_media(media="print")
    assert not tab.is_visible("nav.side")
    assert not tab.is_visible(".tools")
    assert tab.is_visible(".printed")
    assert "Người xuất: DS. Hà" in tab.inner_text(".printed")
    assert faults(tab) == []
    paper = tab.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    tab.emulate_media(media="screen")


def test_filters_stay_on_the_way_there_and_back(tab: Tab) -> None:
    tab.set_viewport_size({"width": 1440, "height": 500})
    tab.goto("/co-so")
    with tab.expect_navigation():
        tab.select_option("select[name=khu-vuc]", label="Đông")
    with tab.expect_navigation():
        tab.select_option("select[name=loai]", "QT")
    found = tab.locator("#co-so tbody tr").count()
    assert 0 < found < 50
    tab.evaluate("window.scrollTo(0, 150)")
    where = tab.evaluate("window.scrollY")
    assert where > 0
    click(tab, "#co-so tbody tr:nth-child(12) a")
    assert "/co-so/SG-" in tab.url
    tab.go_back()
    wait_until_drawn(tab)
    tab.wait_for_function(f"window.scrollY === {where}")
    assert tab.input_value("select[name=loai]") == "QT"
    assert tab.locator(".choice.set select[name=khu-vuc]").count() == 1
    assert tab.locator("#co-so tbody tr").count() == found
    click(tab, "nav.side a:has-text('Giá bán')")
    assert tab.locator(".choice.set select[name=khu-vuc]").count() == 1, "the area goes along"


def test_files_hold_every_row_that_the_filters_leave(tab: Tab, tmp_path: Path) -> None:
    shown = lines_on(tab, "/co-so?loai=NT", "co-so")
    tab.goto("/co-so?loai=NT")
    files = {}
    for kind, words in (("csv", "Xuất CSV"), ("xlsx", "Xuất Excel")):
        with tab.expect_download() as loading:
            tab.click(f"text={words}")
        files[kind] = tmp_path / loading.value.suggested_filename
        assert files[kind].suffix == f".{kind}"
        loading.value.save_as(files[kind])
    text = files["csv"].read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    assert any("Nhà thuốc" in cell for cell in rows[1]), "the filters stand above the figures"
    names = [line.cells[0] for line in shown]
    assert [row[0] for row in rows if row and row[0] in set(names)] == names
    sheet = load_workbook(files["xlsx"]).active
    assert sheet is not None
    found = [row[0] for row in sheet.iter_rows(values_only=True) if row[0] in set(names)]
    assert found == names


def _delimiter(text: str) -> str:
    return ";" if text.count(";") > text.count(",") else ","


def test_english_is_one_click_away_and_the_page_stays(tab: Tab) -> None:
    tab.goto("/gia?ky=30-ngay")
    click(tab, "nav.side button[lang=en]")
    assert tab.get_attribute("html", "lang") == "en"
    assert tab.url.endswith("/gia?ky=30-ngay")
    assert faults(tab) == []
    click(tab, "nav.side button[lang=vi]")
    assert tab.inner_text("h1") == "Giá bán"


def test_on_a_phone_one_gets_everywhere_by_thumb(tab: Tab) -> None:
    tab.set_viewport_size(PHONE)
    tab.goto("/")
    click(tab, "nav.bottom > a:has-text('Máy')")
    tab.click("nav.bottom summary")
    assert tab.is_visible("nav.bottom .sheet")
    click(tab, "nav.bottom .sheet a:has-text('Sắp hết hạn')")
    assert tab.inner_text("h1") == "Sắp hết hạn"
    assert not tab.is_visible("nav.bottom .sheet")


def test_a_commune_on_the_map_leads_to_its_outlets(tab: Tab) -> None:
    tab.goto("/")
    wait_until_drawn(tab)
    box = tab.locator("#ban-do canvas").bounding_box()
    assert box
    with tab.expect_navigation():
        tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "xa=" in tab.url
    assert tab.inner_text("h1") == "Cơ sở"
    assert tab.locator("#co-so tbody tr").count() > 0


def test_every_link_on_every_place_leads_somewhere(tab: Tab) -> None:
    tab.goto("/")
    places = tab.locator("nav.side .places a").evaluate_all(
        "(links) => links.map((link) => link.pathname)"
    )
    links: set[str] = set()
    for place in places:
        tab.goto(place)
        found = tab.locator("main a[href^='/']").evaluate_all(
            "(links) => links.map((link) => link.getAttribute('href'))"
        )
        kinds = {re.sub(r"[A-Z0-9]*[0-9][A-Za-z0-9-]*", "N", link): link for link in found}
        links |= set(kinds.values())
    assert len(links) > len(places)
    dead = {link: status for link in sorted(links) if (status := _status(tab, link)) != 200}
    assert dead == {}


def _status(tab: Tab, link: str) -> int:
    return tab.request.get(link).status
