"""Answers that are no page of figures: refused, failed, not found, and the frame of signing in."""

from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from server.web.access import Right
from server.web.house import House
from server.web.static import VERSION
from server.web.visitor import Visitor
from words import _

BEFORE_COOKIE = "quay-truoc"
"""Ties the sign-in form to a browser that has no session yet."""


def text(words: str, status: int) -> Response:
    """Return a sentence."""
    return PlainTextResponse(words, status_code=status)


def page(house: House, title: str, status: int = 200, **values: Any) -> Response:
    """Return a page without the list at the side."""
    shown = {
        "title": title,
        "department": house.department,
        "version": VERSION,
        "text": "",
        "icon_name": "ring",
        "button": None,
        "form": None,
        "extra": None,
        "wrong": "",
    }
    html = house.drawing.page("door.html", shown | values)
    return HTMLResponse(html, status_code=status)


def no_right(house: House, is_api: bool, right: Right, visitor: Visitor) -> Response:  # noqa: FBT001
    """Say whose page it is."""
    if is_api:
        return JSONResponse({"detail": "your roles may not see this"}, status_code=403)
    wanted = " / ".join(role.words for role in type(next(iter(right.roles))) if role in right.roles)
    has = visitor.session.account.titles if visitor.session else ""
    return page(
        house,
        _("Trang này cần quyền {roles}").format(roles=wanted),
        403,
        text=_("Vai trò đang dùng: {roles}. Hỏi quản trị của Sở.").format(roles=has),
        button=(_("Về trang đầu"), "/"),
    )


def not_found(house: House, is_api: bool) -> Response:  # noqa: FBT001
    """Say that there is nothing under this address."""
    if is_api:
        return JSONResponse({"detail": "not found"}, status_code=404)
    return page(
        house,
        _("Không có trang này"),
        404,
        text=_("Địa chỉ sai, hoặc mục này không còn nữa."),
        button=(_("Về trang đầu"), "/"),
    )


def failed(house: House, is_api: bool, code: str) -> Response:  # noqa: FBT001
    """Say that something went wrong, with a code that stands in the server's log."""
    if is_api:
        return JSONResponse({"detail": f"failed: {code}"}, status_code=500)
    return page(
        house,
        _("Trang này đang lỗi"),
        500,
        icon_name="look",
        text=_("Số liệu không mất. Thử lại; nếu vẫn lỗi, báo kỹ thuật mã {code}.").format(
            code=code
        ),
        button=(_("Về trang đầu"), "/"),
    )


def unavailable(house: House, is_api: bool) -> Response:  # noqa: FBT001
    """Say that the database does not answer."""
    if is_api:
        return JSONResponse({"detail": "database unavailable"}, status_code=503)
    return page(
        house,
        _("Chưa lấy được số liệu"),
        503,
        icon_name="look",
        text=_("Cơ sở dữ liệu chưa trả lời. Thử lại sau ít phút; phiếu của các máy không mất."),
        button=(_("Thử lại"), ""),
    )
