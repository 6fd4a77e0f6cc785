"""Accounts from the console: for the first administrator, and for when nobody can come in."""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from server.accounts import audit, book, sessions
from server.accounts.account import Account
from server.accounts.audit import Action
from server.accounts.roles import Role
from server.programs.face import fail
from server.settings import ServerSettings
from server.store.database import open_store, reading, writing
from server.web.times import full_moment
from words import _

_WHO = "console"
"""As the log calls whoever sits at the server itself."""


def told() -> str:
    """Return what the program does."""
    return _("Tài khoản xem trang: tạo, liệt kê, khóa, mở khóa, đặt lại.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with whom."""
    parser.add_argument(
        "action",
        choices=tuple(_ACTIONS),
        metavar=_("VIỆC"),
        help=_("add: tạo; list: liệt kê; lock: khóa; unlock: mở khóa; reset: đặt lại mật khẩu, mã"),
    )
    parser.add_argument("name", nargs="?", default="", metavar=_("TÊN"))
    parser.add_argument("--person", metavar=_("HỌ_TÊN"), default="")
    parser.add_argument(
        "--role",
        action="append",
        default=[],
        choices=[role.value for role in Role],
        help=_("vai trò; lặp lại được"),
    )
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar=_("TỆP"),
        help=_("tệp chứa mật khẩu tạm; không có thì hỏi"),
    )


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Do what was asked; 1 with one sentence if it cannot be done."""
    open_store(settings.database)
    try:
        return _ACTIONS[called.action](called, datetime.now(UTC))
    except book.AccountError as error:
        return fail(str(error))
    except OSError as error:
        return fail(_("Không làm được: {why}").format(why=error))


def _add(called: argparse.Namespace, now: datetime) -> int:
    password = _password(called)
    roles = frozenset(Role(role) for role in called.role)
    with writing():
        made = book.create(
            called.name,
            person=called.person or called.name,
            roles=roles,
            password=password,
            now=now,
        )
        _log(made, f"created as {'+'.join(sorted(roles))}", now)
    print(_("Đã tạo tài khoản {name}: {roles}.").format(name=made.id, roles=made.titles))
    print(_("Lần đầu đăng nhập sẽ đặt mã xác thực trên điện thoại và mật khẩu mới."))
    return 0


def _list(_called: argparse.Namespace, now: datetime) -> int:
    with reading():
        found = book.accounts()
    for one in found:
        state = _("đã khóa") if one.is_locked(now) else _("đang dùng")
        print(f"{one.id}\t{one.name}\t{one.titles}\t{state}\t{full_moment(one.used_at)}")
    return 0


def _lock(called: argparse.Namespace, now: datetime) -> int:
    with writing():
        account = _named(called)
        book.lock(account, now)
        sessions.end_all(account)
        _log(account, "locked", now)
    print(_("Đã khóa {name}.").format(name=account.id))
    return 0


def _unlock(called: argparse.Namespace, now: datetime) -> int:
    with writing():
        account = _named(called)
        book.unlock(account, now)
        _log(account, "unlocked", now)
    print(_("Đã mở khóa {name}.").format(name=account.id))
    return 0


def _reset(called: argparse.Namespace, now: datetime) -> int:
    password = _password(called)
    with writing():
        account = _named(called)
        book.set_password(account, password, now, by_other=True)
        book.reset_second(account)
        book.unlock(account, now)
        sessions.end_all(account)
        _log(account, "password and second factor reset", now)
    print(_("Đã đặt lại {name}: lần tới đăng nhập sẽ đặt mã và mật khẩu mới.").format(
        name=account.id
    ))  # fmt: skip
    return 0


def _named(called: argparse.Namespace) -> Account:
    account = book.find(called.name)
    if account is None:
        raise book.AccountError(_("Không có tài khoản {name}.").format(name=called.name))
    return account


def _password(called: argparse.Namespace) -> str:
    if called.password_file:
        file: Path = called.password_file
        return file.read_text(encoding="utf-8").strip("\r\n")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass(_("Mật khẩu tạm: "))


def _log(account: Account, what: str, now: datetime) -> None:
    audit.log(now, _WHO, Action.ACCOUNT, f"{account.id}: {what}")


_ACTIONS: dict[str, Callable[[argparse.Namespace, datetime], int]] = {
    "add": _add,
    "list": _list,
    "lock": _lock,
    "unlock": _unlock,
    "reset": _reset,
}
