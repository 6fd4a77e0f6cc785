"""Everything that one outlet set aside: when, which drug, why, by whom."""

from dataclasses import replace

from server.oversight.queries import overrides
from server.store.database import reading
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Column, Page, Panel, Row, Shown
from server.web.pages import one_outlet_tables, override_words
from server.web.pages.outlet_found import crumb_of, find
from server.web.parts.charts import Bar, Bars
from server.web.parts.state import State
from words import _

_MOST_BADGES = 12


def look(asked: Asked) -> Shown:
    """Show them all, and how many each badge did."""
    with reading():
        outlet = find(asked)
        crumb = crumb_of(asked, outlet)
    here = (outlet.name, asked.link(f"/co-so/{segment(outlet.code)}"))
    return Shown(
        title=_("Ngoại lệ của {name}").format(name=outlet.name),
        crumb=[*crumb, here],
        body=[
            Row(
                columns=[
                    Column(
                        width=8,
                        panels=[
                            Panel(
                                key="ngoai-le",
                                title=_("Từng lần, mới nhất trước"),
                                content=one_outlet_tables.override_table(outlet.code),
                            )
                        ],
                    ),
                    Column(
                        width=4,
                        panels=[
                            Panel(
                                key="nhan-vien", title=_("Theo nhân viên"),
                                note=_("số lần trong kỳ"),
                                content=lambda: _by_staff(asked, outlet.code),
                            ),
                            Panel(
                                key="ly-do", title=_("Theo quy tắc, lý do"), note=_("số lần"),
                                content=lambda: _by_rule(asked, outlet.code),
                            ),
                        ],
                    ),
                ]
            )
        ],
    )  # fmt: skip


def _by_staff(asked: Asked, outlet: str) -> Bars | State:
    filters = replace(asked.filters, sort="", first=0, most=_MOST_BADGES)
    found = overrides.by_staff(filters, outlet=outlet).rows
    if not found:
        return _nothing()
    return Bars(
        bars=[Bar(name=one.staff, value=one.overrides, whole=one.of_outlet) for one in found],
        head=_("Ngoại lệ"),
    )


def _by_rule(asked: Asked, outlet: str) -> Bars | State:
    found = overrides.by_rule(asked.filters, outlet=outlet).rows
    if not found:
        return _nothing()
    return Bars(
        bars=[
            Bar(
                name=override_words.reason(one.reason),
                value=one.overrides,
                note=override_words.rule(one.rule),
            )
            for one in found
        ],
        head=_("Ngoại lệ"),
    )


def _nothing() -> State:
    return State(title=_("Không có ngoại lệ nào trong kỳ"), icon="done")


PAGE = Page(
    path="/co-so/{code}/ngoai-le",
    title=lambda: _("Ngoại lệ"),
    right=Right.ENTRIES,
    look=look,
    filters=("period",),
    period="12-tuan",
    periods=("12-tuan", "26-tuan", "52-tuan", "7-ngay", "30-ngay"),
    under="/co-so",
)
