"""Controlled drugs: which outlets moved them, what was lost, and the half-yearly report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from server.oversight.queries.controlled_outlets import ControlledOutlet, controlled_outlets
from server.oversight.queries.controlled_report import ReportLine, controlled_report
from server.query.filters import Filters
from server.store.database import reading
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Group, Page, Panel, Query, Shown
from server.web.pages import controlled_form, controlled_words, outlet_columns
from server.web.pages.controlled_form import HalfYear, half_year_of
from server.web.parts.numbers import Numbers, Tile
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from server.web.places import LASTING
from words import _

_EVERYTHING = 1_000_000
_REMINDED = 14
"""Days before the report is due that one is reminded (CTL-09)."""

OUTLETS = Query(
    name="controlled-outlets",
    right=Right.OVERSIGHT,
    run=controlled_outlets,
    row=ControlledOutlet,
    summary="Outlets that moved controlled drugs",
)
REPORT = Query(
    name="controlled-report",
    right=Right.OVERSIGHT,
    run=controlled_report,
    row=ReportLine,
    states=(),
    summary="Sums of controlled drugs by outlet and drug in a period (form 06)",
)


_HALF_YEAR_SECONDS = 600.0
"""How long the half-year that is over is kept: only what comes months late changes it."""


def look(asked: Asked) -> Shown:
    """Show what was lost in this half-year, and outlets with movements."""
    half = half_year_of(asked.today)
    everything = replace(
        asked.filters, since=half.since, until=half.until, state="", sort="", first=0,
        most=_EVERYTHING,
    )  # fmt: skip
    lines = LASTING.once(
        ("controlled", everything), lambda: _lines(everything, half), _HALF_YEAR_SECONDS
    )
    return Shown(
        body=[
            Panel(key="so", content=partial(_numbers, asked, half, lines)),
            controlled_form.losses_panel(asked, half, lines),
            _outlets(asked),
        ]
    )


def _warm(today: date) -> None:
    """Read the province's half-year ahead."""
    half = half_year_of(today)
    everything = Filters(since=half.since, until=half.until, most=_EVERYTHING)
    LASTING.renew(("controlled", everything), lambda: _lines(everything, half))


def _lines(everything: Filters, half: HalfYear) -> Sequence[ReportLine]:
    with reading():
        return controlled_form.report(everything, half).rows


def _numbers(asked: Asked, half: HalfYear, lines: Sequence[ReportLine]) -> Numbers:
    lost = {one.outlet for one in lines if one.loss > 0}
    return Numbers(
        tiles=[
            Tile(
                title=_("Sổ phải báo cáo, 6 tháng"),
                figure=formats.number(len(lines)),
                unit=_("sổ"),
                note=_("một sổ là một thuốc ở một cơ sở"),
                link=controlled_form.address(asked, half),
            ),
            Tile(
                title=_("Có hao hụt"),
                figure=formats.number(sum(one.loss != 0 for one in lines)),
                unit=_("sổ"),
                note=Tag(_("{n} cơ sở bị thiếu").format(n=len(lost))) if lost else _("không thiếu"),
            ),
            Tile(
                title=_("Hạn nộp mẫu 06"),
                figure=formats.short_day(half.due),
                unit=str(half.due.year),
                note=_due(half.due, asked.today),
                link=controlled_form.address(asked, half),
            ),
        ]
    )


def _due(due: date, today: date) -> str | Tag:
    left = due - today
    if left < timedelta(0):
        return _("đã qua {n} ngày").format(n=-left.days)
    words = _("còn {n} ngày").format(n=left.days)
    return Tag(words) if left <= timedelta(days=_REMINDED) else words


def _outlets(asked: Asked) -> Panel:
    may = asked.may(Right.ENTRIES)
    names = controlled_words.classes()
    return Panel(
        key="co-so",
        title=_("Cơ sở có phát sinh"),
        note=_("xuất nhiều trước; đơn vị nhỏ nhất"),
        content=Table(
            query=OUTLETS,
            is_main=True,
            sort="-units_out",
            what=_("sổ"),
            columns=[
                outlet_columns.outlet(asked, sorts=True),
                outlet_columns.commune(asked, sorts=True),
                Column(
                    name="drug_name",
                    title=_("Sổ của thuốc"),
                    link=lambda row: (
                        asked.link(f"/kiem-soat/{segment(row.outlet)}/{segment(row.drug)}")
                        if may
                        else ""
                    ),
                ),
                Column(
                    name="control",
                    title=_("Loại"),
                    sorts=True,
                    value=lambda row: names.get(row.control, row.control),
                ),
                Column(name="movements", title=_("Phát sinh"), kind=Kind.COUNT, sorts=True),
                Column(name="units_in", title=_("Nhập"), kind=Kind.COUNT, sorts=True),
                Column(name="units_out", title=_("Xuất"), kind=Kind.COUNT, sorts=True),
                Column(name="last_day", title=_("Gần nhất"), kind=Kind.DAY, sorts=True),
            ],
            empty=_("Không có phát sinh nào trong kỳ này"),
        ),
    )


PAGE = Page(
    path="/kiem-soat",
    title=lambda: _("Thuốc kiểm soát đặc biệt"),
    short=lambda: _("Thuốc KSĐB"),
    right=Right.OVERSIGHT,
    group=Group.SALES,
    look=look,
    warm=_warm,
    filters=("search", "area", "commune", "state", "period"),
    states=lambda: {
        "VIII": _("Sổ phụ lục VIII"),
        "XVI": _("Sổ phụ lục XVI"),
        **controlled_words.classes(),
    },
    period="30-ngay",
    queries=(OUTLETS, REPORT),
)
