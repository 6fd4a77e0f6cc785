"""Every outlet that ever had a batch, and what became of it there."""

from server.oversight.queries.batch_trace import Forward, OutletTrace
from server.oversight.queries.stock_order import page
from server.query.filters import Filters
from server.query.listing import Listing
from server.web.asked import Asked
from server.web.page import Panel
from server.web.pages import batch_flow, outlet_columns
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from words import _


def panel(asked: Asked, found: Forward, unit: str) -> Panel:
    """Return the table, with the sum that closes below it."""
    return Panel(
        key="co-so",
        title=_("Cơ sở đã nhập lô"),
        note=_("đơn vị: {unit}").format(unit=unit),
        content=_table(asked, found),
    )


def _table(asked: Asked, found: Forward) -> Table:
    def fetch(filters: Filters) -> Listing[OutletTrace]:
        rows = found.outlets.rows
        order = {one.outlet: index for index, one in enumerate(rows)}
        return page(rows, filters, usual=lambda one: order[one.outlet])

    return Table(
        query=fetch,
        is_main=True,
        what=_("cơ sở"),
        columns=[
            outlet_columns.outlet(asked, sorts=True),
            outlet_columns.commune(asked, sorts=True),
            _count("received", _("Nhập")),
            _count("opening", _("Tồn đầu")),
            _count("sold", _("Bán")),
            _count("aside", _("Cất riêng")),
            _count("on_shelf", _("Còn tại quầy")),
            _count("written_off", _("Xuất hủy")),
            _count("sent_back", _("Trả NCC")),
            Column(
                name="difference",
                title=_("Chênh lệch"),
                kind=Kind.COUNT,
                sorts=True,
                tag=lambda row: Tag(str(row.difference)) if row.difference else None,
            ),
            Column(name="last_sold", title=_("Bán lần cuối"), kind=Kind.DAY, sorts=True),
            Column(
                name="source",
                title=_("Nguồn"),
                value=lambda _row: _("Truy ngược"),
                link=lambda row: asked.again(xem="", co_so=row.outlet, xep="") + "#truy-nguoc",
            ),
        ],
        foot=batch_flow.closing(found),
        totals=lambda _filters: dict(found.totals),
        empty=_("Chưa cơ sở nào nhập lô này"),
        checked=_("Đã xem mọi phiếu nhập mà tỉnh nhận được."),
    )


def _count(name: str, title: str) -> Column:
    return Column(name=name, title=title, kind=Kind.COUNT, sorts=True)
