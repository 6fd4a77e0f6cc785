"""One's own account: sessions, language, password."""

from server.accounts import book, entry, sessions
from server.accounts.sessions import Session
from server.store.database import reading, writing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Act, Page, Panel, RefusedError, Row, Shown
from server.web.page import Column as Col
from server.web.parts.form import Form
from server.web.parts.numbers import Facts, Tile
from server.web.parts.table import Column, Kind, Table, listed
from server.web.parts.tag import Tag
from server.web.posted import Posted
from server.web.signing_in import new_password, password_fields
from words import _


def look(asked: Asked) -> Shown:
    """Show the account, where it is signed in, and what can be changed."""
    return Shown(
        title=asked.who.name,
        body=[
            Panel(key="toi", content=lambda: _facts(asked)),
            Row(
                columns=[
                    Col(width=7, panels=[Panel(
                        key="phien", title=_("Đang đăng nhập"),
                        note=_("nhiều nhất 3 nơi; tự hết sau 30 phút không dùng, hoặc 12 giờ"),
                        content=_sessions(asked),
                    )]),
                    Col(width=5, panels=[Panel(
                        key="mat-khau", title=_("Đổi mật khẩu"),
                        note=_("kết thúc mọi nơi khác đang đăng nhập"),
                        content=lambda: Form(
                            act="mat-khau", fields=password_fields(), button=_("Đổi mật khẩu")
                        ),
                    )]),
                ]
            ),
            Panel(
                key="ket-thuc", title=_("Kết thúc các nơi khác"),
                content=lambda: Form(
                    act="ket-thuc", fields=(), button=_("Kết thúc"), is_primary=False
                ),
            ),
        ],
    )  # fmt: skip


def change_password(asked: Asked, posted: Posted) -> str:
    """Change the password; every session ends, this one too."""
    with reading():
        session = sessions.find_session(asked.session, asked.now)
    if session is None:
        raise RefusedError(_("Đăng nhập lại rồi làm lại."))
    try:
        new = new_password(posted.secret)
        entry.set_own_password(session, posted.secret("cu"), new, asked.where, asked.now)
    except book.AccountError as error:
        raise RefusedError(str(error)) from error
    return _("Đã đổi mật khẩu.")


def end_others(asked: Asked, _posted: Posted) -> str:
    """End every session but this one."""
    with writing():
        sessions.end_all(asked.who, but=asked.session)
    return _("Đã kết thúc các nơi khác.")


def _facts(asked: Asked) -> Facts:
    who = asked.who
    second = _("đang dùng") if who.has_second else Tag(_("chưa đặt"))
    return Facts(
        tiles=[
            Tile(title=_("Tên đăng nhập"), figure=who.id),
            Tile(title=_("Vai trò"), figure=who.titles),
            Tile(title=_("Xác thực hai bước"), figure="", note=second),
            Tile(title=_("Mật khẩu từ"), figure=formats.day(who.changed_at.date())),
        ]
    )


def _sessions(asked: Asked) -> Table:
    with reading():
        found = sessions.of(asked.who, asked.now)
    return Table(
        query=listed(found),
        what=_("nơi"),
        columns=(
            Column(name="began_at", title=_("Từ lúc"), kind=Kind.MOMENT),
            Column(name="seen_at", title=_("Dùng lần cuối"), kind=Kind.MOMENT),
            Column(name="address", title=_("Máy"), is_name=True),
            Column(
                name="sha256",
                title=_("Nơi"),
                value=lambda row: _("nơi này") if row.sha256 == asked.session else "",
            ),
            Column(name="browser", title=_("Trình duyệt"), value=_browser),
        ),
    )


def _browser(session: Session) -> str:
    known = ("Edg/", "Firefox/", "Chrome/", "Safari/")
    return next((name.rstrip("/") for name in known if name in session.browser), "?")


def _door(_asked: Asked) -> str:
    return "/dang-nhap"


PAGE = Page(
    path="/toi",
    title=lambda: _("Tài khoản của tôi"),
    right=Right.OWN,
    look=look,
    acts=(
        Act(name="mat-khau", right=Right.OWN, run=change_password, then=_door),
        Act(name="ket-thuc", right=Right.OWN, run=end_others),
    ),
)
