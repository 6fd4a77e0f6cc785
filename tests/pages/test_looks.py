"""Every page is whole: everything drawn, nothing cut off, and nobody else is asked."""

import pytest
from playwright.sync_api import BrowserContext, ViewportSize

from server.web.pages import PAGES
from tests.pages.chromium import DESK, PHONE, visit
from tests.pages.looks import faults
from tests.pages.son_giang import SonGiang
from tests.pages.tour import standing, tour

WITHOUT_PICTURE = {"/may/{terminal}/lenh/{order}"}
"""There is no order in the province that one could look at."""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_is_whole(
    officer: BrowserContext, province: SonGiang, size: ViewportSize
) -> None:
    wrong: dict[str, list[str]] = {}
    for stop in standing(tour(province.planted), PAGES):
        visited = visit(officer, province.address, size)
        stop.go(visited.tab)
        if found := [*faults(visited.tab), *visited.wrong]:
            wrong[stop.name] = found
        visited.tab.close()
    assert wrong == {}


def test_the_tour_leads_to_every_page(province: SonGiang) -> None:
    visited = {stop.page for stop in tour(province.planted)}
    assert {page.path for page in PAGES} - WITHOUT_PICTURE <= visited
