"""Drawing: what a page shows becomes HTML, each panel on its own."""

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from server.store.database import reading
from server.web import cells, formats, times
from server.web.address import ROWS
from server.web.asked import Asked
from server.web.page import Panel, Row, Shown
from server.web.parts.state import State
from server.web.parts.table import Table
from server.web.parts.tag import Tag
from words import LANGUAGES, _, language

_LOG = logging.getLogger(__name__)
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A panel, drawn."""

    panel: Panel
    html: Markup
    count: int | None = None
    """Rows of its table, if it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """Columns beside each other, drawn: width and panels of each."""

    columns: Sequence[tuple[int, Sequence[Drawn]]]


class Drawing:
    """Draws panels and pages with the templates."""

    def __init__(self) -> None:
        self._environment = _environment()

    def page(self, template: str, values: Mapping[str, Any]) -> str:
        """Return a whole page."""
        return self._environment.get_template(template).render(values)

    def body(self, asked: Asked, shown: Shown) -> list[Drawn | DrawnRow]:
        """Draw every panel; one that fails says so in its own place."""
        return [
            self._row(asked, part) if isinstance(part, Row) else self._panel(asked, part)
            for part in shown.body
        ]

    def part(self, content: Any, asked: Asked, panel: Panel) -> Markup:
        """Draw one content."""
        if callable(content):
            content = content()
        if isinstance(content, Table):
            return self._table(content, asked, panel)[0]
        return self._template(content.template, asked, panel, part=content)

    def _row(self, asked: Asked, row: Row) -> DrawnRow:
        return DrawnRow(
            columns=[
                (column.width, [self._panel(asked, panel) for panel in column.panels])
                for column in row.columns
            ]
        )

    def _panel(self, asked: Asked, panel: Panel) -> Drawn:
        try:
            with reading():
                if isinstance(panel.content, Table):
                    html, count = self._table(panel.content, asked, panel)
                    return Drawn(panel=panel, html=html, count=count)
                return Drawn(panel=panel, html=self.part(panel.content, asked, panel))
        except Exception:  # noqa: BLE001 - whatever it is, the rest stands
            code = f"{secrets.randbelow(100_000):05}"
            _LOG.exception("panel %s of %s failed: %s", panel.key, asked.page.path, code)
            return Drawn(panel=panel, html=self.part(_failed(asked, code), asked, panel))

    def _table(self, table: Table, asked: Asked, panel: Panel) -> tuple[Markup, int]:
        filters = asked.filters
        if not table.is_main:
            filters = replace(filters, sort=table.sort, first=0, most=table.most)
        elif not filters.sort:
            filters = replace(filters, sort=table.sort)
        found = table.fetch(filters)
        if not found.total:
            return self.part(_nothing(table, asked), asked, panel), 0
        html = self._template(
            table.template,
            asked,
            panel,
            part=table,
            found=found,
            lines=cells.lines_of(table, found, filters.sort, asked.now),
            totals=table.totals(filters) if table.totals else None,
            sorted_by=filters.sort,
            first=filters.first + 1,
            pages=max(1, -(-found.total // ROWS)),
            foot=table.foot if isinstance(table.foot, str) else table.foot(found),
        )
        return html, found.total

    def _template(self, name: str, asked: Asked, panel: Panel, **values: Any) -> Markup:
        template = self._environment.get_template(f"parts/{name}")
        return Markup(  # noqa: S704 - the template escapes what it is given
            template.render(
                asked=asked,
                panel=panel,
                draw=lambda content: self.part(content, asked, panel),
                **values,
            )
        )


def as_json(value: Any) -> Markup:
    """Return JSON that can stand in a script element: no tag, no comment, no entity in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704 - nothing that HTML reads is left


def _failed(asked: Asked, code: str) -> State:
    return State(
        title=_("Chưa lấy được bảng này"),
        text=_("Các bảng khác vẫn đúng. Bộ lọc được giữ lại. Mã: {code}").format(code=code),
        icon="look",
        button=(_("Thử lại"), asked.again()),
    )


def _nothing(table: Table, asked: Asked) -> State:
    if table.is_main and (drop := _first_filter(asked)):
        name, words = drop
        return State(
            title=_("Không có {what} nào khớp bộ lọc").format(what=table.what or _("dòng")),
            text=table.checked,
            button=(words, asked.again(**{name: ""})),
        )
    return State(
        title=table.empty or _("Chưa có gì trong kỳ này"),
        text=table.checked,
        icon="done" if table.is_good else "ring",
    )


def _first_filter(asked: Asked) -> tuple[str, str] | None:
    """Return which filter to drop first: the narrowest one that is set."""
    words = {
        "tim": _("Bỏ từ tìm kiếm"),
        "tinh-trang": _("Bỏ lọc tình trạng"),
        "loai": _("Bỏ lọc loại"),
        "xa": _("Bỏ lọc xã, phường"),
        "khu-vuc": _("Bỏ lọc khu vực"),
    }
    return next(((name, text) for name, text in words.items() if name in asked.address.given), None)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "_": _,
        "language": language,
        "languages": LANGUAGES,
        "formats": formats,
        "times": times,
        "css_of": cells.css_of,
        "written": cells.written,
        "as_json": as_json,
        "is_row": lambda part: isinstance(part, DrawnRow),
        "is_tag": lambda part: isinstance(part, Tag),
    }
    return environment
