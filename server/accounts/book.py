"""The book of accounts. Functions that change something want a transaction (`writing`)."""

from datetime import datetime
from typing import Any

from server.accounts import passwords, second
from server.accounts.account import NAME, Account, tidy
from server.accounts.roles import Role
from server.store.database import add, from_text, locking, rows, run, to_text
from words import _

_COLUMNS = (
    "name, person, roles, language, secret IS NOT NULL, must_change,"
    " created_at, used_at, changed_at, locked_at, reviewed_at"
)


class AccountError(ValueError):
    """An account cannot be made or changed like that; the text says why, to the person."""


def find(name: str) -> Account | None:
    """Return the account of this name."""
    found = rows(f"SELECT {_COLUMNS} FROM account WHERE name = ?", (tidy(name),))  # noqa: S608
    return _account(found[0]) if found else None


def accounts() -> list[Account]:
    """Return every account, by name."""
    return [_account(row) for row in rows(f"SELECT {_COLUMNS} FROM account ORDER BY name")]  # noqa: S608


def create(
    name: str, *, person: str, roles: frozenset[Role], password: str, now: datetime
) -> Account:
    """Make an account whose password has to be changed at first; raise `AccountError`."""
    name, person = tidy(name), " ".join(person.split())
    if not NAME.fullmatch(name):
        raise AccountError(_("Tên đăng nhập: 3 đến 40 chữ thường không dấu, chữ số, . _ -"))
    if not person or not person.isprintable() or len(person) > 80:  # noqa: PLR2004
        raise AccountError(_("Họ tên: 1 đến 80 ký tự."))
    _check_roles(roles)
    if find(name):
        raise AccountError(_("Tên đăng nhập này đã có."))
    _check_password(password, name=name, person=person)
    at = to_text(now)
    add(
        "account",
        (
            "name", "person", "roles", "password", "must_change", "step", "language",
            "created_at", "used_at", "changed_at", "reviewed_at",
        ),
        [(name, person, _text(roles), passwords.hashed(password), 1, 0, "", at, at, at, "")],
    )  # fmt: skip
    made = find(name)
    if made is None:
        raise AccountError(_("Tên đăng nhập này đã có."))
    return made


def password_of(name: str) -> str | None:
    """Return what is kept of an account's password."""
    found = rows("SELECT password FROM account WHERE name = ?", (tidy(name),))
    return found[0][0] if found else None


def set_password(account: Account, password: str, now: datetime, *, by_other: bool) -> None:
    """Change a password; raise `AccountError` if it is weak or was used before."""
    _check_password(password, name=account.id, person=account.name)
    kept = password_of(account.id)
    former = rows(
        "SELECT password FROM formerpassword WHERE account = ? ORDER BY set_at DESC LIMIT ?",
        (account.id, passwords.KEPT - 1),
    )
    if any(passwords.matches(old, password) for (old,) in [(kept,), *former]):
        raise AccountError(_("Mật khẩu này đã dùng trước đây."))
    add(
        "formerpassword",
        ("account", "set_at", "password"),
        [(account.id, to_text(account.changed_at), kept)],
    )
    run(
        "UPDATE account SET password = ?, must_change = ?, changed_at = ? WHERE name = ?",
        (passwords.hashed(password), int(by_other), to_text(now), account.id),
    )


def set_roles(account: Account, roles: frozenset[Role]) -> None:
    """Change what a person is; the last administrator stays one."""
    _check_roles(roles)
    if Role.ADMINISTRATOR in account.roles - roles:
        _keep_one(account)
    run("UPDATE account SET roles = ? WHERE name = ?", (_text(roles), account.id))


def lock(account: Account, now: datetime) -> None:
    """Let nobody in with it any more; the last administrator is not locked."""
    if Role.ADMINISTRATOR in account.roles:
        _keep_one(account)
    run("UPDATE account SET locked_at = ? WHERE name = ?", (to_text(now), account.id))


def unlock(account: Account, now: datetime) -> None:
    """Let its person in again, also after it was unused for too long."""
    run(
        "UPDATE account SET locked_at = NULL, used_at = ? WHERE name = ?",
        (to_text(now), account.id),
    )


def review(account: Account, now: datetime) -> None:
    """Note that somebody looked and it is still needed."""
    run("UPDATE account SET reviewed_at = ? WHERE name = ?", (to_text(now), account.id))


def use(account: Account, now: datetime) -> None:
    """Note that its person came in."""
    run("UPDATE account SET used_at = ? WHERE name = ?", (to_text(now), account.id))


def set_language(account: Account, language: str) -> None:
    """Change the language its person reads."""
    run("UPDATE account SET language = ? WHERE name = ?", (language, account.id))


def secret_of(account: Account, sealer: second.Sealer) -> tuple[str | None, int]:
    """Return the second factor's secret and the step of its last code, held until the end."""
    found = rows(
        f"SELECT secret, step FROM account WHERE name = ? {locking('account')}",  # noqa: S608
        (account.id,),
    )
    sealed, step = found[0]
    return (sealer.open(bytes(sealed), account.id) if sealed else None), step


def has_second(account: Account) -> bool:
    """Whether a second factor is confirmed by now, held until the end."""
    found = rows(
        f"SELECT secret IS NOT NULL FROM account WHERE name = ? {locking('account')}",  # noqa: S608
        (account.id,),
    )
    return bool(found[0][0])


def set_step(account: Account, step: int) -> None:
    """Note which code was used."""
    run("UPDATE account SET step = ? WHERE name = ?", (step, account.id))


def set_second(account: Account, sealed: bytes, step: int) -> list[str]:
    """Confirm a second factor; return its recovery codes, which are shown once."""
    run("UPDATE account SET secret = ?, step = ? WHERE name = ?", (sealed, step, account.id))
    run("DELETE FROM recoverycode WHERE account = ?", (account.id,))
    codes = second.new_recovery_codes()
    add(
        "recoverycode",
        ("account", "sha256"),
        [(account.id, second.recovery_hash(code)) for code in codes],
    )
    return codes


def reset_second(account: Account) -> None:
    """Forget a second factor: its person sets up another when coming in."""
    run("UPDATE account SET secret = NULL, step = 0 WHERE name = ?", (account.id,))
    run("DELETE FROM recoverycode WHERE account = ?", (account.id,))


def use_recovery_code(account: Account, code: str) -> bool:
    """Use up a recovery code; False if there is no such one."""
    key = (account.id, second.recovery_hash(code))
    rows(f"SELECT name FROM account WHERE name = ? {locking('account')}", (account.id,))  # noqa: S608
    if not rows("SELECT 1 FROM recoverycode WHERE account = ? AND sha256 = ?", key):
        return False
    run("DELETE FROM recoverycode WHERE account = ? AND sha256 = ?", key)
    return True


def _check_password(password: str, *, name: str, person: str) -> None:
    try:
        passwords.check(password, name=name, person=person)
    except passwords.WeakPasswordError as error:
        raise AccountError(str(error)) from error


def _check_roles(roles: frozenset[Role]) -> None:
    if not roles:
        raise AccountError(_("Chọn ít nhất một vai trò."))


def _keep_one(account: Account) -> None:
    others = [
        one
        for one in accounts()
        if Role.ADMINISTRATOR in one.roles and one.locked_at is None and one.id != account.id
    ]
    if not others:
        raise AccountError(_("Phải còn ít nhất một tài khoản quản trị."))


def _text(roles: frozenset[Role]) -> str:
    return ",".join(role for role in Role if role in roles)


def _account(row: tuple[Any, ...]) -> Account:
    return Account(
        id=row[0],
        name=row[1],
        roles=frozenset(Role(role) for role in row[2].split(",") if role),
        language=row[3],
        has_second=bool(row[4]),
        must_change=bool(row[5]),
        created_at=from_text(row[6]),
        used_at=from_text(row[7]),
        changed_at=from_text(row[8]),
        locked_at=from_text(row[9]) if row[9] else None,
        reviewed_at=from_text(row[10]) if row[10] else None,
    )
