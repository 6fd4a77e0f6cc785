"""Whether a code may be used now, by whom it is shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.enrolment.codes import Code
from server.store.alarms import Finding
from server.store.terminals import Terminal
from wire.enrolment import RefusalReason

AGAIN = timedelta(days=1)
"""How long the same terminal gets the same answer again: the line may have broken before it came,
and lines in the country are away for an evening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Who shows a code."""

    keys: str
    """SHA-256 over both public keys, which were proved."""
    signing_key: str
    """PEM, as registrations write it."""
    board: str
    """Empty: it cannot tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why a code may not be used, and what the office must hear of it."""

    reason: RefusalReason
    at: datetime | None = None
    alarm: Finding | None = None


def is_again(code: Code, shown: Shown, terminal: Terminal | None, now: datetime) -> bool:
    """Whether the terminal that used this code asks once more, because no answer came.

    One that was revoked since, or has been replaced, gets nothing more.
    """
    if code.state != "used" or code.used_at is None or not code.answer:
        return False
    if terminal is None or not terminal.active or terminal.signing_key != shown.signing_key:
        return False
    return now - code.used_at <= AGAIN and _is_same_machine(code, shown)


def judge(code: Code, shown: Shown, terminal: Terminal | None, now: datetime) -> Refused | None:
    """Return why a code may not be used; None: it may. `terminal`: whom it makes, if it is there.

    A replacement is for a terminal that is there, revoked or not: the office printed it knowing.
    """
    if code.state in {"recalled", "superseded"}:
        alarm = Finding.CODE_RECALLED if code.state == "recalled" else None
        return Refused(reason="stolen-code", at=code.recalled_at, alarm=alarm)
    if code.state == "used":
        return _used(code, shown, terminal)
    if now >= code.expires_at:
        return Refused(reason="expired-code", at=code.expires_at)
    if code.kind == "new" and terminal is not None:
        return Refused(reason="used-code" if terminal.active else "revoked")
    return None


def _used(code: Code, shown: Shown, terminal: Terminal | None) -> Refused:
    """Tell the card that comes once more from a stranger with a photograph of the label."""
    if _is_same_machine(code, shown):
        is_out = terminal is not None and not terminal.active
        return Refused(reason="revoked" if is_out else "used-code", at=code.used_at)
    is_known = shown.keys == code.keys or bool(shown.board and shown.board == code.board)
    reason: RefusalReason = "other-terminal" if is_known else "used-code"
    return Refused(reason=reason, at=code.used_at, alarm=Finding.CODE_TWICE)


def _is_same_machine(code: Code, shown: Shown) -> bool:
    """Whether it is the same card in the same board; the keys tell where a board cannot."""
    has_moved = bool(shown.board and code.board) and shown.board != code.board
    return shown.keys == code.keys and not has_moved
