"""Reports of sales on prescription that the national system has refused or does not have yet."""

from collections.abc import Mapping

from server.prescriptions import due, untold
from server.prescriptions.untold import UntoldLine
from server.store.database import reading, writing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Act, Button, Group, Page, Panel, Query, Shown
from server.web.pages import outlet_columns
from server.web.pages.doubles_words import code_words
from server.web.pages.untold_words import answer_words
from server.web.parts.state import Text
from server.web.parts.table import Column as Of
from server.web.parts.table import Kind, Table
from server.web.parts.tag import Tag
from server.web.posted import Posted
from words import _


def look(asked: Asked) -> Shown:
    """Show what was not told, why, and what can be done."""
    with reading():
        left = due.backlog()
    refused = left.refused
    again = Button(
        title=_("Gửi lại cả {n} báo cáo bị từ chối").format(n=formats.number(refused)),
        act="gui-lai",
        is_primary=True,
    )
    return Shown(
        crumb=[(_("Thuốc kê đơn"), asked.link("/ke-don"))],
        body=[
            Panel(
                key="bao-cao",
                title=_("Báo cáo chưa tới hệ thống quốc gia"),
                note=_("{n} bị từ chối").format(n=formats.number(refused)),
                content=_table(asked, is_all_told=not left.waiting + refused),
                foot=_("Mã đơn che bớt. Không trang nào có người bệnh."),
            ),
            Panel(key="cach-lam", title=_("Cần làm gì"), content=_explained),
        ],
        buttons=[again] if refused and asked.may(Right.ACT) else [],
    )


def send_again(asked: Asked, _posted: Posted) -> str:
    """Put what was refused back into the queue."""
    with writing():
        count = due.again(asked.now)
    return _("Đã xếp {n} báo cáo để gửi lại.").format(n=formats.number(count))


def states() -> Mapping[str, str]:
    """Return what reports can be narrowed to."""
    return {"refused": _("Bị từ chối"), "waiting": _("Chờ gửi")}


def _table(asked: Asked, *, is_all_told: bool) -> Table:
    told = _("Mọi lượt bán theo đơn đã tới hệ thống quốc gia, hoặc Sở chưa nối hệ thống đó.")
    return Table(
        query=untold.untold,
        is_main=True,
        what=_("báo cáo"),
        is_good=True,
        empty=_("Không có báo cáo nào chờ gửi hay bị từ chối"),
        checked=told if is_all_told else "",
        columns=(
            outlet_columns.outlet(asked, sorts=True),
            outlet_columns.commune(asked),
            Of(
                name="prescription", title=_("Mã đơn"),
                value=lambda row: code_words(row.prescription),
            ),
            Of(name="terminal", title=_("Máy quầy"), sorts=True),
            Of(name="seq", title=_("Số phiếu"), kind=Kind.COUNT, sorts=True),
            Of(name="since", title=_("Sở nhận"), kind=Kind.MOMENT, sorts=True),
            Of(name="state", title=_("Tình trạng"), sorts=True, value=_state, tag=_tag),
            Of(name="answer", title=_("Trả lời gần nhất"), value=_answer),
        ),
    )  # fmt: skip


def _state(row: UntoldLine) -> str:
    return states()[row.state]


def _tag(row: UntoldLine) -> Tag | None:
    return Tag(_state(row)) if row.state == "refused" else None


def _answer(row: UntoldLine) -> str:
    return answer_words(row.answer)


def _explained() -> Text:
    return Text(
        paragraphs=(
            _("Chờ gửi: máy chủ tự gửi lại, ngày càng thưa, đến khi được nhận."),
            _(
                "Bị từ chối: hệ thống quốc gia đã trả lời là không nhận, nên máy chủ không tự gửi"
                " lại. Xem câu trả lời: mã đơn sai thì hỏi cơ sở; mã cơ sở hay tài khoản sai thì"
                " sửa trước, rồi gửi lại."
            ),
            _("Nút gửi lại gửi mọi báo cáo bị từ chối của Sở, không theo bộ lọc của trang."),
            _("Phiếu bán vẫn được giữ đủ ở Sở trong mọi trường hợp."),
        )
    )


PAGE = Page(
    path="/ke-don/bao-cao",
    title=lambda: _("Báo cáo quốc gia"),
    right=Right.ENTRIES,
    group=Group.SALES,
    look=look,
    count=untold.refused,
    filters=("search", "area", "commune", "kind", "state"),
    states=states,
    queries=(
        Query(
            name="untold-sales",
            right=Right.ENTRIES,
            run=untold.untold,
            row=UntoldLine,
            summary="Sales on prescription that the national system has refused or does not know",
        ),
    ),
    acts=(Act(name="gui-lai", right=Right.ACT, run=send_again),),
)
