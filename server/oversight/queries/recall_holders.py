"""Outlets that ever had a recalled batch: who has acknowledged, who has not, and why not."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from server.fleet.health import State as MachineState
from server.fleet.machines import Machine, list_machines
from server.oversight.queries.recall_answers import answers_to
from server.oversight.queries.same_batch import marks
from server.query.filters import Filters
from server.query.narrowing import narrow
from server.store.database import rows


class State(StrEnum):
    """How an outlet stands to a recall."""

    ACKNOWLEDGED = "acknowledged"
    NOT_PRESSED = "not-pressed"
    """Its terminal is connected; nobody has pressed."""
    CLOSED = "closed"
    """The outlet is not open now."""
    SILENT = "silent"
    """Nothing has come from it for too long (`server.fleet.health`)."""
    NEVER = "never"
    """Its terminal was never heard of, or is none of ours."""
    GONE = "gone"
    """Its terminal was taken out of service with some of the batch on its shelf."""


class Holder(NamedTuple):
    """An outlet that ever had a recalled batch, in base units."""

    outlet: str
    name: str
    commune: str
    area: str
    state: State
    acknowledged_at: datetime | None
    """When the last of its terminals that had some acknowledged; None: not all have."""
    staff: str
    """Badge of who did."""
    found: int
    """Units that were found and put apart with it."""
    last_contact: datetime | None
    on_shelf: int
    aside: int
    sold: int
    last_sold: str
    """Day; empty: never."""
    phone: str


class _Terminal(NamedTuple):
    """What one terminal had of the batches."""

    terminal: str
    outlet: str
    name: str
    commune: str
    area: str
    phone: str
    is_gone: int
    on_shelf: int
    aside: int
    sold: int
    last_sold: str

    def is_asked(self, answers: Container[str]) -> bool:
        """Whether somebody can answer, or there is something left to answer for."""
        return not self.is_gone or self.on_shelf > 0 or self.terminal in answers


class _Answer(NamedTuple):
    at: datetime
    staff: str
    units: int


def holders(number: str, lots: Sequence[int], filters: Filters, now: datetime) -> list[Holder]:
    """Return every outlet that ever had one of the batches.

    One whose terminals are out of service, with nothing left, is none of them.
    """
    answers = _answers(number)
    machines = {one.terminal: one for one in list_machines(now)}
    by_outlet: dict[str, list[_Terminal]] = {}
    for one in _terminals(lots, filters):
        if not one.is_asked(answers):
            continue
        by_outlet.setdefault(one.outlet, []).append(one)
    return [_holder(those, answers, machines, now) for those in by_outlet.values()]


def _holder(
    those: Sequence[_Terminal],
    answers: Mapping[str, _Answer],
    machines: Mapping[str, Machine],
    now: datetime,
) -> Holder:
    first = those[0]
    given = [answers[one.terminal] for one in those if one.terminal in answers]
    waiting = [one.terminal for one in those if one.terminal not in answers]
    last = max(given, default=None)
    contacts = [
        machines[one].known.last_contact for one in waiting or _ids(those) if one in machines
    ]
    return Holder(
        outlet=first.outlet,
        name=first.name,
        commune=first.commune,
        area=first.area,
        state=_why_not(waiting, machines, now) if waiting else State.ACKNOWLEDGED,
        acknowledged_at=last.at if last and not waiting else None,
        staff=last.staff if last else "",
        found=sum(one.units for one in given),
        last_contact=min((at for at in contacts if at), default=None),
        on_shelf=sum(one.on_shelf for one in those),
        aside=sum(one.aside for one in those),
        sold=sum(one.sold for one in those),
        last_sold=max(one.last_sold for one in those),
        phone=first.phone,
    )


def _ids(those: Sequence[_Terminal]) -> list[str]:
    return [one.terminal for one in those]


def _why_not(waiting: Sequence[str], machines: Mapping[str, Machine], now: datetime) -> State:
    """Return why terminals have not acknowledged: what is worst among them."""
    found = [machines.get(terminal) for terminal in waiting]
    states = {machine.judged.state if machine else MachineState.NEVER for machine in found}
    if MachineState.NEVER in states:
        return State.NEVER
    if MachineState.REVOKED in states:
        return State.GONE
    if MachineState.SILENT in states:
        return State.SILENT
    if any(machine and not machine.known.opening.is_open(now) for machine in found):
        return State.CLOSED
    return State.NOT_PRESSED


def _terminals(lots: Sequence[int], filters: Filters) -> list[_Terminal]:
    narrowed = narrow(filters, "goodsledger.outlet", filters.until)
    found = rows(
        f"""
        SELECT goodsledger.terminal, goodsledger.outlet,
            coalesce(outlet.name, goodsledger.outlet), coalesce(outlet.commune, ''),
            coalesce(outlet.area_now, ''), coalesce(outlet.phone, ''),
            max(CASE terminal.status WHEN 'revoked' THEN 1 ELSE 0 END),
            sum(CASE closed WHEN 0 THEN on_shelf ELSE 0 END),
            sum(CASE closed WHEN 0 THEN aside ELSE 0 END), sum(sold - voided - returned),
            max(last_sold)
        FROM shelfbatch JOIN goodsledger ON goodsledger.id = shelfbatch.ledger
        LEFT JOIN outlet ON outlet.code = goodsledger.outlet
        LEFT JOIN terminal ON terminal.id = goodsledger.terminal
        WHERE shelfbatch.lot IN ({marks(lots)}) AND {narrowed.sql}
        GROUP BY goodsledger.terminal, goodsledger.outlet, outlet.name, outlet.commune,
            outlet.area_now, outlet.phone
        ORDER BY goodsledger.outlet, goodsledger.terminal
        """,  # noqa: S608 - fixed names
        (*lots, *narrowed.parameters),
    )
    return [_Terminal._make(row) for row in found]


def _answers(number: str) -> dict[str, _Answer]:
    """Return when each terminal acknowledged first, and all that was found with it."""
    answers: dict[str, _Answer] = {}
    for one in answers_to([number]):
        before = answers.get(one.terminal)
        answers[one.terminal] = (
            before._replace(units=before.units + one.units)
            if before
            else _Answer(one.at, one.staff, one.units)
        )
    return answers
