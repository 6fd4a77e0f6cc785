"""Cases: prescriptions on which more was dispensed than was prescribed, until they are settled.

Every function runs within the caller's transaction.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, NamedTuple

import msgspec

from server.prescriptions.judging import Excess
from server.store import alarms
from server.store.alarms import Alarm, Finding
from server.store.database import from_text, given, rows, run, run_many, to_json, to_text

State = Literal["open", "explained", "closed", "resolved"]
"""An outlet has explained it; the department has closed it; or it resolved itself, because what
was too much came back, or turned out to be prescribed."""
MAX_NOTE = 1_000


class Case(NamedTuple):
    """A case as it is kept."""

    id: str
    code: str
    """Of the prescription, lower case: no page shows more than its last five characters."""
    found_at: datetime
    """When it was found, or found anew after it had been settled."""
    excess: Excess
    state: State
    note: str
    by: str
    """Who explained or closed it."""
    changed_at: datetime

    @property
    def tail(self) -> str:
        """What pages show of the code."""
        return self.code[-5:]


COLUMNS = "id, code, found_at, body, state, note, settled_by, changed_at"
_OF_CASE = ", ".join(f"doublecase.{name}" for name in COLUMNS.split(", "))


def of_code(code: str) -> Case | None:
    """Return the case about a prescription."""
    return of_codes([code]).get(code)


def of_codes(codes: Iterable[str]) -> dict[str, Case]:
    """Return the cases about prescriptions, by their codes."""
    found = rows(
        f"""
        SELECT {_OF_CASE} FROM {given(code="text")} AS wanted
        JOIN doublecase ON doublecase.code = wanted.code
        """,  # noqa: S608 (fixed names)
        (to_json([code] for code in codes),),
    )
    return {case.code: case for case in map(case_of, found)}


def find(case: str) -> Case | None:
    """Return a case by its id."""
    return _first(f"SELECT {COLUMNS} FROM doublecase WHERE id = ?", case)  # noqa: S608 (a fixed text)


def open_(code: str, excess: Excess, now: datetime) -> Case:
    """Note what was found, or found anew: then under the address that it had."""
    known = of_code(code)
    case = Case(known.id if known else _new_id(), code, now, excess, "open", "", "", now)
    _keep(case)
    alarms.raise_([_alarm(case)], now)
    return case


def update(case: Case, excess: Excess) -> None:
    """Note what has become of a case that stays in its state."""
    _keep(case._replace(excess=excess))


def resolve(case: Case, now: datetime) -> None:
    """Note that nothing is too much any more; what was said of it stays."""
    _settle(case, "resolved", case.by, case.note, now)


def explain(case: str, by: str, note: str, now: datetime) -> bool:
    """Note what an outlet says to it; return whether there is such a case. Raises `ValueError`."""
    return _act(case, "explained", by, note, now)


def close(case: str, by: str, note: str, now: datetime) -> bool:
    """Note what the department concludes; return whether there is such a case.

    Raises `ValueError`.
    """
    return _act(case, "closed", by, note, now)


def _act(case: str, state: State, by: str, note: str, now: datetime) -> bool:
    note = note.strip()
    if not by or not note or len(note) > MAX_NOTE:
        raise ValueError("who, and a note of at most 1000 letters")
    found = find(case)
    if found:
        _settle(found, state, by, note, now)
    return found is not None


def _settle(case: Case, state: State, by: str, note: str, now: datetime) -> None:
    run(
        "UPDATE doublecase SET state = ?, settled_by = ?, note = ?, changed_at = ? WHERE id = ?",
        (state, by, note, to_text(now), case.id),
    )
    alarms.over([_alarm(case)], now)


def _keep(case: Case) -> None:
    excess = case.excess
    run(
        """
        INSERT INTO doublecase (id, code, kind, type, found_at, day, units, cause, body, state,
            note, settled_by, changed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, found_at = excluded.found_at,
            day = excluded.day, units = excluded.units, cause = excluded.cause,
            body = excluded.body, state = excluded.state, note = excluded.note,
            settled_by = excluded.settled_by, changed_at = excluded.changed_at
        """,
        (
            case.id, case.code, excess.kind, case.code[-1:], to_text(case.found_at),
            excess.day.isoformat(), excess.beyond, excess.cause,
            msgspec.json.encode(excess).decode(), case.state, case.note, case.by,
            to_text(case.changed_at),
        ),
    )  # fmt: skip
    run_many(
        "INSERT INTO caseoutlet (case_id, outlet) VALUES (?, ?)"
        " ON CONFLICT (case_id, outlet) DO NOTHING",
        [(case.id, outlet) for outlet in excess.outlets],
    )


def _alarm(case: Case) -> Alarm:
    return Alarm(Finding.DOUBLE, subject=case.id, detail=case.tail)


def _new_id() -> str:
    """Return what stands for a prescription in an address.

    By chance: with the five characters that pages show, a digest would give away the whole code to
    whoever tries the rest.
    """
    return secrets.token_hex(6)


def _first(sql: str, parameter: str) -> Case | None:
    found = rows(sql, (parameter,))
    return case_of(found[0]) if found else None


def case_of(row: tuple[Any, ...]) -> Case:
    """Return a case from its columns: `COLUMNS`."""
    id_, code, found_at, body, state, note, by, changed_at = row
    return Case(
        id_,
        code,
        from_text(found_at),
        msgspec.json.decode(body, type=Excess),
        state,
        note,
        by,
        from_text(changed_at),
    )
