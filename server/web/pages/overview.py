"""The overview: are the counters used, where not, and what must be done before when."""

from dataclasses import replace
from datetime import timedelta

from server.oversight.limits import monday
from server.oversight.queries import activity, overview, prescription_only, today
from server.query.listing import Listing
from server.store.database import reading
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Column, Group, Page, Panel, Query, Row, Shown
from server.web.pages import overview_map, overview_numbers, overview_tasks
from server.web.parts.charts import Lines, Series
from server.web.parts.form import Stack
from server.web.parts.state import State
from server.web.places import MOMENT, kept
from words import _

WEEKS = 12
_LEAST_WEEKS = 3
"""Fewer make no trend."""

FIGURES = Query(
    name="overview",
    right=Right.OVERVIEW,
    run=overview.overview,
    row=overview.Overview,
    is_timed=True,
    summary="The five figures of the first page",
)
TASKS = Query(
    name="today",
    right=Right.OVERVIEW,
    run=today.today,
    row=today.Task,
    is_timed=True,
    summary="What must be done, before when",
)
COMMUNES = Query(
    name="activity-by-commune",
    right=Right.OVERVIEW,
    run=activity.by_commune,
    row=activity.CommuneActivity,
    summary="Outlets that use their terminals, by commune",
)
AREAS = Query(
    name="activity-by-area",
    right=Right.OVERVIEW,
    run=activity.by_area,
    row=activity.AreaActivity,
    summary="Outlets that use their terminals, by area",
)
DAYS = Query(
    name="activity-by-day",
    right=Right.OVERVIEW,
    run=activity.by_day,
    row=activity.DayActivity,
    summary="Outlets that use their terminals, by day",
)
WEEKLY = Query(
    name="without-prescription-by-week",
    right=Right.OVERVIEW,
    run=prescription_only.by_week,
    row=prescription_only.WeekCompliance,
    summary="Sales with and without prescription, by week",
)


def look(asked: Asked) -> Shown:
    """Show numbers, map, what to do, and sales without prescription."""
    seven = _("7 ngày qua")
    left = Panel(
        key="ban-do",
        title=_("Tỷ lệ cơ sở đang dùng máy theo xã, phường"),
        note=seven,
        content=Stack(contents=[lambda: overview_map.drawn(asked), overview_map.table(asked)]),
        late_on_phone=True,
    )
    to_do = kept(("today", asked.filters), lambda: _today(asked), MOMENT)
    tasks = Panel(
        key="viec",
        title=_("Cần xử lý hôm nay"),
        note=_("{n} việc, xếp theo hạn").format(n=formats.number(to_do.total)),
        content=lambda: overview_tasks.tasks(asked, to_do.rows),
    )
    without = Panel(
        key="khong-don",
        title=_("Bán không có đơn"),
        note=_("% lượt bán, {n} tuần").format(n=WEEKS),
        more=(_("Kháng sinh"), asked.link("/khang-sinh")) if asked.may(Right.OVERSIGHT) else None,
        content=lambda: _without(asked),
    )
    return Shown(
        note=_("▲▼ so với {n} ngày trước").format(n=asked.period.days),
        body=[
            Panel(key="so", content=lambda: overview_numbers.numbers(asked)),
            Row(
                columns=[
                    Column(width=6, panels=[left]),
                    Column(width=6, panels=[tasks, without]),
                ]
            ),
        ],
    )


def _today(asked: Asked) -> Listing[today.Task]:
    with reading():
        return today.today(asked.filters, asked.now)


def _without(asked: Asked) -> Lines | State:
    since = monday(asked.filters.until) - timedelta(weeks=WEEKS - 1)
    found = prescription_only.by_week(replace(asked.filters, since=since)).rows
    weeks = [week for week in found if week.rx]
    if len(weeks) < _LEAST_WEEKS:
        return State(
            title=_("Mới có {n} tuần, chưa vẽ được xu hướng").format(n=len(weeks)),
            text=_("Bảng vẫn xuất được."),
        )
    return Lines(
        labels=[formats.week(week.week) for week in weeks],
        series=[
            Series(
                name=_("Kháng sinh"),
                values=[week.abx_without / week.abx if week.abx else None for week in weeks],
            ),
            Series(name=_("Thuốc kê đơn"), values=[week.rx_without / week.rx for week in weeks]),
        ],
        unfinished=not weeks[-1].is_over,
        height=230,
    )


PAGE = Page(
    path="/",
    title=lambda: _("Tổng quan"),
    right=Right.OVERVIEW,
    group=Group.TOP,
    look=look,
    filters=("area", "period"),
    queries=(FIGURES, TASKS, COMMUNES, AREAS, DAYS, WEEKLY),
    phone=1,
)
