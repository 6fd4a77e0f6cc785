"""Every rule that was set aside in the province: which outlets do it beyond chance, and who."""

from server.oversight.queries import overrides
from server.oversight.queries.overrides import OverrideLine
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Column, Page, Panel, Query, Row, Shown
from server.web.pages import override_tables, override_words, standing
from server.web.parts.table import Column as Of
from server.web.parts.table import Kind, Table
from words import _

LINES = Query(
    name="overrides",
    right=Right.ENTRIES,
    run=overrides.overrides,
    row=OverrideLine,
    states=overrides.STATES,
    summary="Rules that were set aside, by badge",
)


def look(asked: Asked) -> Shown:
    """Show who stands out, badges, and every single one."""
    return Shown(
        crumb=[(_("Thuốc kê đơn"), asked.link("/ke-don"))],
        body=[
            Row(
                columns=[
                    Column(width=7, panels=override_tables.panels(asked, is_own=True)),
                    Column(
                        width=5,
                        panels=[
                            standing.panel(asked, "overrides", volume=_("lượt bán trong tuần"))
                        ],
                    ),
                ]
            ),
            Panel(
                key="tung-lan",
                title=_("Từng lần, mới nhất trước"),
                content=_table(asked),
            ),
        ],
    )


def _table(asked: Asked) -> Table:
    return Table(
        query=overrides.overrides,
        is_main=True,
        sort="-at",
        what=_("ngoại lệ"),
        is_good=True,
        empty=_("Không có ngoại lệ nào trong kỳ"),
        foot=_("Nhân viên hiện bằng số thẻ; không có người bệnh."),
        columns=(
            Of(name="at", title=_("Lúc"), kind=Kind.MOMENT, sorts=True),
            Of(
                name="outlet_name", title=_("Cơ sở"), is_name=True, sorts=True,
                link=lambda row: asked.link(f"/co-so/{segment(row.outlet)}", khu_vuc="", xa=""),
            ),
            Of(name="drug_name", title=_("Thuốc"), sorts=True),
            Of(
                name="rule", title=_("Quy tắc bỏ qua"), sorts=True,
                value=lambda row: override_words.rule(row.rule),
            ),
            Of(
                name="reason", title=_("Lý do"), sorts=True,
                value=lambda row: override_words.reason(row.reason),
            ),
            Of(name="staff", title=_("Nhân viên"), sorts=True),
            Of(name="batch", title=_("Lô"), sorts=True),
            Of(name="units", title=_("Số lượng"), kind=Kind.COUNT, sorts=True),
        ),
    )  # fmt: skip


PAGE = Page(
    path="/ke-don/ngoai-le",
    title=lambda: _("Ngoại lệ"),
    right=Right.ENTRIES,
    look=look,
    filters=("search", "area", "commune", "kind", "period"),
    period="12-tuan",
    periods=("12-tuan", "26-tuan", "7-ngay", "30-ngay"),
    queries=(LINES,),
    under="/ke-don",
)
