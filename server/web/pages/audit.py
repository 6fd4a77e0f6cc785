"""The log of who saw and did what."""

from collections.abc import Mapping

from server.accounts import audit
from server.accounts.audit import Action, AuditRow, Result
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Group, Page, Panel, Query, Shown
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from words import _

LINES = Query(
    name="audit-log",
    right=Right.AUDIT,
    run=audit.lines,
    row=AuditRow,
    summary="Who saw and did what",
)


def look(_asked: Asked) -> Shown:
    """Show the log, the latest first."""
    panel = Panel(key="nhat-ky", title=_("Nhật ký truy cập"), note=_note(), content=_table())
    return Shown(body=[panel])


def _table() -> Table:
    return Table(
        query=LINES,
        is_main=True,
        sort="-at",
        what=_("dòng"),
        empty=_("Không có dòng nào trong kỳ này"),
        columns=(
            Column(name="at", title=_("Lúc"), kind=Kind.MOMENT, sorts=True),
            Column(name="account", title=_("Tài khoản"), sorts=True, is_name=True),
            Column(name="action", title=_("Việc"), value=lambda row: actions()[row.action]),
            Column(name="object", title=_("Trang, đối tượng")),
            Column(name="address", title=_("Từ máy")),
            Column(name="result", title=_("Kết quả"), value=_said, tag=_tag),
        ),
    )


def actions() -> Mapping[str, str]:
    """Return each action in the reader's words."""
    return {
        Action.SAW: _("xem"),
        Action.TOOK: _("xuất tệp"),
        Action.ASKED: _("hỏi API"),
        Action.ACTED: _("thao tác"),
        Action.SIGNED_IN: _("đăng nhập"),
        Action.SIGNED_OUT: _("đăng xuất"),
        Action.ACCOUNT: _("đổi tài khoản"),
    }


def _said(row: AuditRow) -> str:
    return {
        Result.DONE: _("được"),
        Result.REFUSED: _("bị từ chối"),
        Result.FAILED: _("lỗi"),
    }[Result(row.result)]


def _tag(row: AuditRow) -> Tag | None:
    return None if row.result == Result.DONE else Tag(_said(row))


def _note() -> str:
    return _("không ai sửa được; giữ ít nhất 12 tháng")


PAGE = Page(
    path="/nhat-ky",
    title=lambda: _("Nhật ký truy cập"),
    right=Right.AUDIT,
    group=Group.RUNNING,
    look=look,
    filters=("search", "state", "period"),
    search=lambda: _("Tài khoản, địa chỉ máy…"),
    states=actions,
    queries=(LINES,),
)
