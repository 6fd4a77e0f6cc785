"""Double dispensing: which prescription was dispensed twice, why, and do both know."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from server.oversight.limits import monday
from server.prescriptions import listing
from server.prescriptions.listing import PENDING, CaseRow
from server.prescriptions.view import case_view
from server.query.filters import Filters
from server.store.database import reading
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Choice, Column, Group, Page, Panel, Query, Row, Shown
from server.web.pages import doubles_words as words_of
from server.web.pages.double_sides import sides
from server.web.parts.charts import Lines, Series
from server.web.parts.table import Column as Cell
from server.web.parts.table import Kind, Table
from server.web.parts.verdict import Way
from server.web.period import read_period
from server.web.places import LASTING
from words import _

WEEKS = 12
_LEAST_SHARE = 0.0001
_DENOMINATOR_SECONDS = 600.0
"""How long "on so many prescriptions" is kept: it is read from every sale of the period."""
CASES = Query(
    name="double-dispensing",
    right=Right.OVERSIGHT,
    run=listing.cases,
    row=CaseRow,
    summary="Prescriptions on which more was dispensed than prescribed; codes cut to five letters",
)


def _key(filters: Filters) -> tuple[str, date, date]:
    return "dispensed", filters.since, filters.until


def _warm(today: date) -> None:
    """Read ahead on how many prescriptions something was sold, in each period that is offered."""
    for name in PAGE.periods:
        span = read_period(name, today)
        filters = Filters(since=span.since, until=span.until)

        def count(asked: Filters = filters) -> int:
            with reading():
                return listing.count_dispensed(asked)

        LASTING.renew(_key(filters), count)


def look(asked: Asked) -> Shown:
    """Show the case that waits first, all cases of the period, and how many each week had."""
    with reading():
        waiting = replace(asked.filters, state=PENDING, sort="", first=0, most=1)
        first = listing.cases(waiting, type_=asked.choice("loai-don")).rows
        found = case_view(first[0].id) if first and not asked.filters.state else None
        of = LASTING.once(
            _key(asked.filters),
            lambda: listing.count_dispensed(asked.filters),
            _DENOMINATOR_SECONDS,
        )
        summary = listing.summary(asked.filters, dispensed_on=of)
    body: list[Panel | Row] = []
    if found:
        there = asked.link(f"/don-hai-noi/{found.case.id}")
        ways = [Way(title=_("Mở để ghi và kết luận"), link=there, is_primary=True)]
        ways = ways if asked.may(Right.ACT) else [Way(title=_("Mở đơn này"), link=there)]
        body.append(sides(asked, found, ways))
    share = summary.cases / summary.prescriptions if summary.prescriptions else None
    foot = _(
        "{days} ngày: {n} trên {all} đơn, {share}. {closed} đã xong: {offline} do mất mạng,"
        " {not_asked} cơ sở không hỏi lại."
    ).format(
        days=asked.period.days,
        n=formats.number(summary.cases),
        all=formats.number(summary.prescriptions),
        share=_share(share),
        closed=formats.number(summary.closed),
        offline=formats.number(summary.offline),
        not_asked=formats.number(summary.not_asked),
    )
    cases = Panel(
        key="don",
        title=_("Đơn bán hai nơi"),
        note=_("{n} chưa giải quyết; đơn kiểm soát đặc biệt trước").format(
            n=formats.number(summary.pending)
        ),
        content=_table(asked, summary),
        foot=foot,
    )
    weeks = Panel(
        key="tuan",
        title=_("Theo tuần"),
        note=_("số đơn bán hai nơi"),
        content=lambda: _weeks(asked),
        foot=_("Mã đơn che bớt. Không trang nào có người bệnh."),
    )
    columns = [Column(width=9, panels=[cases]), Column(width=3, panels=[weeks])]
    return Shown(body=[*body, Row(columns=columns)])


def _share(share: float | None) -> str:
    if share is None:
        return formats.UNKNOWN
    if 0 < share < _LEAST_SHARE:
        return _("dưới {share} %").format(share=formats.number(_LEAST_SHARE * 100, 2))
    return f"{formats.number(share * 100, 2)} %"


def _table(asked: Asked, summary: listing.Summary) -> Table:
    return Table(
        query=partial(listing.cases, type_=asked.choice("loai-don")),
        is_main=True,
        what=_("đơn"),
        columns=(
            Cell(
                name="prescription",
                title=_("Mã đơn"),
                is_name=True,
                value=lambda row: words_of.code_words(row.prescription),
                link=lambda row: asked.link(f"/don-hai-noi/{row.id}"),
            ),
            Cell(name="day", title=_("Bán sau"), kind=Kind.DAY, sorts=True),
            Cell(
                name="outlets",
                title=_("Các cơ sở"),
                value=lambda row: words_of.short_names(row.outlets),
            ),
            Cell(name="drug", title=_("Thuốc bán thừa"), mark=words_of.control_tag),
            Cell(name="units", title=_("Thừa"), kind=Kind.COUNT, sorts=True),
            Cell(
                name="offline_seconds",
                title=_("Mất mạng"),
                kind=Kind.SPAN,
                value=lambda row: (
                    timedelta(seconds=row.offline_seconds) if row.offline_seconds else None
                ),
            ),
            Cell(
                name="read",
                title=_("Đã xem báo"),
                value=lambda row: words_of.read_words(row.told, row.read),
            ),
            Cell(
                name="state",
                title=_("Tình trạng"),
                sorts=True,
                value=lambda row: words_of.state_words(row.state),
            ),
        ),
        empty=_("Không có đơn nào bán hai nơi trong kỳ này"),
        checked=_("Đã so {n} đơn có bán thuốc.").format(n=formats.number(summary.prescriptions)),
        is_good=True,
    )


def _weeks(asked: Asked) -> Lines:
    since = monday(asked.filters.until) - timedelta(weeks=WEEKS - 1)
    found = listing.by_week(replace(asked.filters, since=since))
    return Lines(
        labels=[formats.week(week.monday) for week in found],
        series=[Series(name=_("Số đơn"), values=[week.cases for week in found])],
        unit="count",
        unfinished=True,
        height=210,
    )


PAGE = Page(
    path="/don-hai-noi",
    title=lambda: _("Đơn bán hai nơi"),
    right=Right.OVERSIGHT,
    group=Group.SALES,
    look=look,
    count=listing.pending,
    filters=("area", "state", "period"),
    states=words_of.state_options,
    period="30-ngay",
    periods=("7-ngay", "30-ngay", "90-ngay"),
    warm=_warm,
    choices=(Choice(name="loai-don", title=lambda: _("Loại đơn"), options=words_of.type_options),),
    queries=(CASES,),
)
