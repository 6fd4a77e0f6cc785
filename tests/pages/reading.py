"""What stands in the tables of a page, read as a person reads them: page by page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page as Tab

from tests.pages.tour import wait_until_drawn

_ROWS = """(rows) => rows.map((row) => [
    [...row.cells].map((cell) => cell.innerText.trim()),
    [...row.querySelectorAll('a')].map((link) => link.getAttribute('href')),
])"""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table."""

    cells: tuple[str, ...]
    links: tuple[str, ...]

    def code(self, page: str) -> str:
        """Return the code in the link to this page."""
        return self.codes(page)[0]

    def codes(self, page: str) -> tuple[str, ...]:
        """Return the codes in all links to this page."""
        found = (re.match(rf"{page}/([^/?#]+)", link) for link in self.links)
        return tuple(one[1] for one in found if one)


def lines_on(tab: Tab, path: str, panel: str) -> list[Line]:
    """Open a page and return the rows of a panel's table, turning over until the last page."""
    tab.goto(path)
    wait_until_drawn(tab)
    return list(_lines(tab, panel))


def _lines(tab: Tab, panel: str) -> Iterator[Line]:
    while True:
        rows = tab.locator(f"#{panel} table[data-rows] tbody tr:not(.group)")
        for cells, links in rows.evaluate_all(_ROWS):
            yield Line(tuple(cells), tuple(links))
        following = tab.locator(f"#{panel} a[rel=next]")
        if not following.count():
            return
        with tab.expect_navigation():
            following.click()
