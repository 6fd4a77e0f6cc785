"""Form 06 of NĐ 163/2025: the half-yearly sums of controlled drugs, and when they are due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from server.oversight.queries.controlled_report import ReportLine, controlled_report, half_year
from server.oversight.queries.stock_order import page
from server.query.filters import Filters
from server.query.listing import Listing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Panel
from server.web.parts.form import Stack
from server.web.parts.signature import Signature
from server.web.parts.table import Column, Kind, Table, listed
from server.web.parts.tag import Tag
from words import _

_EVERYTHING = 1_000_000
_WHOLE = 5000
"""Rows of the form: all of it is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfYear:
    """What a report is about, and when it is due (CTL-09)."""

    since: date
    until: date

    @property
    def due(self) -> date:
        """Return the last day: 15 July or 15 January."""
        return (self.until + timedelta(days=1)).replace(day=15)


def half_year_of(day: date) -> HalfYear:
    """Return the half-year that a day lies in."""
    since = half_year(day)[1] + timedelta(days=1)
    until = date(since.year, 6, 30) if since.month == 1 else date(since.year, 12, 31)
    return HalfYear(since=since, until=until)


def address(asked: Asked, half: HalfYear, outlet: str = "") -> str:
    """Return where the form of a half-year is shown."""
    days = {"tu": half.since.isoformat(), "den": half.until.isoformat(), "ky": ""}
    return asked.link("/kiem-soat/mau-06", co_so=outlet, **days)


def report(filters: Filters, half: HalfYear) -> Listing[ReportLine]:
    """Return the sums of a half-year."""
    return controlled_report(replace(filters, since=half.since, until=half.until))


def losses_panel(asked: Asked, half: HalfYear, lines: Sequence[ReportLine]) -> Panel:
    """Return the lines of a half-year of which something was lost, or more was found."""
    lost = sorted((one for one in lines if one.loss), key=lambda one: -abs(one.loss))
    return Panel(
        key="hao-hut",
        title=_("Hao hụt, thừa thiếu khi kiểm kê"),
        note=_span(half),
        content=Table(
            query=listed(lost),
            what=_("dòng"),
            columns=_columns(asked, half),
            empty=_("Không có hao hụt nào"),
            checked=_("Đã cộng {n} sổ phải báo cáo.").format(n=formats.number(len(lines))),
            is_good=True,
        ),
    )


def form(asked: Asked, half: HalfYear, outlet: str) -> Panel:
    """Return the sums of every outlet, or the form of one with the place where it is signed."""
    columns = _columns(asked, half)
    if outlet:
        columns = [*columns[1:], Column(name="note", title=_("Ghi chú"), is_room=True)]
    table = Table(
        query=partial(_of, half, outlet),
        is_main=not outlet,
        most=_WHOLE,
        what=_("dòng"),
        columns=columns,
        foot=_("Nước sản xuất và số giấy phép mua: cơ sở ghi trong báo cáo của mình.")
        if outlet
        else _("Bấm tên cơ sở để in báo cáo của cơ sở đó."),
        empty=_("Không có thuốc phải báo cáo"),
    )
    signers = (_("Người lập báo cáo"), _("Người phụ trách"))
    signature = Signature(signers=signers, hint=_("Ký, ghi rõ họ tên"))
    before = half_year_of(half.since - timedelta(days=1))
    return Panel(
        key="mau-06",
        title=_("Báo cáo xuất, nhập, tồn (mẫu 06, NĐ 163/2025)"),
        note=_("{span}, nộp trước {due}").format(span=_span(half), due=formats.day(half.due)),
        more=(_("Kỳ trước, {span}").format(span=_span(before)), address(asked, before, outlet)),
        content=Stack(contents=[table, lambda: signature]) if outlet else table,
    )


def _of(half: HalfYear, outlet: str, filters: Filters) -> Listing[ReportLine]:
    if not outlet:
        return report(filters, half)
    everything = replace(filters, search=outlet, sort="", first=0, most=_EVERYTHING)
    lines = [one for one in report(everything, half).rows if one.outlet == outlet]
    return page(lines, filters, usual=lambda one: one.drug_name)


def _span(half: HalfYear) -> str:
    return _("{since} đến {until}").format(
        since=formats.day(half.since), until=formats.day(half.until)
    )


def _columns(asked: Asked, half: HalfYear) -> list[Column]:
    days = {"tu": half.since.isoformat(), "den": half.until.isoformat(), "ky": ""}
    may = asked.may(Right.ENTRIES)
    return [
        Column(
            name="name",
            title=_("Cơ sở"),
            is_name=True,
            sorts=True,
            link=lambda row: address(asked, half, row.outlet),
        ),
        Column(
            name="drug_name",
            title=_("Thuốc"),
            sorts=True,
            link=lambda row: (
                asked.link(f"/kiem-soat/{segment(row.outlet)}/{segment(row.drug)}", **days)
                if may
                else ""
            ),
        ),
        Column(name="registration", title=_("Số đăng ký")),
        Column(name="unit", title=_("ĐVT")),
        _count("opening", _("Tồn đầu kỳ")),
        _count("units_in", _("Nhập")),
        _count("total", _("Tổng")),
        _count("units_out", _("Xuất")),
        _count("closing", _("Tồn cuối kỳ")),
        Column(
            name="loss",
            title=_("Hao hụt"),
            kind=Kind.COUNT,
            sorts=True,
            tag=lambda row: Tag(formats.number(row.loss)) if row.loss else None,
        ),
    ]


def _count(name: str, title: str) -> Column:
    return Column(name=name, title=title, kind=Kind.COUNT, sorts=True)
