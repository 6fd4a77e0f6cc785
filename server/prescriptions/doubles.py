"""Finding prescriptions on which more was dispensed than was prescribed, as soon as one can tell.

Two outlets without a line can dispense the same prescription: nothing prevents it, so it is found
when the second entry is stored, and both outlets and the department are told.
"""

from collections.abc import Mapping
from datetime import datetime

from server.prescriptions import cases, messages
from server.prescriptions.cases import Case
from server.prescriptions.judging import Excess, judge
from server.prescriptions.parts import parts
from server.reference.directory import outlet_of_terminal
from server.store import prescriptions, terminals
from server.store.database import locking, reading, rows, run, writing

AT_ONCE = 200
"""Prescriptions in one transaction."""


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
            for code in waiting:
                if _take(code):
                    opened += _look_at(code, homes, told, now)
        if len(waiting) < AT_ONCE:
            break
        with reading():
            waiting = _touched()
    return opened


def _touched() -> list[str]:
    found = rows("SELECT code FROM touched ORDER BY code LIMIT ?", (AT_ONCE,))
    return [code for (code,) in found]


def _take(code: str) -> bool:
    """Take a prescription to look at; False: somebody else has looked at it meanwhile.

    Its row is held until the transaction ends: whoever has news of it waits, and then makes a new
    one, so that nothing that is not seen now is forgotten.
    """
    held = rows(f"SELECT 1 FROM touched WHERE code = ? {locking('touched')}", (code,))  # noqa: S608 (a fixed text)
    run("DELETE FROM touched WHERE code = ?", (code,))
    return bool(held)


def _look_at(code: str, homes: Mapping[str, str], active: Mapping[str, str], now: datetime) -> bool:
    """Open, change or resolve the case about a prescription; return whether one was opened."""
    excess = judge(code, parts(code, homes), prescriptions.find(code))
    case = cases.of_code(code)
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
