"""What a person reads in the tables of a page."""

import csv
import io
from html.parser import HTMLParser

from tests.server.web.browser import Browser


class Tables(HTMLParser):
    """Collects the cells of every table by the key of its panel."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._panel = ""
        self._depth = 0
        self._body = False
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "section":
            self._panel = given.get("id") or ""
        elif tag == "details":
            self._depth += 1
        elif tag == "tbody":
            self._body = self._depth == 0
        elif tag == "tr" and self._body:
            self.found.setdefault(self._panel, []).append([])
        elif tag in {"td", "th"} and self._body:
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._depth -= 1
        elif tag == "tbody":
            self._body = False
        elif tag in {"td", "th"} and self._cell is not None:
            self.found[self._panel][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def rows_of(browser: Browser, path: str, panel: str) -> list[list[str]]:
    """Return the rows of a panel's table; lines that only name a group are left out."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text[:500]
    reader = Tables()
    reader.feed(answer.text)
    return [row for row in reader.found.get(panel, []) if len(row) > 1]


def file_of(browser: Browser, path: str) -> list[dict[str, str]]:
    """Return the rows of a CSV, without the lines above its heads."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text[:500]
    lines = answer.content.decode("utf-8-sig").splitlines()
    return list(csv.DictReader(io.StringIO("\n".join(lines[lines.index("") + 1 :]))))
