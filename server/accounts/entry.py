"""Coming in: name and password, then the second factor, then perhaps a password of one's own."""

from dataclasses import dataclass, field
from datetime import datetime

from server.accounts import audit, book, passwords, second, sessions, throttle
from server.accounts.account import Account
from server.accounts.audit import Action, Result, Where
from server.accounts.second import Sealer
from server.accounts.sessions import Session, Stage
from server.store.database import reading, writing
from words import _


class HeldError(RuntimeError):
    """Too many failed tries: wait."""


class WrongError(RuntimeError):
    """Name, password or code is wrong; nobody is told which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A session that has come one step further."""

    token: str = field(repr=False)
    stage: Stage
    codes: tuple[str, ...] = field(default=(), repr=False)
    """Recovery codes, to be shown once."""


def try_password(name: str, password: str, where: Where, now: datetime) -> Step:
    """Take name and password; raise `HeldError` or `WrongError`."""
    with reading():
        held = throttle.is_held(name, where.address, now)
        account, kept = book.find(name), book.password_of(name)
    if held:
        raise HeldError
    is_right = passwords.matches(kept, password)
    if account is None or not is_right or account.is_locked(now):
        with writing():
            throttle.note_failure(name, where.address, now)
            who = account.id if account else ""
            audit.log(now, who, Action.SIGNED_IN, "password", result=Result.REFUSED, where=where)
        raise WrongError
    stage = Stage.PASSWORD if account.has_second else Stage.ENROL
    with writing():
        token = _begin(account, stage, now, where)
    return Step(token=token, stage=stage)


def try_code(session: Session, code: str, sealer: Sealer, where: Where, now: datetime) -> Step:
    """Take a code of the second factor, or a recovery code; raise `HeldError` or `WrongError`."""
    account = session.account
    with writing():
        held = throttle.is_held(account.id, where.address, now)
        is_right = not held and _code_is_right(account, code, sealer, now)
        if is_right:
            return _come_in(session, where, now)
        if not held:
            throttle.note_failure(account.id, where.address, now)
            audit.log(now, account.id, Action.SIGNED_IN, "code", result=Result.REFUSED, where=where)
    raise HeldError if held else WrongError


def offer_second(session: Session, sealer: Sealer) -> str:
    """Return the secret that a person is to set up, the same until it is confirmed."""
    if session.offered and (known := sealer.open(session.offered, session.account.id)):
        return known
    secret = second.new_secret()
    with writing():
        sessions.offer(session, sealer.seal(secret, session.account.id))
    return secret


def confirm_second(
    session: Session, code: str, sealer: Sealer, where: Where, now: datetime
) -> Step:
    """Take the first code of a second factor; raise `WrongError`.

    The first who confirms one has it: whoever else knew the first password gets no further.
    """
    account = session.account
    secret = sealer.open(session.offered, account.id) if session.offered else None
    step = second.step_of(secret, code, now) if secret else None
    if secret is None or step is None:
        raise WrongError
    with writing():
        is_late = book.has_second(account)
        thing = f"{account.id}: second factor"
        result = Result.REFUSED if is_late else Result.DONE
        audit.log(now, account.id, Action.ACCOUNT, thing, result=result, where=where)
        sessions.end(session.sha256)
        if not is_late:
            sessions.end_all(account)
            codes = book.set_second(account, sealer.seal(secret, account.id), step)
            came = _come_in(session, where, now)
            return Step(token=came.token, stage=came.stage, codes=tuple(codes))
    raise WrongError


def change_password(session: Session, old: str, new: str, where: Where, now: datetime) -> Step:
    """Change the password that somebody else gave, and go on; raise `AccountError`."""
    set_own_password(session, old, new, where, now)
    with writing():
        token = _begin(session.account, Stage.IN, now, where)
    return Step(token=token, stage=Stage.IN)


def set_own_password(session: Session, old: str, new: str, where: Where, now: datetime) -> None:
    """Change one's password, which ends every session of the account; raise `AccountError`."""
    account = session.account
    with reading():
        held = throttle.is_held(account.id, where.address, now)
        kept = book.password_of(account.id)
    if held:
        raise book.AccountError(
            _("Thử sai quá nhiều lần. Chờ 15 phút rồi thử lại, hoặc gọi quản trị.")
        )
    if not passwords.matches(kept, old):
        _note_wrong(account, Action.ACCOUNT, f"{account.id}: password", where, now)
        raise book.AccountError(_("Mật khẩu hiện tại không đúng."))
    with writing():
        book.set_password(account, new, now, by_other=False)
        sessions.end_all(account)
        audit.log(now, account.id, Action.ACCOUNT, f"{account.id}: password", where=where)


def leave(session: Session, where: Where, now: datetime) -> None:
    """End a session."""
    with writing():
        sessions.end(session.sha256)
        audit.log(now, session.account.id, Action.SIGNED_OUT, "", where=where)


def _note_wrong(account: Account, action: Action, thing: str, where: Where, now: datetime) -> None:
    with writing():
        throttle.note_failure(account.id, where.address, now)
        audit.log(now, account.id, action, thing, result=Result.REFUSED, where=where)


def _code_is_right(account: Account, code: str, sealer: Sealer, now: datetime) -> bool:
    secret, last = book.secret_of(account, sealer)
    step = second.step_of(secret, code, now) if secret else None
    if step is not None and step > last:  # one that was used is refused, whoever saw it typed
        book.set_step(account, step)
        return True
    return book.use_recovery_code(account, code)


def _come_in(session: Session, where: Where, now: datetime) -> Step:
    """Begin anew with another token: who knew the one from before signing in knows nothing."""
    account = session.account
    stage = Stage.CHANGE if account.must_change_now(now) else Stage.IN
    sessions.end(session.sha256)
    sessions.sweep(now)
    throttle.forget(account.id, where.address)
    book.use(account, now)
    audit.log(now, account.id, Action.SIGNED_IN, stage, where=where)
    return Step(token=_begin(account, stage, now, where), stage=stage)


def _begin(account: Account, stage: Stage, now: datetime, where: Where) -> str:
    return sessions.begin(account, stage, now, address=where.address, browser=where.browser)
