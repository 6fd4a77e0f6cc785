"""Codes that were printed on labels: one terminal has at most one that is open."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, cast

import msgspec

from server.store.database import from_text, locking, rows, run, to_text
from wire.enrolment import Kind
from wire.enrolment_batch import Particulars, PreparedCode

State = Literal["open", "used", "recalled", "superseded"]
_COLUMNS = (
    "sha256, kind, terminal, particulars, batch, made_at, expires_at, state, recalled_at, used_at,"
    " keys, board, serial, certified_until, answer"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code as it is kept."""

    sha256: str
    kind: Kind
    particulars: Particulars
    batch: str
    made_at: datetime
    expires_at: datetime
    state: State
    recalled_at: datetime | None
    used_at: datetime | None
    keys: str
    board: str
    serial: str
    certified_until: datetime | None
    answer: str = field(repr=False)

    @property
    def terminal(self) -> str:
        """Whom it makes."""
        return self.particulars.terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """By whom a code was used, and what was answered."""

    keys: str
    board: str
    serial: str
    certified_until: datetime
    answer: str = field(repr=False)


def add(code: PreparedCode, *, kind: Kind, batch: str, made_at: datetime) -> bool:
    """Add an open code; return whether it takes the place of one for the same terminal.

    Within a transaction that writes.
    """
    terminal = code.particulars.terminal
    before = rows("SELECT 1 FROM enrolmentcode WHERE terminal = ? AND state = 'open'", (terminal,))
    run(
        "UPDATE enrolmentcode SET state = 'superseded' WHERE terminal = ? AND state = 'open'",
        (terminal,),
    )
    run(
        """
        INSERT INTO enrolmentcode
            (sha256, kind, terminal, particulars, batch, made_at, expires_at, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'open')
        """,
        (
            code.sha256, kind, terminal, msgspec.json.encode(code.particulars).decode(), batch,
            to_text(made_at), to_text(code.expires_at),
        ),
    )  # fmt: skip
    return bool(before)


def hold(sha256: str) -> Code | None:
    """Return a code that nobody else may use until the transaction ends."""
    return _first(f"WHERE sha256 = ? {locking('enrolmentcode')}", sha256)


def of_terminal(terminal: str) -> Code | None:
    """Return the newest code of a terminal."""
    return _first("WHERE terminal = ? ORDER BY made_at DESC, sha256 LIMIT 1", terminal)


def known(digests: Iterable[str]) -> set[str]:
    """Return those of the codes that are there already."""
    return {d for d in digests if rows("SELECT 1 FROM enrolmentcode WHERE sha256 = ?", (d,))}


def listed(*, state: State | None = None) -> list[Code]:
    """Return the codes of a state, or all, in the order of terminals; the newest first."""
    where, parameters = ("WHERE state = ?", (state,)) if state else ("", ())
    found = rows(
        f"SELECT {_COLUMNS} FROM enrolmentcode {where} ORDER BY terminal, made_at DESC, sha256",  # noqa: S608 (fixed texts)
        parameters,
    )
    return [_code(row) for row in found]


def use(sha256: str, use: Use, now: datetime) -> None:
    """Note that a code was used."""
    run(
        """
        UPDATE enrolmentcode SET state = 'used', used_at = ?, keys = ?, board = ?, serial = ?,
            certified_until = ?, answer = ?
        WHERE sha256 = ?
        """,
        (
            to_text(now), use.keys, use.board, use.serial, to_text(use.certified_until),
            use.answer, sha256,
        ),
    )  # fmt: skip


def recall(terminal: str, now: datetime) -> bool:
    """Call the open code of a terminal back; return whether there was one."""
    found = rows(
        f"SELECT sha256 FROM enrolmentcode WHERE terminal = ? AND state = 'open'"  # noqa: S608
        f" {locking('enrolmentcode')}",
        (terminal,),
    )
    run(
        "UPDATE enrolmentcode SET state = 'recalled', recalled_at = ?"
        " WHERE terminal = ? AND state = 'open'",
        (to_text(now), terminal),
    )
    return bool(found)


def forget_answers(before: datetime) -> None:
    """Forget answers that nobody gets again."""
    run(
        "UPDATE enrolmentcode SET answer = '' WHERE answer <> '' AND used_at < ?",
        (to_text(before),),
    )


def _first(where: str, parameter: str) -> Code | None:
    found = rows(f"SELECT {_COLUMNS} FROM enrolmentcode {where}", (parameter,))  # noqa: S608
    return _code(found[0]) if found else None


def _code(row: tuple[str, ...]) -> Code:
    return Code(
        sha256=row[0],
        kind=cast("Kind", row[1]),
        particulars=msgspec.json.decode(row[3], type=Particulars),
        batch=row[4],
        made_at=from_text(row[5]),
        expires_at=from_text(row[6]),
        state=cast("State", row[7]),
        recalled_at=_moment(row[8]),
        used_at=_moment(row[9]),
        keys=row[10],
        board=row[11],
        serial=row[12],
        certified_until=_moment(row[13]),
        answer=row[14],
    )


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None
