"""Rules that were set aside, beside the sales they belong to: by whom, and why."""

from server.oversight.queries import overrides, standing_out
from server.oversight.queries.standing_out import Standing
from server.query.filters import Filters
from server.query.listing import Listing
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Panel, Query
from server.web.pages import override_words, standing
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from words import _

_SHOWN = 8


def panels(asked: Asked, *, is_own: bool = False) -> list[Panel]:
    """Return who set most aside, and why; for those who may see entries.

    `is_own`: whether this is the page that they would lead to.
    """
    return [
        Panel(
            key="nhan-vien",
            title=_("Ngoại lệ theo nhân viên"),
            note=_("số lần trong kỳ"),
            more=None if is_own else (_("Từng lần"), asked.link("/ke-don/ngoai-le")),
            late_on_phone=True,
            content=staff_table(asked),
        ),
        Panel(
            key="ly-do",
            title=_("Ngoại lệ theo lý do"),
            note=_("số lần trong kỳ"),
            late_on_phone=True,
            content=_reasons(),
        ),
    ]


def staff_table(asked: Asked, *, is_main: bool = False) -> Table:
    """Return badges, those that did most first; tagged where the outlet is beyond its limit."""

    def mark(row: overrides.StaffOverrides) -> Tag | None:
        beyond = standing.found(asked, "overrides").rows
        return Tag(_("Cần xem")) if any(one.outlet == row.outlet for one in beyond) else None

    return Table(
        query=overrides.by_staff,
        is_main=is_main,
        most=_SHOWN,
        sort="-overrides",
        what=_("nhân viên"),
        is_good=True,
        empty=_("Không có ngoại lệ nào trong kỳ"),
        foot=_("Nhân viên hiện bằng số thẻ. Cần xem: cơ sở vượt giới hạn 3 tuần liền."),
        columns=(
            Column(name="staff", title=_("Nhân viên"), is_name=True, sorts=True),
            Column(
                name="outlet_name", title=_("Cơ sở"), sorts=True,
                link=lambda row: asked.link(
                    f"/co-so/{segment(row.outlet)}/ngoai-le", khu_vuc="", xa=""
                ),
                mark=mark,
            ),
            Column(name="overrides", title=_("Ngoại lệ"), kind=Kind.COUNT, sorts=True),
            Column(name="of_outlet", title=_("Cả cơ sở"), kind=Kind.COUNT, sorts=True),
            Column(name="last_at", title=_("Lần cuối"), kind=Kind.MOMENT, sorts=True),
        ),
    )  # fmt: skip


def _reasons() -> Table:
    """Return how often each rule was set aside for each reason, and in how many outlets."""
    return Table(
        query=overrides.by_rule,
        what=_("lý do"),
        is_good=True,
        empty=_("Không có ngoại lệ nào trong kỳ"),
        columns=(
            Column(
                name="reason", title=_("Lý do"), is_name=True,
                value=lambda row: override_words.reason(row.reason),
            ),
            Column(
                name="rule", title=_("Quy tắc bỏ qua"),
                value=lambda row: override_words.rule(row.rule),
            ),
            Column(name="overrides", title=_("Ngoại lệ") + " ↓", kind=Kind.COUNT),
            Column(name="outlets", title=_("Cơ sở"), kind=Kind.COUNT),
        ),
    )  # fmt: skip


def _standing(filters: Filters) -> Listing[Standing]:
    return standing_out.standing_out(filters, "overrides")


QUERIES = (
    Query(
        name="overrides-by-staff",
        right=Right.ENTRIES,
        run=overrides.by_staff,
        row=overrides.StaffOverrides,
        states=overrides.STATES,
        summary="Badges that set rules aside",
    ),
    Query(
        name="overrides-by-rule",
        right=Right.ENTRIES,
        run=overrides.by_rule,
        row=overrides.RuleOverrides,
        states=overrides.STATES,
        summary="Rules that were set aside, and why",
    ),
    Query(
        name="overrides-standing-out",
        right=Right.ENTRIES,
        run=_standing,
        row=Standing,
        summary="Outlets that set rules aside beyond the limit three finished weeks running",
    ),
)
