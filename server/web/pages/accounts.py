"""Accounts: who may come in, as what, and who has to be looked at again."""

from typing import Any

from server.accounts import audit, book, sessions
from server.accounts.account import Account
from server.accounts.audit import Action
from server.accounts.roles import Role
from server.query.filters import Filters
from server.query.listing import Listing
from server.store.database import writing
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Act, Group, Page, Panel, RefusedError, Row, Shown
from server.web.page import Column as Col
from server.web.parts.form import Field, Form
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from server.web.posted import Posted
from words import _


def look(asked: Asked) -> Shown:
    """Show the accounts, and to administrators what can be changed about them."""
    listing = Panel(
        key="tai-khoan",
        title=_("Tài khoản"),
        note=_("một người một tài khoản; 45 ngày không dùng thì tự khóa; rà soát 6 tháng một lần"),
        content=_table(asked),
    )
    review = Panel(
        key="ra-soat",
        title=_("Rà soát"),
        note=_("ghi rằng tài khoản này vẫn cần"),
        content=lambda: Form(
            act="ra-soat", fields=(_whose(),), button=_("Vẫn cần"), is_primary=False
        ),
    )
    if not asked.may(Right.ACCOUNTS):
        return Shown(body=[listing, review])
    new = Panel(key="moi", title=_("Tài khoản mới"), content=_new)
    change = Panel(key="doi", title=_("Đổi tài khoản"), content=_change)
    columns = [Col(width=6, panels=[new]), Col(width=6, panels=[change, review])]
    return Shown(body=[listing, Row(columns=columns)])


def create(asked: Asked, posted: Posted) -> str:
    """Make an account with a password that is changed at the first sign-in."""
    try:
        with writing():
            made = book.create(
                posted.needed("ten"),
                person=posted.needed("ho-ten"),
                roles=_roles(posted),
                password=posted.secret("mat-khau"),
                now=asked.now,
            )
            _log(asked, made, f"created as {_said(made.roles)}")
    except book.AccountError as error:
        raise RefusedError(str(error)) from error
    return _(
        "Đã tạo tài khoản {name}. Lần đầu đăng nhập sẽ đặt mã xác thực và mật khẩu mới."
    ).format(name=made.id)


def change(asked: Asked, posted: Posted) -> str:
    """Change one account: roles, lock, second factor or password."""
    what = posted.needed("viec")
    if what not in _CHANGES:
        raise RefusedError(_("Chọn việc phải làm."))
    try:
        with writing():
            account = _named(posted)
            if account.id == asked.who.id:
                raise RefusedError(_("Tài khoản của mình thì người quản trị khác đổi."))
            _CHANGES[what](asked, account, posted)
    except book.AccountError as error:
        raise RefusedError(str(error)) from error
    return _("Đã đổi tài khoản {name}.").format(name=account.id)


def review(asked: Asked, posted: Posted) -> str:
    """Note that an account is still needed."""
    with writing():
        account = _named(posted)
        book.review(account, asked.now)
        _log(asked, account, "reviewed")
    return _("Đã ghi: {name} vẫn cần.").format(name=account.id)


def _set_roles(asked: Asked, account: Account, posted: Posted) -> None:
    roles = _roles(posted)
    book.set_roles(account, roles)
    sessions.end_all(account)
    _log(asked, account, f"{_said(account.roles)} -> {_said(roles)}")


def _lock(asked: Asked, account: Account, _posted: Posted) -> None:
    book.lock(account, asked.now)
    sessions.end_all(account)
    _log(asked, account, "locked")


def _unlock(asked: Asked, account: Account, _posted: Posted) -> None:
    book.unlock(account, asked.now)
    _log(asked, account, "unlocked")


def _reset_second(asked: Asked, account: Account, _posted: Posted) -> None:
    book.reset_second(account)
    sessions.end_all(account)
    _log(asked, account, "second factor reset")


def _set_password(asked: Asked, account: Account, posted: Posted) -> None:
    book.set_password(account, posted.secret("mat-khau"), asked.now, by_other=True)
    sessions.end_all(account)
    _log(asked, account, "password set")


_CHANGES = {
    "vai-tro": _set_roles,
    "khoa": _lock,
    "mo": _unlock,
    "ma": _reset_second,
    "mat-khau": _set_password,
}


def _table(asked: Asked) -> Table:
    return Table(
        query=_listing,
        is_main=True,
        sort="id",
        what=_("tài khoản"),
        columns=(
            Column(name="id", title=_("Tên đăng nhập"), is_name=True),
            Column(name="name", title=_("Họ tên")),
            Column(name="titles", title=_("Vai trò")),
            Column(
                name="state",
                title=_("Tình trạng"),
                value=lambda _row: _("đang dùng"),
                tag=lambda row: _state(row, asked),
            ),
            Column(name="used_at", title=_("Dùng lần cuối"), kind=Kind.MOMENT),
            Column(name="created_at", title=_("Tạo lúc"), kind=Kind.MOMENT),
            Column(
                name="reviewed_at",
                title=_("Rà soát"),
                kind=Kind.MOMENT,
                tag=lambda row: Tag(_("đến hạn rà soát")) if row.is_due(asked.now) else None,
            ),
        ),
    )


def _listing(filters: Filters) -> Listing[Any]:
    wanted = filters.search.lower()
    found = [one for one in book.accounts() if wanted in f"{one.id} {one.name}".lower()]
    return Listing(rows=found[filters.first : filters.first + filters.most], total=len(found))


def _state(account: Account, asked: Asked) -> Tag | None:
    if account.locked_at:
        return Tag(_("đã khóa"), "off")
    if account.is_unused(asked.now):
        return Tag(_("tự khóa, 45 ngày không dùng"), "off")
    return None if account.has_second else Tag(_("chưa đặt mã"), "off")


def _new() -> Form:
    return Form(
        act="moi",
        fields=(
            Field(name="ten", title=_("Tên đăng nhập")),
            Field(name="ho-ten", title=_("Họ tên")),
            _role_boxes(),
            Field(
                name="mat-khau",
                title=_("Mật khẩu tạm"),
                kind="password",
                hint=_("ít nhất 12 ký tự; người này phải đổi ở lần đầu"),
                autocomplete="new-password",
            ),
        ),
        button=_("Tạo tài khoản"),
    )


def _change() -> Form:
    what = {
        "vai-tro": _("Đổi vai trò"),
        "khoa": _("Khóa"),
        "mo": _("Mở khóa"),
        "ma": _("Xóa mã xác thực"),
        "mat-khau": _("Đặt mật khẩu tạm"),
    }
    return Form(
        act="doi",
        fields=(
            _whose(),
            Field(name="viec", title=_("Việc"), kind="select", options=what),
            _role_boxes(),
            Field(
                name="mat-khau",
                title=_("Mật khẩu tạm"),
                kind="password",
                is_needed=False,
                autocomplete="new-password",
            ),
        ),
        button=_("Đổi"),
        is_primary=False,
        note=_("Mọi thay đổi đều vào nhật ký; không ai đổi được vai trò của chính mình."),
    )


def _whose() -> Field:
    names = {one.id: f"{one.id} · {one.name}" for one in book.accounts()}
    return Field(name="ten", title=_("Tài khoản"), kind="select", options=names)


def _role_boxes() -> Field:
    return Field(
        name="vai-tro",
        title=_("Vai trò"),
        kind="boxes",
        options={role.value: role.words for role in Role},
        is_needed=False,
    )


def _roles(posted: Posted) -> frozenset[Role]:
    try:
        return frozenset(Role(value) for value in posted.several("vai-tro"))
    except ValueError:
        raise RefusedError(_("Không có vai trò này.")) from None


def _named(posted: Posted) -> Account:
    account = book.find(posted.needed("ten"))
    if account is None:
        raise RefusedError(_("Không có tài khoản này."))
    return account


def _log(asked: Asked, account: Account, what: str) -> None:
    audit.log(asked.now, asked.who.id, Action.ACCOUNT, f"{account.id}: {what}", where=asked.where)


def _said(roles: frozenset[Role]) -> str:
    return "+".join(role for role in Role if role in roles)


PAGE = Page(
    path="/tai-khoan",
    title=lambda: _("Tài khoản"),
    right=Right.REVIEW,
    group=Group.RUNNING,
    look=look,
    filters=("search",),
    search=lambda: _("Tên đăng nhập, họ tên…"),
    acts=(
        Act(name="moi", right=Right.ACCOUNTS, run=create),
        Act(name="doi", right=Right.ACCOUNTS, run=change),
        Act(name="ra-soat", right=Right.REVIEW, run=review),
    ),
)
