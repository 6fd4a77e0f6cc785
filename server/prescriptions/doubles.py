"""Finding prescriptions on which more was dispensed than was prescribed, as soon as one can tell.

Two outlets without a line can dispense the same prescription: nothing prevents it, so it is found
when the second entry is stored, and both outlets and the department are told.
"""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime

from server.prescriptions import cases, messages
from server.prescriptions.cases import Case
from server.prescriptions.judging import Excess, judge
from server.prescriptions.parts import parts_of
from server.reference.directory import outlet_of_terminal
from server.store import prescriptions, terminals
from server.store.database import given, locking, reading, rows, run, to_json, writing

AT_ONCE = 1000
"""Prescriptions in one transaction."""
BREATH_SECONDS = 0.02
"""Between two of them, so that others may write as well: SQLite lets in one at a time."""


def look(now: datetime) -> int:
    """Look at every prescription with news; return how many cases were opened.

    Called again and again; it asks one small question where nothing has happened.
    """
    opened = 0
    with reading():
        waiting = _touched()
    while waiting:
        with writing():
            homes, active = outlet_of_terminal(), frozenset(terminals.active())
            told = {terminal: home for terminal, home in homes.items() if terminal in active}
            opened += _look_at_all(_take(waiting), homes, told, now)
        if len(waiting) < AT_ONCE:
            break
        time.sleep(BREATH_SECONDS)
        with reading():
            waiting = _touched()
    return opened


def _touched() -> list[str]:
    found = rows("SELECT code FROM touched ORDER BY code LIMIT ?", (AT_ONCE,))
    return [code for (code,) in found]


def _take(codes: Sequence[str]) -> list[str]:
    """Take prescriptions to look at, but those that somebody else has looked at meanwhile.

    Their rows are held until the transaction ends: whoever has news of one waits, and then makes a
    new row, so that nothing that is not seen now is forgotten.
    """
    wanted = to_json([code] for code in codes)
    held = rows(
        f"""
        SELECT touched.code FROM touched
        WHERE code IN (SELECT one.code FROM {given(code="text")} AS one)
        ORDER BY touched.code {locking("touched")}
        """,  # noqa: S608 (fixed names)
        (wanted,),
    )
    run(
        f"DELETE FROM touched WHERE code IN (SELECT one.code FROM {given(code='text')} AS one)",  # noqa: S608
        (wanted,),
    )
    return [code for (code,) in held]


def _look_at_all(
    codes: Sequence[str], homes: Mapping[str, str], active: Mapping[str, str], now: datetime
) -> int:
    """Open, change or resolve the cases about prescriptions; return how many were opened."""
    sold, sheets = parts_of(codes, homes), prescriptions.find_many(codes)
    known = cases.of_codes(codes)
    opened = 0
    for code in codes:
        excess = judge(code, sold.get(code, ()), sheets.get(code))
        opened += _settle(code, excess, known.get(code), active, now)
    return opened


def _settle(
    code: str, excess: Excess | None, case: Case | None, active: Mapping[str, str], now: datetime
) -> bool:
    """Open, change or resolve the case about a prescription; return whether one was opened."""
    if excess is None:
        if case and case.state in {"open", "explained"}:
            cases.resolve(case, now)
        return False
    fresh = case is None or _is_news(case, excess)
    if case is None or fresh:
        case = cases.open_(code, excess, now)
    else:
        cases.update(case, excess)
    concerned = [terminal for terminal, outlet in active.items() if outlet in excess.outlets]
    messages.tell_of_case(concerned, case.id, code, opened=case.found_at, now=now)
    return fresh


def _is_news(case: Case, excess: Excess) -> bool:
    """Whether something that was settled must be looked at again."""
    if case.state == "resolved":
        return True
    return case.state != "open" and excess.beyond > case.excess.beyond
