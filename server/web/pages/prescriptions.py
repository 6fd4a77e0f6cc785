"""Prescription drugs: how many are sold without prescription, where, and by whose decision."""

from collections.abc import Callable
from dataclasses import replace

from server.oversight.queries import overrides, prescription_only, standing_out
from server.oversight.queries.coverage import is_covered
from server.oversight.queries.prescription_only import Compliance, PlaceCompliance
from server.oversight.queries.standing_out import Dot, Standing
from server.query.filters import Filters
from server.query.listing import Listing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Column, Group, Page, Panel, Query, Row, Shown
from server.web.pages import override_tables, places_table, standing
from server.web.pages.antibiotics import standing_now
from server.web.parts.charts import Lines, Series
from server.web.parts.numbers import Numbers, Tile, count_changed, points_changed
from server.web.parts.state import State
from server.web.parts.table import Column as Of
from server.web.parts.table import Kind, Table
from words import _

_LEAST_WEEKS = 3
_PLACES: dict[str, Callable[[Filters], Listing[PlaceCompliance]]] = {
    "": prescription_only.by_outlet,
    "xa": prescription_only.by_commune,
    "khu-vuc": prescription_only.by_area,
}


def look(asked: Asked) -> Shown:
    """Show numbers, weeks, who stands out, rules that were set aside, and places."""
    weeks = Panel(
        key="tuan",
        title=_("Bán không có đơn, theo tuần"),
        note=_("% lượt bán"),
        content=lambda: _lines(asked),
    )
    funnel = standing.panel(asked, "rx", volume=_("lượt bán thuốc kê đơn trong tuần"))
    set_aside = override_tables.panels(asked) if asked.may(Right.ENTRIES) else []
    by_place = Panel(
        key="noi",
        title=_("Theo {what}").format(what=places_table.what(asked)),
        note=_("lượt bán trong kỳ"),
        content=_table(asked),
    )
    return Shown(
        body=[
            Panel(key="so", content=lambda: _numbers(asked)),
            Row(
                columns=[
                    Column(width=7, panels=[weeks, *set_aside]),
                    Column(width=5, panels=[funnel]),
                ]
            ),
            by_place,
        ],
    )


def _numbers(asked: Asked) -> Numbers:
    before = replace(
        asked.filters, since=asked.period.before.since, until=asked.period.before.until
    )
    now = prescription_only.whole(asked.filters)
    then = prescription_only.whole(before) if is_covered(before.since) else None
    tiles = [
        _tile(asked, _("Thuốc kê đơn bán không đơn"), now, then, ("rx_without", "rx")),
        _tile(asked, _("Kháng sinh bán không đơn"), now, then, ("abx_without", "abx")),
        _tile(asked, _("Lượt bán có thuốc kê đơn"), now, then, ("rx", "sales")),
    ]
    if asked.may(Right.ENTRIES):
        found = overrides.count_overrides(asked.filters)
        earlier = overrides.count_overrides(before) if then else None
        tiles.append(
            Tile(
                title=_("Ngoại lệ"),
                figure=formats.number(found),
                unit=_("lần"),
                note=since_before(asked, count_changed(found, earlier)),
                link=asked.link("/ke-don/ngoai-le"),
            )
        )
    return Numbers(tiles=tiles)


def since_before(asked: Asked, change: str) -> str:
    """Say what a change is measured against; nothing, if there is none."""
    if not change:
        return ""
    return _("{change} so với {n} ngày trước").format(change=change, n=asked.period.days)


def _tile(
    asked: Asked,
    title: str,
    now: Compliance,
    then: Compliance | None,
    names: tuple[str, str],
) -> Tile:
    part, whole = (getattr(now, name) for name in names)
    before = _share(*(getattr(then, name) for name in names)) if then else None
    return Tile(
        title=title,
        figure=formats.share(_share(part, whole)),
        unit=f"{formats.number(part)} / {formats.number(whole)}",
        note=since_before(asked, points_changed(_share(part, whole), before)),
        link=asked.link("/khang-sinh") if names[1] == "abx" else "",
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _lines(asked: Asked) -> Lines | State:
    weeks = [one for one in prescription_only.by_week(asked.filters).rows if one.rx]
    if len(weeks) < _LEAST_WEEKS:
        return State(
            title=_("Mới có {n} tuần, chưa vẽ được xu hướng").format(n=len(weeks)),
            text=_("Chọn kỳ dài hơn để thấy xu hướng."),
        )
    return Lines(
        labels=[formats.week(week.week) for week in weeks],
        series=[
            Series(
                name=_("Thuốc kê đơn"), values=[_share(one.rx_without, one.rx) for one in weeks]
            ),
            Series(
                name=_("Kháng sinh"), values=[_share(one.abx_without, one.abx) for one in weeks]
            ),
        ],
        unfinished=not weeks[-1].is_over,
        height=230,
    )


def _table(asked: Asked) -> Table:
    is_outlets = not asked.choice("theo")
    outlets = Of(name="outlets", title=_("Cơ sở"), kind=Kind.COUNT, sorts=True)
    return Table(
        query=_PLACES[asked.choice("theo")],
        is_main=True,
        sort="-rx_without" if is_outlets else "-rx_share",
        what=places_table.what(asked),
        empty=_("Chưa có lượt bán nào trong kỳ"),
        columns=(
            places_table.name_column(asked),
            *([] if is_outlets else [outlets]),
            Of(name="rx", title=_("Lượt kê đơn"), kind=Kind.COUNT, sorts=True),
            Of(
                name="rx_with", title=_("Có đơn"), kind=Kind.COUNT,
                value=lambda row: row.rx - row.rx_without,
            ),
            Of(name="rx_without", title=_("Không đơn"), kind=Kind.COUNT, sorts=True),
            Of(
                name="rx_share", title=_("Tỷ lệ"), kind=Kind.SHARE, sorts=True,
                value=lambda row: _share(row.rx_without, row.rx),
            ),
            Of(
                name="abx_share", title=_("KS, không đơn"), kind=Kind.SHARE, sorts=True,
                value=lambda row: _share(row.abx_without, row.abx),
            ),
        ),
    )  # fmt: skip


def _standing(filters: Filters) -> Listing[Standing]:
    return standing_out.standing_out(filters, "rx")


def _funnel(filters: Filters) -> Listing[Dot]:
    return standing_out.funnel(filters, "rx")


def _query(name: str, run: Callable[[Filters], object], row: type, summary: str) -> Query:
    return Query(name=name, right=Right.OVERSIGHT, run=run, row=row, summary=summary)


PAGE = Page(
    path="/ke-don",
    title=lambda: _("Thuốc kê đơn"),
    right=Right.OVERSIGHT,
    group=Group.SALES,
    look=look,
    count=lambda: standing_now("rx"),
    filters=("search", "area", "commune", "kind", "period"),
    period="12-tuan",
    periods=("12-tuan", "26-tuan", "52-tuan", "7-ngay", "30-ngay"),
    choices=(places_table.CHOICE,),
    queries=(
        _query(
            "prescription-only-by-outlet", prescription_only.by_outlet, PlaceCompliance,
            "Sales with and without prescription, by outlet",
        ),
        _query(
            "prescription-only-by-commune", prescription_only.by_commune, PlaceCompliance,
            "The same by commune",
        ),
        _query(
            "prescription-only-by-area", prescription_only.by_area, PlaceCompliance,
            "The same by area, as areas were on each day",
        ),
        _query(
            "prescription-only-standing-out", _standing, Standing,
            "Outlets beyond the limit three finished weeks running",
        ),
        _query(
            "prescription-only-funnel", _funnel, Dot,
            "Outlets of the last finished week: volume, without prescription, limit",
        ),
        *override_tables.QUERIES,
    ),
)  # fmt: skip
