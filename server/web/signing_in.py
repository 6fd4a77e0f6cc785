"""The pages of signing in: password, code, setting up a second factor, a password of one's own."""

import io
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import qrcode
import qrcode.image.svg
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from server.accounts import book, entry, second
from server.accounts.entry import HeldError, Step, WrongError
from server.accounts.sessions import Stage
from server.store.database import writing
from server.web import plain, visitor
from server.web.guard import Call
from server.web.house import House
from server.web.parts.form import Field
from words import LANGUAGES, _

_PLACES = {
    Stage.PASSWORD: "/dang-nhap/ma",
    Stage.ENROL: "/dang-nhap/dang-ky-ma",
    Stage.CHANGE: "/dang-nhap/mat-khau",
    Stage.IN: "/",
}
_BACK_COOKIE = "quay-ve"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorForm:
    """A form on a page of signing in."""

    action: str
    fields: tuple[Field, ...]
    button: str
    hidden: Mapping[str, str] = field(default_factory=dict)


def ask_password(house: House, call: Call, wrong: str = "") -> Response:
    """Ask for name and password."""
    stage = _stage(call)
    if stage is Stage.IN and not wrong:
        return RedirectResponse("/", status_code=303)
    before = call.request.cookies.get(plain.BEFORE_COOKIE) or secrets.token_urlsafe(16)
    csrf = call.visitor.secret if call.visitor.session else before
    form = DoorForm(
        action="/dang-nhap",
        hidden={"csrf": csrf, "ve": _back(call)},
        fields=(
            Field(name="ten", title=_("Tên đăng nhập"), autocomplete="username"),
            Field(
                name="mat-khau", title=_("Mật khẩu"), kind="password",
                autocomplete="current-password",
            ),
        ),
        button=_("Tiếp tục"),
    )  # fmt: skip
    status = 200 if not wrong else 401
    response = plain.page(house, _("Đăng nhập"), status, form=form, wrong=wrong)
    secure = call.request.url.scheme == "https"
    response.set_cookie(
        plain.BEFORE_COOKIE, before, httponly=True, samesite="strict", secure=secure
    )
    return response


def take_password(house: House, call: Call) -> Response:
    """Take name and password."""
    name, password = call.posted.secret("ten"), call.posted.secret("mat-khau")
    try:
        step = entry.try_password(name[:200], password, call.visitor.where, call.now)
    except HeldError:
        return ask_password(house, call, _held())
    except WrongError:
        return ask_password(house, call, _("Tên đăng nhập hoặc mật khẩu không đúng."))
    response = _go(call, step)
    back = call.posted.secret("ve")
    if is_ours(back):
        response.set_cookie(_BACK_COOKIE, back[:2000], httponly=True, samesite="lax", max_age=600)
    return response


def ask_code(house: House, call: Call, wrong: str = "") -> Response:
    """Ask for the second factor."""
    if elsewhere := _elsewhere(call, Stage.PASSWORD):
        return elsewhere
    form = _code_form(call, "/dang-nhap/ma", _("Hoặc một mã khôi phục, nếu không còn điện thoại."))
    return plain.page(
        house, _("Mã xác thực"), 200 if not wrong else 401, wrong=wrong, form=form,
        text=_("Mở ứng dụng xác thực trên điện thoại và nhập mã 6 chữ số."),
    )  # fmt: skip


def take_code(house: House, call: Call) -> Response:
    """Take a code."""
    session = call.visitor.session
    if session is None or session.stage is not Stage.PASSWORD:
        return RedirectResponse("/dang-nhap", status_code=303)
    code = call.posted.secret("ma")
    try:
        step = entry.try_code(session, code, house.sealer, call.visitor.where, call.now)
    except HeldError:
        return ask_code(house, call, _held())
    except WrongError:
        return ask_code(house, call, _("Mã không đúng hoặc đã dùng. Chờ mã mới rồi nhập lại."))
    return _go(call, step)


def ask_enrolment(house: House, call: Call, wrong: str = "") -> Response:
    """Have a second factor set up."""
    if elsewhere := _elsewhere(call, Stage.ENROL):
        return elsewhere
    session = call.visitor.session
    secret = entry.offer_second(session, house.sealer) if session else ""
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return plain.page(
        house, _("Đặt xác thực hai bước"), 200 if not wrong else 401, wrong=wrong,
        text=_("Quét mã này bằng ứng dụng xác thực trên điện thoại, rồi nhập mã 6 chữ số."),
        extra=_fragment(house, "enrol.html", secret=spaced),
        form=_code_form(call, "/dang-nhap/dang-ky-ma"),
    )  # fmt: skip


def take_enrolment(house: House, call: Call) -> Response:
    """Take the first code and show the recovery codes, this once."""
    session = call.visitor.session
    if session is None or session.stage is not Stage.ENROL:
        return RedirectResponse("/dang-nhap", status_code=303)
    code = call.posted.secret("ma")
    try:
        step = entry.confirm_second(session, code, house.sealer, call.visitor.where, call.now)
    except WrongError:
        return ask_enrolment(house, call, _("Mã không đúng. Chờ mã mới rồi nhập lại."))
    response = plain.page(
        house, _("Mã khôi phục"),
        text=_("Chép các mã này ra giấy và cất kỹ: mỗi mã thay điện thoại được một lần, "
               "và trang này chỉ hiện một lần."),
        extra=_fragment(house, "codes.html", codes=step.codes),
        button=(_("Đã chép, tiếp tục"), _PLACES[step.stage]),
    )  # fmt: skip
    visitor.set_session(call.request, response, step.token)
    return response


def square_code(house: House, call: Call) -> Response:
    """Return the square code that a phone scans."""
    session = call.visitor.session
    if session is None or session.stage is not Stage.ENROL:
        return plain.not_found(house, call.is_api)
    secret = entry.offer_second(session, house.sealer)
    issuer = f"Quầy {house.department}".strip()
    drawn = qrcode.make(
        second.address_of(secret, session.account.id, issuer),
        image_factory=qrcode.image.svg.SvgPathImage,
        border=2,
    )
    file = io.BytesIO()
    drawn.save(file)
    return Response(file.getvalue(), media_type="image/svg+xml")


def ask_own_password(house: House, call: Call, wrong: str = "") -> Response:
    """Have the password changed that somebody else gave, or that is too old."""
    if elsewhere := _elsewhere(call, Stage.CHANGE):
        return elsewhere
    form = DoorForm(
        action="/dang-nhap/mat-khau",
        hidden={"csrf": call.visitor.secret},
        fields=password_fields(),
        button=_("Đổi mật khẩu"),
    )
    session = call.visitor.session
    if session and session.account.must_change:
        title, why = _("Đặt mật khẩu của riêng mình"), _("Mật khẩu hiện tại do người khác đặt.")
    else:
        title, why = _("Đổi mật khẩu"), _("Quản trị viên đổi mật khẩu hai tháng một lần.")
    text = _("{why} Mật khẩu mới cần ít nhất 12 ký tự.").format(why=why)
    return plain.page(house, title, 200 if not wrong else 400, wrong=wrong, form=form, text=text)


def take_own_password(house: House, call: Call) -> Response:
    """Take a password of one's own."""
    session = call.visitor.session
    if session is None or session.stage is not Stage.CHANGE:
        return RedirectResponse("/dang-nhap", status_code=303)
    try:
        step = entry.change_password(
            session,
            call.posted.secret("cu"),
            new_password(call.posted.secret),
            call.visitor.where,
            call.now,
        )
    except book.AccountError as error:
        return ask_own_password(house, call, str(error))
    return _go(call, step)


def leave(_house: House, call: Call) -> Response:
    """Sign out."""
    if call.visitor.session:
        entry.leave(call.visitor.session, call.visitor.where, call.now)
    response = RedirectResponse("/dang-nhap", status_code=303)
    visitor.drop_session(call.request, response)
    return response


def choose_language(_house: House, call: Call) -> Response:
    """Change the language, of the account too if somebody is signed in."""
    chosen, back = call.posted.secret("n"), call.posted.secret("ve")
    response = RedirectResponse(back if is_ours(back) else "/", status_code=303)
    if chosen in LANGUAGES:
        visitor.set_language(call.request, response, chosen)
        if call.visitor.session:
            with writing():
                book.set_language(call.visitor.session.account, chosen)
    return response


def password_fields() -> tuple[Field, ...]:
    """Return what is filled in to change a password."""
    return (
        Field(
            name="cu", title=_("Mật khẩu hiện tại"), kind="password",
            autocomplete="current-password",
        ),
        Field(name="moi", title=_("Mật khẩu mới"), kind="password", autocomplete="new-password"),
        Field(name="lai", title=_("Nhập lại"), kind="password", autocomplete="new-password"),
    )  # fmt: skip


def new_password(field_of: Callable[[str], str]) -> str:
    """Return the new password; raise `AccountError` unless it was typed twice alike."""
    new, again = field_of("moi"), field_of("lai")
    if new != again:
        raise book.AccountError(_("Hai lần nhập mật khẩu mới không giống nhau."))
    return new


def is_ours(address: str) -> bool:
    """Whether an address is a path of these pages, and not another computer's.

    >>> is_ours("/co-so?xa=1"), is_ours("//evil.example"), is_ours("https://evil.example")
    (True, False, False)
    """
    is_path = address.startswith("/") and address[1:2] not in {"/", "\\"}
    return is_path and address.isascii() and address.isprintable()


def _stage(call: Call) -> Stage | None:
    return call.visitor.session.stage if call.visitor.session else None


def _elsewhere(call: Call, wanted: Stage) -> Response | None:
    """Return where somebody belongs who is at another step."""
    stage = _stage(call)
    if stage is wanted:
        return None
    return RedirectResponse(_PLACES[stage] if stage else "/dang-nhap", status_code=303)


def _go(call: Call, step: Step) -> RedirectResponse:
    """Go on with the session as it is now, and at last to where one wanted to go."""
    back = call.request.cookies.get(_BACK_COOKIE, "")
    there = back if step.stage is Stage.IN and is_ours(back) else _PLACES[step.stage]
    response = RedirectResponse(there, status_code=303)
    visitor.set_session(call.request, response, step.token)
    if step.stage is Stage.IN:
        response.delete_cookie(_BACK_COOKIE)
    return response


def _back(call: Call) -> str:
    back = call.request.query_params.get("ve", "") or call.posted.secret("ve")
    return back if is_ours(back) else ""


def _code_form(call: Call, action: str, hint: str = "") -> DoorForm:
    code = Field(
        name="ma", title=_("Mã xác thực"), kind="code", autocomplete="one-time-code", hint=hint
    )
    return DoorForm(
        action=action, hidden={"csrf": call.visitor.secret}, fields=(code,), button=_("Tiếp tục")
    )


def _held() -> str:
    return _("Thử sai quá nhiều lần. Chờ 15 phút rồi thử lại, hoặc gọi quản trị.")


def _fragment(house: House, template: str, **values: Any) -> Markup:
    return Markup(house.drawing.page(template, values))  # noqa: S704 - the template escapes
