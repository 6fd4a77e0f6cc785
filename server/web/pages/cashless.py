"""Payment without cash: how much of it, where, since when."""

from collections.abc import Callable
from dataclasses import replace

from server.oversight.queries import cashless
from server.oversight.queries.cashless import Cashless, PlaceCashless, WeekCashless
from server.oversight.queries.coverage import is_covered
from server.query.filters import Filters
from server.query.listing import Listing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Column, Group, Page, Panel, Query, Row, Shown
from server.web.pages import places_table
from server.web.pages.prescriptions import since_before
from server.web.parts.charts import Bar, Bars, Lines, Series
from server.web.parts.numbers import Numbers, Tile, points_changed
from server.web.parts.state import State
from server.web.parts.table import Column as Of
from server.web.parts.table import Kind, Table
from words import _

_LEAST_WEEKS = 3
_PLACES: dict[str, Callable[[Filters], Listing[PlaceCashless]]] = {
    "": cashless.by_outlet,
    "xa": cashless.by_commune,
    "khu-vuc": cashless.by_area,
}


def look(asked: Asked) -> Shown:
    """Show numbers, weeks, areas and places."""
    return Shown(
        body=[
            Panel(key="so", content=lambda: _numbers(asked)),
            Row(
                columns=[
                    Column(
                        width=7,
                        panels=[
                            Panel(
                                key="tuan", title=_("Không tiền mặt, theo tuần"),
                                note=_("% lượt bán và % tiền"), content=lambda: _lines(asked),
                            )
                        ],
                    ),
                    Column(
                        width=5,
                        panels=[
                            Panel(
                                key="khu-vuc", title=_("Theo khu vực"),
                                note=_("% lượt bán trong kỳ"), content=lambda: _areas(asked),
                            )
                        ],
                    ),
                ]
            ),
            Panel(
                key="noi",
                title=_("Theo {what}").format(what=places_table.what(asked)),
                content=_table(asked),
                foot=_("Không có quy định buộc nhận chuyển khoản; bảng này không đánh giá ai."),
            ),
        ],
    )  # fmt: skip


def _numbers(asked: Asked) -> Numbers:
    before = asked.period.before
    now = cashless.whole(asked.filters)
    then = Cashless()
    if is_covered(before.since):
        then = cashless.whole(replace(asked.filters, since=before.since, until=before.until))
    average = now.cashless_vnd // now.cashless if now.cashless else None
    in_cash = now.sales - now.cashless
    cash_vnd = now.takings_vnd - now.cashless_vnd
    return Numbers(
        tiles=[
            Tile(
                title=_("Lượt bán không tiền mặt"),
                figure=formats.share(_share(now)),
                unit=f"{formats.number(now.cashless)} / {formats.number(now.sales)}",
                note=since_before(asked, points_changed(_share(now), _share(then))),
            ),
            Tile(
                title=_("Tiền bán không tiền mặt"),
                figure=formats.share(_money_share(now)),
                unit=_("/ {n} triệu đồng").format(n=formats.number(now.takings_vnd / 1e6)),
                note=since_before(asked, points_changed(_money_share(now), _money_share(then))),
            ),
            Tile(
                title=_("Mỗi lượt chuyển khoản"),
                figure=formats.number(average),
                unit=_("đồng, trung bình"),
                note=_("tiền mặt: {vnd}").format(
                    vnd=formats.money(cash_vnd // in_cash if in_cash else None)
                ),
            ),
        ]
    )


def _share(one: Cashless | PlaceCashless | WeekCashless) -> float | None:
    return one.cashless / one.sales if one.sales else None


def _money_share(one: Cashless | PlaceCashless | WeekCashless) -> float | None:
    return one.cashless_vnd / one.takings_vnd if one.takings_vnd else None


def _lines(asked: Asked) -> Lines | State:
    weeks = [one for one in cashless.by_week(asked.filters).rows if one.sales]
    if len(weeks) < _LEAST_WEEKS:
        return State(
            title=_("Mới có {n} tuần, chưa vẽ được xu hướng").format(n=len(weeks)),
            text=_("Chọn kỳ dài hơn để thấy xu hướng."),
        )
    return Lines(
        labels=[formats.week(week.week) for week in weeks],
        series=[
            Series(name=_("lượt bán"), values=[_share(one) for one in weeks]),
            Series(name=_("tiền"), values=[_money_share(one) for one in weeks]),
        ],
        unfinished=not weeks[-1].is_over,
        height=230,
    )


def _areas(asked: Asked) -> Bars | State:
    found = cashless.by_area(replace(asked.filters, sort="-cashless_share", first=0)).rows
    if not found:
        return State(title=_("Chưa có lượt bán nào trong kỳ"))
    return Bars(
        bars=[
            Bar(
                name=one.name,
                value=_share(one) or 0,
                whole=1,
                text=formats.share(_share(one)),
                note=_("{n} / {all} lượt").format(
                    n=formats.number(one.cashless), all=formats.number(one.sales)
                ),
                link=asked.again(khu_vuc=one.place, xa="", theo="xa"),
            )
            for one in found
        ],
        unit="share",
        head=_("Tỷ lệ"),
    )


def _table(asked: Asked) -> Table:
    return Table(
        query=_PLACES[asked.choice("theo")],
        is_main=True,
        sort="-sales",
        what=places_table.what(asked),
        empty=_("Chưa có lượt bán nào trong kỳ"),
        columns=(
            places_table.name_column(asked),
            Of(name="sales", title=_("Lượt bán"), kind=Kind.COUNT, sorts=True),
            Of(name="cashless", title=_("Không tiền mặt"), kind=Kind.COUNT, sorts=True),
            Of(name="cashless_share", title=_("% lượt"), kind=Kind.SHARE, sorts=True, value=_share),
            Of(name="takings_vnd", title=_("Tiền bán"), kind=Kind.MONEY, sorts=True),
            Of(name="cashless_vnd", title=_("Không tiền mặt, đồng"), kind=Kind.MONEY, sorts=True),
            Of(
                name="cashless_vnd_share", title=_("% tiền"), kind=Kind.SHARE, sorts=True,
                value=_money_share,
            ),
            Of(name="bar", title="", kind=Kind.BAR, value=_share),
        ),
    )  # fmt: skip


def _query(name: str, run: Callable[[Filters], object], row: type, summary: str) -> Query:
    return Query(name=name, right=Right.OVERSIGHT, run=run, row=row, summary=summary)


PAGE = Page(
    path="/thanh-toan",
    title=lambda: _("Thanh toán"),
    right=Right.OVERSIGHT,
    group=Group.SALES,
    look=look,
    filters=("search", "area", "commune", "kind", "period"),
    period="12-tuan",
    periods=("12-tuan", "26-tuan", "52-tuan", "7-ngay", "30-ngay"),
    choices=(places_table.CHOICE,),
    queries=(
        _query(
            "cashless-by-week", cashless.by_week, WeekCashless, "Payment without cash, by week"
        ),
        _query(
            "cashless-by-outlet", cashless.by_outlet, PlaceCashless, "The same by outlet"
        ),
        _query(
            "cashless-by-commune", cashless.by_commune, PlaceCashless, "The same by commune"
        ),
        _query(
            "cashless-by-area", cashless.by_area, PlaceCashless,
            "The same by area, as areas were on each day",
        ),
    ),
)  # fmt: skip
