"""Who stands out: share against volume with its limit, and the names beyond it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from server.oversight.limits import finished_weeks, most_by_chance
from server.oversight.queries import standing_out
from server.oversight.queries.standing_out import Dot, Standing, Subject
from server.query.listing import Listing
from server.web import formats
from server.web.asked import Asked
from server.web.page import Panel
from server.web.pages import outlet_columns
from server.web.pages.outlet_found import link_of
from server.web.parts.clouds import Funnel, Point
from server.web.parts.form import Stack
from server.web.parts.state import State
from server.web.parts.table import Column, Kind, Table
from server.web.places import MOMENT, kept
from words import _

_HIGHEST = 0.6
"""Share up to which the limit is drawn."""
_FEWEST = 6
"""Sales from which on an outlet and the limit are drawn: a share of fewer says nothing."""


def panel(asked: Asked, subject: Subject, *, volume: str, key: str = "noi-bat") -> Panel:
    """Return the funnel and the table of those beyond the limit."""
    (week,) = finished_weeks(asked.filters.until, 1)
    return Panel(
        key=key,
        title=_("Cơ sở nổi bật"),
        note=_("mỗi chấm một cơ sở, tuần {week}").format(week=week.isocalendar().week),
        content=Stack(contents=[lambda: _funnel(asked, subject, volume), table(asked, subject)]),
        foot=_(
            "Chỉ nêu tên khi vượt giới hạn 3 tuần liền, so với cơ sở cùng loại."
            " Cơ sở ít lượt bán có giới hạn rộng hơn; dưới {n} lượt không vẽ."
        ).format(n=_FEWEST),
    )


def table(asked: Asked, subject: Subject) -> Table:
    """Return those beyond the limit three weeks running."""
    part = _("Ngoại lệ") if subject == "overrides" else _("Không đơn")
    return Table(
        query=partial(standing_out.standing_out, subject=subject),
        what=_("cơ sở"),
        empty=_("Không có cơ sở nào vượt giới hạn 3 tuần liền"),
        checked=_("Đã so mọi cơ sở có bán trong tuần."),
        is_good=True,
        columns=(
            Column(
                name="number",
                title="",
                value=lambda row: _numbers(asked, subject).get(row.outlet, ""),
            ),
            outlet_columns.outlet(asked),
            Column(name="sales", title=_("Lượt"), kind=Kind.COUNT),
            Column(name="without", title=part, kind=Kind.COUNT),
            Column(
                name="share",
                title=_("Tỷ lệ") + " ↓",
                kind=Kind.SHARE,
                value=lambda row: row.without / row.sales,
                bold=lambda _row: True,
            ),
            Column(name="weeks", title=_("Vượt (tuần)"), kind=Kind.COUNT),
        ),
    )


def found(asked: Asked, subject: Subject) -> Listing[Standing]:
    """Return those beyond the limit, all of them."""
    filters = replace(asked.filters, state="", sort="", first=0, most=10_000)
    return kept(
        ("standing", subject, filters),
        lambda: standing_out.standing_out(filters, subject),
        MOMENT,
    )


def _funnel(asked: Asked, subject: Subject, volume: str) -> Funnel | State:
    every = standing_out.funnel(asked.filters, subject).rows
    dots = [dot for dot in every if dot.sales >= _FEWEST]
    if not dots:
        return State(
            title=_("Chưa có lượt bán nào trong tuần đã xong"),
            text=_("Biểu đồ cần ít nhất một tuần đã xong."),
        )
    # What the province's share of each kind makes of these outlets.
    middle = sum(dot.usual * dot.sales for dot in every) / sum(dot.sales for dot in every)
    numbers = _numbers(asked, subject)
    in_order = sorted(dots, key=lambda dot: numbers.get(dot.outlet, len(numbers) + 1))
    return Funnel(
        points=[_point(asked, dot, is_named=dot.outlet in numbers) for dot in in_order],
        middle=middle,
        limit=_limit(dots, middle),
        volume_title=volume,
        limit_title=_("giới hạn 99,8 %"),
        middle_title=_("tỉnh {share}").format(share=formats.share(middle)),
    )


def _point(asked: Asked, dot: Dot, *, is_named: bool) -> Point:
    return Point(
        name=_short(dot.name) if is_named else "",
        volume=dot.sales,
        share=dot.without / dot.sales,
        stands_out=is_named,
        link=link_of(asked, dot.outlet) if is_named else "",
    )


def _numbers(asked: Asked, subject: Subject) -> dict[str, int]:
    """Return the number under which the chart and the table name an outlet."""
    return {one.outlet: number for number, one in enumerate(found(asked, subject).rows, 1)}


def _short(name: str) -> str:
    """Return an outlet's name without its kind: a chart has little room."""
    kinds = ("Nhà thuốc ", "Quầy thuốc ", "Tủ thuốc TYT ")
    return next((name.removeprefix(kind) for kind in kinds if name.startswith(kind)), name)


def _limit(dots: Sequence[Dot], middle: float) -> list[tuple[float, float]]:
    """Return the curve: for each count that chance explains, the largest volume it holds for."""
    largest = max(dot.sales for dot in dots)
    last = round(largest * 1.05) + 1
    step = max(1, last // 1500)
    curve: dict[int, int] = {}
    for sales in range(_FEWEST, last + 1, step):
        curve[most_by_chance(sales, middle)] = sales
    return [(sales, count / sales) for count, sales in curve.items() if count / sales <= _HIGHEST]
