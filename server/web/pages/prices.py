"""Prices: who sells above the posted price, and whose price is far from everybody else's."""

from dataclasses import replace

from server.oversight.price_limits import (
    FAR_ABOVE,
    FAR_ANNOUNCED,
    FAR_BELOW,
    FAR_OUTLETS,
    REPEAT_DAYS,
)
from server.oversight.queries import above_posted, prices_far
from server.oversight.queries.above_posted import AbovePosted
from server.oversight.queries.prices_far import FarPrice
from server.query.filters import Filters
from server.query.listing import Listing
from server.store.database import reading
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.house import system_clock
from server.web.page import Column as Beside
from server.web.page import Group, Page, Panel, Query, Row, Shown
from server.web.pages import outlet_columns, price_strips
from server.web.parts.clouds import Strips
from server.web.parts.state import State
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from server.web.period import read_period
from server.web.times import HERE
from words import _

_PERIOD = "7-ngay"

ABOVE = Query(
    name="above-posted",
    right=Right.OVERSIGHT,
    run=above_posted.above_posted,
    row=AbovePosted,
    summary="Outlets and drugs with sales above the posted price",
)
FAR = Query(
    name="prices-far",
    right=Right.OVERSIGHT,
    run=prices_far.far_prices,
    row=FarPrice,
    states=prices_far.STATES,
    summary="Last prices far from the province's median or the announced wholesale price",
)


def look(asked: Asked) -> Shown:
    """Show prices about their medians, and beside them who sold above the posted price."""
    with reading():
        found = above_posted.above_posted(replace(asked.filters, first=0, most=1_000_000, sort=""))
    outlets = len({one.outlet for one in found.rows})
    chart = Panel(
        key="trung-vi",
        title=_("Giá bán so với trung vị tỉnh"),
        note=_("mỗi chấm một cơ sở, giá gần nhất"),
        content=lambda: _strips(asked),
    )
    above = Panel(
        key="niem-yet",
        title=_("Bán quá giá niêm yết"),
        note=_("{n} cơ sở, xếp theo phần vượt").format(n=formats.number(outlets)),
        content=_above(asked),
    )
    return Shown(
        body=[
            Row(
                columns=[
                    Beside(width=5, panels=[chart]),
                    Beside(width=7, panels=[above]),
                ]
            ),
            _far(asked),
        ]
    )


def outlets_above() -> int:
    """Return how many outlets sold above the posted price in the usual period."""
    period = read_period(_PERIOD, system_clock().astimezone(HERE).date())
    everything = Filters(since=period.since, until=period.until, most=1_000_000)
    return len({one.outlet for one in above_posted.above_posted(everything).rows})


def _strips(asked: Asked) -> Strips | State:
    found = prices_far.spreads(asked.filters)
    if not found:
        return State(
            title=_("Không có giá nào xa trung vị"),
            text=_("Trung vị tính từ giá gần nhất của ít nhất {n} cơ sở.").format(n=FAR_OUTLETS),
            icon="done",
        )
    return price_strips.strips(found, asked)


def _above(asked: Asked) -> Table:
    return Table(
        query=ABOVE,
        is_main=True,
        sort="-over",
        what=_("dòng"),
        columns=[
            outlet_columns.outlet(asked, sorts=True),
            Column(
                name="drug_name",
                title=_("Thuốc"),
                sorts=True,
                link=lambda row: asked.link(f"/gia/{segment(row.drug)}", co_so=row.outlet),
            ),
            Column(name="posted_vnd", title=_("Niêm yết"), kind=Kind.MONEY, sorts=True),
            Column(name="price_vnd", title=_("Giá bán"), kind=Kind.MONEY, sorts=True),
            Column(
                name="over",
                title=_("Vượt"),
                kind=Kind.SHARE,
                sorts=True,
                bold=lambda _row: True,
            ),
            Column(name="lines", title=_("Dòng bán"), kind=Kind.COUNT, sorts=True),
            Column(
                name="repeated",
                title=_("Lặp lại"),
                kind=Kind.COUNT,
                sorts=True,
                tag=lambda row: Tag(str(row.repeated)) if row.repeated > 1 else None,
            ),
        ],
        foot=_("Giá theo đơn vị bán. Lặp lại: số ngày có bán quá giá trong {n} ngày.").format(
            n=REPEAT_DAYS
        ),
        empty=_("Không có cơ sở nào trong kỳ này"),
        checked=_("Đã so mọi dòng bán trong kỳ với giá niêm yết của cơ sở."),
        is_good=True,
    )


def _far(asked: Asked) -> Panel:
    words = _("từ {above} lần trở lên hoặc {below} lần trở xuống, khi ít nhất {n} cơ sở bán")
    return Panel(
        key="xa-trung-vi",
        title=_("Giá xa trung vị tỉnh hoặc giá công bố"),
        note=words.format(
            above=formats.number(FAR_ABOVE, 1), below=formats.number(FAR_BELOW, 1), n=FAR_OUTLETS
        ),
        content=Table(
            query=_any_far,
            what=_("giá"),
            columns=_far_columns(asked),
            foot=_(
                "Nêu giá trên {n} lần giá bán buôn công bố; đó không phải mức trần bán lẻ."
            ).format(n=formats.number(FAR_ANNOUNCED)),
            empty=_("Không có giá nào xa trung vị hoặc giá công bố"),
            checked=_("Đã so giá gần nhất của mọi cơ sở."),
            is_good=True,
        ),
    )


def _any_far(filters: Filters) -> Listing[FarPrice]:
    """The bar's state is about posted prices alone."""
    return prices_far.far_prices(replace(filters, state=""))


def _far_columns(asked: Asked) -> list[Column]:
    return [
        outlet_columns.outlet(asked),
        Column(
            name="drug_name",
            title=_("Thuốc, đơn vị"),
            value=lambda row: _("{drug}, {unit}").format(drug=row.drug_name, unit=row.unit),
            link=lambda row: asked.link(f"/gia/{segment(row.drug)}"),
        ),
        Column(name="why", title=_("Vì sao"), value=_why),
        Column(name="price_vnd", title=_("Giá bán"), kind=Kind.MONEY),
        Column(name="median_vnd", title=_("Trung vị tỉnh"), kind=Kind.MONEY),
        Column(
            name="times",
            title=_("So với trung vị"),
            kind=Kind.SHARE,
            bold=lambda row: row.is_far_from_median,
        ),
        Column(name="outlets", title=_("Cơ sở cùng bán"), kind=Kind.COUNT),
        Column(
            name="announced_vnd",
            title=_("Giá công bố"),
            kind=Kind.MONEY,
        ),
        Column(
            name="announced",
            title=_("So với công bố"),
            kind=Kind.SHARE,
            value=lambda row: row.price_vnd / row.announced_vnd if row.announced_vnd else None,
            bold=lambda row: row.is_far_above_announced,
        ),
        Column(name="at", title=_("Bán lần cuối"), kind=Kind.MOMENT),
    ]


def _why(row: FarPrice) -> str:
    if not row.is_far_from_median:
        return _("Giá công bố")
    return _("Trung vị, giá công bố") if row.is_far_above_announced else _("Trung vị")


PAGE = Page(
    path="/gia",
    title=lambda: _("Giá bán"),
    right=Right.OVERSIGHT,
    group=Group.SALES,
    look=look,
    count=outlets_above,
    filters=("search", "area", "commune", "kind", "state", "period"),
    states=lambda: {"repeated": _("Lặp lại")},
    period=_PERIOD,
    queries=(ABOVE, FAR),
)
