"""Antibiotics: which ingredient moves, which outlet stands out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from server.oversight.queries import antibiotics, ingredient_totals, standing_out
from server.oversight.queries.standing_out import Dot, Standing
from server.query.filters import Filters
from server.query.listing import Listing
from server.web import times
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Choice, Column, Group, Page, Panel, Query, Row, Shown
from server.web.pages import antibiotics_heat, drug_words, standing
from server.web.parts.table import Column as Of
from server.web.parts.table import Kind, Table
from words import _


def look(asked: Asked) -> Shown:
    """Show ingredients by week, outlets that stand out, the WHO's groups, and the sums."""
    filters = replace(asked.filters, state=asked.choice("nhom"))
    view = asked.choice("xem")
    heads = {"": _("Không có đơn, theo hoạt chất và tuần"), "luot": _("Lượt bán theo hoạt chất"),
             "ddd": _("DDD theo hoạt chất và tuần")}  # fmt: skip
    notes = {
        "": _("% lượt bán"),
        "luot": _("lượt bán mỗi tuần"),
        "ddd": _("liều xác định hằng ngày"),
    }
    volume = _("DDD theo nhóm WHO") if view == "ddd" else _("Lượt bán kháng sinh")
    return Shown(
        body=[
            Row(
                columns=[
                    Column(
                        width=7,
                        panels=[
                            Panel(
                                key="tuan", title=heads[view], note=notes[view],
                                content=lambda: antibiotics_heat.heat(asked, filters),
                            ),
                            Panel(
                                key="nhom", title=volume,
                                note=_("mỗi tuần đã xong, kháng sinh toàn thân"),
                                late_on_phone=True,
                                content=lambda: antibiotics_heat.volumes(filters, view),
                            ),
                        ],
                    ),
                    Column(
                        width=5,
                        panels=[
                            standing.panel(asked, "abx", volume=_("lượt bán kháng sinh, tuần")),
                        ],
                    ),
                ]
            ),
            Panel(
                key="hoat-chat",
                title=_("Theo hoạt chất, cả kỳ"),
                note=_("gồm cả tuần chưa xong"),
                content=_totals(asked, filters),
                foot=_("DDD theo ATC/DDD của WHO; 0 khi WHO chưa đặt liều cho phối hợp đó."),
            ),
        ]
    )  # fmt: skip


def _totals(asked: Asked, filters: Filters) -> Table:
    def query(given: Filters) -> Listing[ingredient_totals.IngredientTotal]:
        return ingredient_totals.ingredient_totals(replace(given, state=filters.state))

    return Table(
        query=query,
        is_main=True,
        sort="-sales",
        what=_("hoạt chất"),
        empty=_("Không bán kháng sinh nào trong kỳ"),
        columns=(
            Of(
                name="ingredient", title=_("Hoạt chất"), is_name=True, sorts=True,
                value=lambda row: drug_words.ingredient(row.ingredient),
                link=lambda row: asked.link(f"/khang-sinh/{segment(row.ingredient)}"),
            ),
            Of(
                name="aware", title=_("Nhóm WHO"), sorts=True,
                value=lambda row: drug_words.group(row.aware, row.antibiotic),
            ),
            Of(name="sales", title=_("Lượt bán"), kind=Kind.COUNT, sorts=True),
            Of(name="unprescribed", title=_("Không đơn"), kind=Kind.COUNT, sorts=True),
            Of(name="share", title=_("Tỷ lệ"), kind=Kind.SHARE, sorts=True),
            Of(name="units", title=_("Đơn vị nhỏ nhất"), kind=Kind.COUNT, sorts=True),
            Of(name="ddd", title="DDD", kind=Kind.AMOUNT, sorts=True),
        ),
    )  # fmt: skip


def groups() -> Mapping[str, str]:
    """Return the WHO's groups, for the bar."""
    return {
        "": _("Tất cả"),
        "access": drug_words.group("access"),
        "watch": drug_words.group("watch"),
        "reserve": drug_words.group("reserve"),
        "topical": drug_words.group("", "topical"),
    }


def standing_now(subject: standing_out.Subject) -> int:
    """Return how many outlets stand out today: the figure in the list at the side."""
    today = datetime.now(times.HERE).date()
    return standing_out.standing_out(Filters(since=today, until=today), subject).total


def _standing(filters: Filters) -> Listing[Standing]:
    return standing_out.standing_out(filters, "abx")


def _funnel(filters: Filters) -> Listing[Dot]:
    return standing_out.funnel(filters, "abx")


def _query(
    name: str,
    run: Callable[..., Any],
    row: type,
    summary: str,
    states: tuple[str, ...] | None = None,
) -> Query:
    return Query(name=name, right=Right.OVERSIGHT, run=run, row=row, summary=summary, states=states)


PAGE = Page(
    path="/khang-sinh",
    title=lambda: _("Kháng sinh"),
    right=Right.OVERSIGHT,
    group=Group.SALES,
    look=look,
    count=lambda: standing_now("abx"),
    filters=("area", "commune", "kind", "period"),
    period="12-tuan",
    periods=("12-tuan", "26-tuan", "52-tuan"),
    choices=(
        Choice(name="nhom", title=lambda: _("Nhóm WHO"), options=groups),
        Choice(
            name="xem",
            title=lambda: _("Xem"),
            options=lambda: {"": _("% không đơn"), "luot": _("lượt bán"), "ddd": "DDD"},
        ),
    ),
    queries=(
        _query(
            "antibiotics-by-week", antibiotics.by_ingredient, antibiotics.IngredientWeek,
            "Antibiotics by ingredient and week", antibiotics.STATES,
        ),
        _query(
            "antibiotics-by-group", antibiotics.by_group, antibiotics.GroupWeek,
            "Antibiotics by WHO group and week: systemic ones, but for the state topical",
            antibiotics.STATES,
        ),
        _query(
            "antibiotics", ingredient_totals.ingredient_totals, ingredient_totals.IngredientTotal,
            "Antibiotics by ingredient in the period", antibiotics.STATES,
        ),
        _query(
            "antibiotics-standing-out", _standing, Standing,
            "Outlets beyond the limit three finished weeks running",
        ),
        _query(
            "antibiotics-funnel", _funnel, Dot,
            "Outlets of the last finished week: volume, without prescription, limit",
        ),
    ),
)  # fmt: skip
