"""What expires soon: expired and still on a shelf first, then within 30, 60 and 90 days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from server.oversight.queries import expiring, expiring_sums
from server.oversight.queries.expiring import ExpiringBatch, ExpiringOutlet, ExpiringSum
from server.oversight.queries.expiring_sums import ExpiringDrug, ExpiringMonth
from server.query.filters import Filters
from server.query.listing import Listing
from server.web import formats, times
from server.web.access import Right
from server.web.asked import Asked
from server.web.house import system_clock
from server.web.page import Column as Beside
from server.web.page import Group, Page, Panel, Query, Row, Shown
from server.web.pages import batches, outlet_columns
from server.web.parts.charts import Bar, Bars
from server.web.parts.numbers import Numbers, Tile
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from words import _

_MOST = 6
"""Rows of the tables beside."""


def _day(now: datetime) -> date:
    return now.astimezone(times.HERE).date()


def _batches(filters: Filters, *, now: datetime) -> Listing[ExpiringBatch]:
    return expiring.expiring(filters, _day(now))


def _sums(filters: Filters, *, now: datetime) -> Listing[ExpiringSum]:
    found = expiring.expiring_sums(filters, _day(now))
    return Listing(rows=found, total=len(found))


def _outlets(filters: Filters, *, now: datetime) -> Listing[ExpiringOutlet]:
    return expiring.expiring_outlets(filters, _day(now))


def _drugs(filters: Filters, *, now: datetime) -> Listing[ExpiringDrug]:
    until = _day(now) + timedelta(days=expiring.PERIODS[-1])
    return expiring_sums.expiring_drugs(filters, _day(now), until)


def _months(filters: Filters, *, now: datetime) -> Listing[ExpiringMonth]:
    return expiring_sums.expiring_months(filters, _day(now))


BATCHES = Query(
    name="expiring", right=Right.OVERSIGHT, run=_batches, row=ExpiringBatch, is_timed=True,
    summary="Batches on shelves that have expired, or do within 90 days",
)  # fmt: skip
SUMS = Query(
    name="expiring-sums", right=Right.OVERSIGHT, run=_sums, row=ExpiringSum, is_timed=True,
    states=(),
    summary="How much has expired, and how much does within 30, 60 and 90 days",
)  # fmt: skip
OUTLETS = Query(
    name="expiring-by-outlet", right=Right.OVERSIGHT, run=_outlets, row=ExpiringOutlet,
    is_timed=True, states=(), summary="What expires, by outlet",
)  # fmt: skip
DRUGS = Query(
    name="expiring-by-drug", right=Right.OVERSIGHT, run=_drugs, row=ExpiringDrug, is_timed=True,
    states=(), summary="What expires, by drug",
)  # fmt: skip
MONTHS = Query(
    name="expiring-by-month", right=Right.OVERSIGHT, run=_months, row=ExpiringMonth,
    is_timed=True, states=(), summary="What expires, by month",
)  # fmt: skip


def look(asked: Asked) -> Shown:
    """Show the sums, the batches, and where most of them lie."""
    return Shown(
        body=[
            Panel(key="so", content=lambda: _numbers(asked)),
            Row(
                columns=[
                    Beside(width=4, panels=[_by_outlet(asked)]),
                    Beside(width=4, panels=[_by_drug(asked)]),
                    Beside(width=4, panels=[_chart(asked)]),
                ]
            ),
            _list(asked),
        ]
    )


def expired() -> int:
    """Return how many batches have expired and still lie on shelves."""
    today = _day(system_clock())
    sums = expiring.expiring_sums(Filters(since=today, until=today), today)
    return sums[0].batches


def _numbers(asked: Asked) -> Numbers:
    sums = expiring.expiring_sums(replace(asked.filters, state=""), asked.today)
    titles = {
        expiring.EXPIRED: _("Đã hết hạn, còn trên kệ"),
        "30": _("Hết hạn trong 30 ngày"),
        "60": _("31 đến 60 ngày"),
        "90": _("61 đến 90 ngày"),
    }
    return Numbers(tiles=[_tile(one, titles[one.period], asked) for one in sums])


def _tile(one: ExpiringSum, title: str, asked: Asked) -> Tile:
    note: str | Tag = _("ở {n} cơ sở").format(n=formats.number(one.outlets))
    if one.period == expiring.EXPIRED:
        note = Tag(str(note)) if one.batches else _("không có lô nào")
    return Tile(
        title=title,
        figure=formats.number(one.batches),
        unit=_("lô"),
        note=note,
        link=asked.again(tinh_trang=one.period, xep=""),
    )


def _list(asked: Asked) -> Panel:
    return Panel(
        key="lo",
        title=_("Lô đã và sắp hết hạn"),
        note=_("hết hạn trước, xếp trước"),
        content=Table(
            query=partial(_batches, now=asked.now),
            is_main=True,
            what=_("lô"),
            groups=None if asked.filters.sort else _group,
            columns=[
                outlet_columns.outlet(asked, sorts=True),
                outlet_columns.commune(asked, sorts=True),
                Column(name="drug_name", title=_("Thuốc")),
                Column(
                    name="batch",
                    title=_("Lô"),
                    sorts=True,
                    link=lambda row: batches.address(asked, row.drug, row.batch),
                ),
                Column(name="expiry", title=_("Hạn dùng"), kind=Kind.DAY, sorts=True),
                Column(
                    name="days_left",
                    title=_("Còn (ngày)"),
                    kind=Kind.COUNT,
                    tag=lambda row: (
                        Tag(_("quá {n}").format(n=-row.days_left)) if row.days_left < 0 else None
                    ),
                ),
                Column(name="on_shelf", title=_("Trên kệ"), kind=Kind.COUNT, sorts=True),
            ],
            foot=_("Số lượng theo đơn vị nhỏ nhất (viên, gói, lọ)."),
            empty=_("Không có lô nào hết hạn trong 90 ngày"),
            checked=_("Đã xem mọi lô còn trên kệ của các cơ sở đã gửi."),
            is_good=True,
        ),
    )


def _group(row: ExpiringBatch) -> str:
    if row.days_left < 0:
        return _("Đã hết hạn, còn trên kệ")
    return next(
        (_("Trong {n} ngày").format(n=days) for days in expiring.PERIODS if row.days_left <= days),
        "",
    )


def _chart(asked: Asked) -> Panel:
    def drawn() -> Bars:
        found = expiring_sums.expiring_months(replace(asked.filters, sort="", first=0), asked.today)
        return Bars(bars=_bars(found.rows), head=_("Lô"))

    return Panel(
        key="thang",
        title=_("Hết hạn theo tháng"),
        note=_("lô, từ hôm nay"),
        content=drawn,
    )


def _bars(months: Sequence[ExpiringMonth]) -> list[Bar]:
    return [
        Bar(
            name=one.month.strftime("%m/%Y"),
            value=one.batches,
            text=_("{n} lô").format(n=formats.number(one.batches)),
            note=_("{n} cơ sở").format(n=formats.number(one.outlets)),
        )
        for one in months
    ]


def _by_outlet(asked: Asked) -> Panel:
    return Panel(
        key="co-so",
        title=_("Theo cơ sở"),
        note=_("lô"),
        content=Table(
            query=partial(_outlets, now=asked.now),
            most=_MOST,
            what=_("cơ sở"),
            columns=[
                outlet_columns.outlet(asked),
                _count("expired", _("Hết hạn"), is_bold=True),
                _count("within_30", _("30 ngày")),
                _count("within_60", "60"),
                _count("within_90", "90"),
            ],
            empty=_("Không có cơ sở nào"),
            is_good=True,
        ),
    )


def _by_drug(asked: Asked) -> Panel:
    return Panel(
        key="thuoc",
        title=_("Theo thuốc"),
        note=_("đã hết hạn hoặc trong 90 ngày"),
        content=Table(
            query=partial(_drugs, now=asked.now),
            most=_MOST,
            what=_("thuốc"),
            columns=[
                Column(name="drug_name", title=_("Thuốc"), is_name=True),
                _count("batches", _("Lô")),
                _count("outlets", _("Cơ sở")),
            ],
            empty=_("Không có thuốc nào"),
            is_good=True,
        ),
    )


def _count(name: str, title: str, *, is_bold: bool = False) -> Column:
    def bold(row: object) -> bool:
        return is_bold and bool(getattr(row, name))

    return Column(name=name, title=title, kind=Kind.COUNT, bold=bold)


PAGE = Page(
    path="/sap-het-han",
    title=lambda: _("Sắp hết hạn"),
    right=Right.OVERSIGHT,
    group=Group.SALES,
    look=look,
    count=expired,
    filters=("search", "area", "commune", "kind", "state"),
    states=lambda: {
        expiring.EXPIRED: _("Đã hết hạn"),
        "30": _("Trong 30 ngày"),
        "60": _("31 đến 60 ngày"),
        "90": _("61 đến 90 ngày"),
    },
    queries=(BATCHES, SUMS, OUTLETS, DRUGS, MONTHS),
)
