"""An outlet's exceptions, antibiotics and batches that expire."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from server.oversight.limits import finished_weeks, stands_out
from server.oversight.queries import one_outlet, overrides
from server.oversight.queries.expiring import ExpiringBatch, expiring
from server.oversight.queries.overrides import OverrideLine
from server.query.filters import Filters
from server.query.listing import Listing
from server.reference.outlets import Outlet
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Panel, Query
from server.web.pages import drug_words, override_words
from server.web.pages.antibiotics_heat import week_name
from server.web.parts.table import Column, Kind, Table, listed
from server.web.parts.tag import Tag
from words import _

_SHOWN = 6
_ALL = 100_000
_SOON = 30
"""Days."""


def _overrides(filters: Filters, *, outlet: str) -> Listing[OverrideLine]:
    return overrides.overrides(
        replace(filters, area="", commune="", kind="", search=""), outlet=outlet
    )


OVERRIDES = Query(
    name="outlet-overrides",
    right=Right.ENTRIES,
    run=_overrides,
    row=OverrideLine,
    keys=("outlet",),
    states=overrides.STATES,
    summary="Rules that an outlet set aside, by badge",
)


def week_of(asked: Asked) -> date:
    """Return the Monday of the last finished week of the period."""
    return finished_weeks(asked.filters.until, 1)[0]


def exceptions(asked: Asked, outlet: Outlet) -> Panel:
    """Return the rules that were set aside lately, with who did it."""
    filters = replace(asked.filters, area="", commune="", first=0, most=_ALL)
    staff = overrides.by_staff(filters, outlet=outlet.code).rows
    total = sum(one.overrides for one in staff)
    note = _("không có lần nào trong kỳ")
    if total:
        note = _("{n} lần trong kỳ; {most} lần cùng một nhân viên").format(
            n=formats.number(total), most=formats.number(staff[0].overrides)
        )
    every = asked.link(f"/co-so/{segment(outlet.code)}/ngoai-le")
    return Panel(
        key="ngoai-le",
        title=_("Ngoại lệ"),
        note=note,
        more=(_("Cả {n} lần").format(n=formats.number(total)), every) if total else None,
        content=override_table(outlet.code, most=_SHOWN),
    )


def _rule() -> Column:
    return Column(
        name="rule", title=_("Quy tắc bỏ qua"), sorts=True,
        value=lambda row: override_words.rule(row.rule),
    )  # fmt: skip


def _of_batch() -> tuple[Column, ...]:
    """Say which batch an exception was about, where it was about one."""
    return (
        Column(name="batch", title=_("Lô"), sorts=True),
        Column(name="units", title=_("Số lượng"), kind=Kind.COUNT, sorts=True),
    )


def override_table(outlet: str, *, most: int = 0) -> Table:
    """Return exceptions of an outlet; all of them, in pages, unless `most` says how many."""
    return Table(
        query=partial(_overrides, outlet=outlet),
        is_main=not most,
        most=most or _SHOWN,
        sort="-at",
        what=_("ngoại lệ"),
        is_good=True,
        empty=_("Không có ngoại lệ nào trong kỳ"),
        foot=_("Nhân viên hiện bằng số thẻ; không có người bệnh."),
        columns=(
            Column(name="at", title=_("Lúc"), kind=Kind.MOMENT, sorts=True),
            Column(name="drug_name", title=_("Thuốc"), sorts=True),
            *(() if most else (_rule(),)),
            Column(
                name="reason", title=_("Lý do"), sorts=True,
                value=lambda row: override_words.reason(row.reason),
            ),
            Column(name="staff", title=_("Nhân viên"), sorts=True),
            *(() if most else _of_batch()),
        ),
    )  # fmt: skip


def antibiotics(asked: Asked, outlet: Outlet, week: date) -> Panel:
    """Return what antibiotics it sold in the last finished week."""
    name = formats.week(week)
    return Panel(
        key="khang-sinh",
        title=_("Kháng sinh bán ra tuần {week}").format(week=week.isocalendar().week),
        note=_("theo hoạt chất"),
        content=Table(
            query=lambda _filters: one_outlet.ingredients(outlet.code, week),
            sort="-sales",
            what=_("hoạt chất"),
            is_good=True,
            empty=_("Không bán kháng sinh nào trong {week}").format(week=name),
            columns=(
                Column(
                    name="ingredient", title=_("Hoạt chất"), is_name=True,
                    value=lambda row: drug_words.ingredient(row.ingredient),
                    link=lambda row: asked.link(
                        f"/khang-sinh/{segment(row.ingredient)}", ky=week_name(week), xa="",
                        khu_vuc="",
                    ),
                ),
                Column(
                    name="aware", title=_("Nhóm WHO"),
                    value=lambda row: drug_words.group(row.aware, row.antibiotic),
                ),
                Column(name="sales", title=_("Lượt bán"), kind=Kind.COUNT),
                Column(name="unprescribed", title=_("Không đơn"), kind=Kind.COUNT),
                Column(
                    name="share", title=_("Tỷ lệ"), kind=Kind.SHARE,
                    value=lambda row: row.unprescribed / row.sales, bold=_is_far,
                ),
                Column(name="usual", title=_("Cùng loại, khu vực"), kind=Kind.SHARE),
            ),
        ),
    )  # fmt: skip


def expiring_batches(asked: Asked, outlet: Outlet) -> Panel:
    """Return what expires within 90 days, or has and still lies there."""
    found = _on_shelf(asked, outlet)
    return Panel(
        key="sap-het-han",
        title=_("Sắp hết hạn"),
        note=_("{n} lô trong 90 ngày").format(n=formats.number(len(found))),
        content=Table(
            query=listed(found),
            most=8,
            what=_("lô"),
            is_good=True,
            empty=_("Không có lô nào hết hạn trong 90 ngày"),
            columns=(
                Column(name="drug_name", title=_("Thuốc"), is_name=True),
                Column(
                    name="batch", title=_("Số lô"),
                    link=lambda row: asked.link(
                        f"/lo/{segment(row.drug)}/{segment(row.batch)}", ky="", xa="", khu_vuc=""
                    ),
                ),
                Column(name="expiry", title=_("Hạn dùng"), kind=Kind.DAY),
                Column(
                    name="days_left", title=_("Còn (ngày)"), kind=Kind.COUNT,
                    tag=lambda row: Tag(_("đã hết hạn")) if row.days_left < 0 else None,
                    bold=lambda row: row.days_left <= _SOON,
                ),
                Column(name="on_shelf", title=_("Còn tại quầy"), kind=Kind.COUNT),
            ),
        ),
    )  # fmt: skip


def _on_shelf(asked: Asked, outlet: Outlet) -> list[ExpiringBatch]:
    """Return its batches; the search finds every outlet with its code in the name as well."""
    today = asked.today
    wanted = Filters(since=today, until=today + timedelta(days=1), search=outlet.code, most=_ALL)
    return [one for one in expiring(wanted, today).rows if one.outlet == outlet.code]


def _is_far(row: one_outlet.IngredientLine) -> bool:
    """Whether its share is more than chance explains beside its peers; it names nobody."""
    return bool(row.usual) and stands_out(row.unprescribed, row.sales, row.usual or 0)
