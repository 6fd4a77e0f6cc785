"""All outlets: which one departs from the others."""

from dataclasses import replace
from functools import partial
from statistics import median

from server.oversight.queries import outlet_lines
from server.oversight.queries.outlet_lines import OutletSeen
from server.oversight.queries.outlets import outlets
from server.reference import directory
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Group, Page, Panel, Query, Shown
from server.web.pages import outlet_words
from server.web.parts.table import Column, Kind, Table
from server.web.places import kept
from words import _

_ALL = 1_000_000

OUTLETS = Query(
    name="outlets",
    right=Right.OVERSIGHT,
    run=outlet_lines.outlet_lines,
    row=OutletSeen,
    is_timed=True,
    summary="Outlets with their figures of the period",
)


def look(asked: Asked) -> Shown:
    """Show the list."""
    return Shown(body=[Panel(key="co-so", content=_table(asked))])


def _table(asked: Asked) -> Table:
    communes, areas = outlet_words.communes(asked), outlet_words.areas()
    return Table(
        query=partial(outlet_lines.outlet_lines, now=asked.now),
        is_main=True,
        sort="gpp_due" if asked.filters.state == "gpp" else "state",
        what=_("cơ sở"),
        empty=_("Chưa có cơ sở nào trong danh sách của Sở"),
        foot=lambda _found: _foot(asked),
        columns=(
            Column(
                name="name", title=_("Cơ sở"), is_name=True, sorts=True,
                link=lambda row: _link(asked, row),
            ),
            Column(
                name="commune", title=_("Xã, phường"), sorts=True,
                value=lambda row: communes.get(row.commune, row.commune),
            ),
            Column(
                name="area", title=_("Khu vực"), sorts=True,
                value=lambda row: areas.get(row.area, row.area),
            ),
            Column(
                name="state", title=_("Tình trạng"), sorts=True,
                value=outlet_words.state, tag=outlet_words.state_tag,
            ),
            Column(
                name="last_contact", title=_("Liên lạc cuối"), kind=Kind.MOMENT, sorts=True,
            ),
            Column(
                name="sales", title=_("Lượt / ngày"), kind=Kind.AMOUNT, sorts=True,
                value=lambda row: row.sales_a_day,
            ),
            Column(
                name="rx_share", title=_("Kê đơn, không đơn"), kind=Kind.SHARE, sorts=True,
                value=lambda row: row.rx_without / row.rx if row.rx else None,
            ),
            Column(
                name="abx_share", title=_("KS, không đơn"), kind=Kind.SHARE, sorts=True,
                value=lambda row: row.abx_without / row.abx if row.abx else None,
            ),
            Column(name="overrides", title=_("Ngoại lệ"), kind=Kind.COUNT, sorts=True),
            *(
                [Column(name="gpp_due", title=_("Đánh giá GPP"), kind=Kind.DAY, sorts=True)]
                if asked.filters.state == "gpp" or asked.filters.sort.endswith("gpp_due")
                else []
            ),
            Column(name="expiring", title=_("Lô cận hạn"), kind=Kind.COUNT, sorts=True),
            Column(name="abx_weeks", title=_("KS, 12 tuần"), kind=Kind.SPARK),
        ),
    )  # fmt: skip


def _link(asked: Asked, row: OutletSeen) -> str:
    if not asked.may(Right.OUTLET):
        return ""
    return asked.link(f"/co-so/{segment(row.outlet)}", khu_vuc="", xa="", ky="12-tuan")


def _foot(asked: Asked) -> str:
    middle = kept(("median", asked.period), lambda: _median(asked))
    return _("KS: kháng sinh. Trung vị tỉnh: {share}").format(share=formats.share(middle))


def _median(asked: Asked) -> float | None:
    """Return the median of all outlets' shares of antibiotics without prescription."""
    filters = replace(
        asked.filters, search="", area="", commune="", kind="", state="", sort="", first=0,
        most=_ALL,
    )  # fmt: skip
    shares = [one.abx_without / one.abx for one in outlets(filters).rows if one.abx]
    return median(shares) if shares else None


def _registered() -> int:
    return sum(one.is_active for one in directory.listed().values())


PAGE = Page(
    path="/co-so",
    title=lambda: _("Cơ sở"),
    right=Right.OVERSIGHT,
    group=Group.TOP,
    look=look,
    count=_registered,
    filters=("search", "area", "commune", "kind", "state", "period"),
    states=outlet_words.states,
    queries=(OUTLETS,),
    phone=2,
)
