"""One antibiotic: who sells it, how much, and how much of it without prescription."""

from dataclasses import replace
from functools import partial

from server.oversight.queries import antibiotics, ingredient_totals
from server.oversight.queries.antibiotics import IngredientOutlet
from server.query.filters import Filters
from server.query.listing import Listing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Column, NotFoundError, Page, Panel, Query, Row, Shown
from server.web.pages import drug_words, outlet_columns
from server.web.parts.charts import Lines, Series
from server.web.parts.numbers import Facts, Tile
from server.web.parts.state import State
from server.web.parts.table import Column as Of
from server.web.parts.table import Kind, Table
from words import _

_LEAST_WEEKS = 3
_ALL = 10_000


def look(asked: Asked) -> Shown:
    """Show its sums, two charts, and every outlet that sold it."""
    name = asked.fields["ingredient"]
    if "\0" in name:
        raise NotFoundError
    return Shown(
        title=drug_words.ingredient(name),
        crumb=[(_("Kháng sinh"), asked.link("/khang-sinh"))],
        body=[
            Panel(key="thong-tin", content=lambda: _facts(asked, name)),
            Row(
                columns=[
                    Column(
                        width=6,
                        panels=[
                            Panel(
                                key="khong-don", title=_("Bán không đơn"), note=_("% lượt bán"),
                                content=lambda: _lines(asked, name, is_share=True),
                            )
                        ],
                    ),
                    Column(
                        width=6,
                        panels=[
                            Panel(
                                key="luot", title=_("Lượt bán"), note=_("mỗi tuần đã xong"),
                                content=lambda: _lines(asked, name, is_share=False),
                            )
                        ],
                    ),
                ]
            ),
            Panel(
                key="co-so",
                title=_("Cơ sở bán hoạt chất này"),
                note=_("các tuần trong kỳ"),
                content=_table(asked, name),
                foot=_("Ai vượt giới hạn: xem Cơ sở nổi bật ở trang Kháng sinh."),
            ),
        ],
    )  # fmt: skip


def _facts(asked: Asked, name: str) -> Facts:
    lines = ingredient_totals.ingredient_totals(replace(asked.filters, most=_ALL)).rows
    those = [one for one in lines if one.ingredient == name]
    sales, without = sum(one.sales for one in those), sum(one.unprescribed for one in those)
    groups = [drug_words.group(one.aware, one.antibiotic) for one in those]
    return Facts(
        tiles=[
            Tile(title=_("Nhóm WHO"), figure=", ".join(dict.fromkeys(groups)) or formats.UNKNOWN),
            Tile(title=_("Lượt bán"), figure=formats.number(sales)),
            Tile(
                title=_("Không đơn"),
                figure=formats.share(without / sales if sales else None),
                unit=f"{formats.number(without)} / {formats.number(sales)}",
            ),
            Tile(
                title=_("Đơn vị nhỏ nhất"), figure=formats.number(sum(one.units for one in those))
            ),
            Tile(title="DDD", figure=formats.number(sum(one.ddd for one in those))),
        ]
    )


def _lines(asked: Asked, name: str, *, is_share: bool) -> Lines | State:
    filters = replace(asked.filters, state="")
    every = antibiotics.by_ingredient(filters).rows
    found = [one for one in every if one.ingredient == name and one.is_over]
    if len(found) < _LEAST_WEEKS:
        return State(
            title=_("Mới có {n} tuần, chưa vẽ được xu hướng").format(n=len(found)),
            text=_("Chọn kỳ dài hơn để thấy xu hướng."),
        )
    values = [one.unprescribed / one.sales if is_share else float(one.sales) for one in found]
    return Lines(
        labels=[formats.week(one.week) for one in found],
        series=[Series(name=drug_words.ingredient(name), values=values)],
        unit="share" if is_share else "count",
        height=190,
    )


def _table(asked: Asked, name: str) -> Table:
    return Table(
        query=partial(_outlets, ingredient=name),
        is_main=True,
        sort="-sales",
        what=_("cơ sở"),
        empty=_("Không cơ sở nào bán hoạt chất này trong kỳ"),
        columns=(
            outlet_columns.outlet(asked, sorts=True),
            outlet_columns.commune(asked, sorts=True),
            Of(name="sales", title=_("Lượt bán"), kind=Kind.COUNT, sorts=True),
            Of(name="unprescribed", title=_("Không đơn"), kind=Kind.COUNT, sorts=True),
            Of(
                name="share", title=_("Tỷ lệ"), kind=Kind.SHARE, sorts=True,
                value=lambda row: row.unprescribed / row.sales,
            ),
            Of(name="units", title=_("Đơn vị nhỏ nhất"), kind=Kind.COUNT, sorts=True),
            Of(
                name="ddd_thousandths", title="DDD", kind=Kind.AMOUNT, sorts=True,
                value=lambda row: row.ddd_thousandths / 1000,
            ),
        ),
    )  # fmt: skip


def _outlets(filters: Filters, *, ingredient: str) -> Listing[IngredientOutlet]:
    return antibiotics.outlets_of(filters, ingredient)


OUTLETS = Query(
    name="antibiotic-outlets",
    right=Right.OVERSIGHT,
    run=_outlets,
    row=IngredientOutlet,
    keys=("ingredient",),
    summary="Outlets that sold an ingredient",
)
PAGE = Page(
    path="/khang-sinh/{ingredient:path}",
    title=lambda: _("Kháng sinh"),
    right=Right.OVERSIGHT,
    look=look,
    filters=("search", "area", "commune", "kind", "period"),
    period="12-tuan",
    periods=("12-tuan", "26-tuan", "52-tuan"),
    queries=(OUTLETS,),
    under="/khang-sinh",
)
