"""The fleet's table: one line for each machine, narrowed and sorted."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from server.fleet import signals
from server.fleet.health import State, Trouble
from server.fleet.machines import Machine, list_machines
from server.query.filters import Filters
from server.query.listing import Listing
from server.reference.folding import folded

ABNORMAL = "abnormal"
"""A state to filter by: everything but normal and revoked."""
PRINTER = "printer"
"""A state to filter by: whatever is wrong with the printer."""
_QUIET = timedelta(minutes=30)
_GRAVITY = (State.SILENT, State.NEVER, State.LOOK, State.NORMAL, State.REVOKED)


class MachineLine(NamedTuple):
    """A machine in the table."""

    terminal: str
    number: int
    """Within its outlet."""
    outlet: str
    """Code."""
    name: str
    """Of the outlet."""
    kind: str
    area: str
    """Code."""
    commune: str
    """Code."""
    commune_name: str
    state: State
    troubles: tuple[Trouble, ...]
    outside_hours: bool
    """Whether it is quiet, and may be: its outlet is closed now."""
    last_contact: datetime | None
    unsent: int | None
    """None: it has never said."""
    unsent_age: timedelta | None
    printer: str | None
    scanner: str | None
    software: str
    ring: int


def table(
    filters: Filters,
    now: datetime,
    *,
    version: str = "",
    ring: int | None = None,
    alarm: str = "",
) -> Listing[MachineLine]:
    """Return one portion of the table, within a transaction that reads.

    `filters.state` is a `State`, a `Trouble`, `PRINTER` or `ABNORMAL`; its days mean nothing here.
    `alarm` is the id of one: the machines whose signals are joined in it. Without a wish the
    gravest come first, of each state what has waited longest.
    """
    found = narrowed(filters, now, version=version, ring=ring, alarm=alarm)
    lines = _sorted([_line(one, now) for one in found], filters.sort)
    return Listing(rows=lines[filters.first :][: filters.most], total=len(lines))


def narrowed(
    filters: Filters,
    now: datetime,
    *,
    version: str = "",
    ring: int | None = None,
    alarm: str = "",
) -> list[Machine]:
    """Return the machines that a table shows, all of them; within a transaction that reads."""
    joined = {one.terminal for one in signals.of_alarm(alarm)} if alarm else None
    return [
        one
        for one in list_machines(now)
        if _stands(one, filters)
        and _is(one, filters.state)
        and version in {"", one.software}
        and ring in {None, one.ring}
        and (joined is None or one.terminal in joined)
    ]


def _stands(one: Machine, filters: Filters) -> bool:
    if filters.area not in {"", one.place.area}:
        return False
    if filters.commune not in {"", one.place.commune}:
        return False
    if filters.kind not in {"", one.kind}:
        return False
    if not filters.search.strip():
        return True
    text = f"{one.searched} {folded(f'{one.terminal} {one.name}')}"
    return all(word in text for word in folded(filters.search).split())


def _is(one: Machine, state: str) -> bool:
    if state == ABNORMAL:
        return one.judged.state not in {State.NORMAL, State.REVOKED}
    if state == PRINTER:
        return any(trouble.value.startswith("printer-") for trouble in one.judged.troubles)
    return state in {"", one.judged.state.value} or state in one.judged.troubles


def _line(one: Machine, now: datetime) -> MachineLine:
    contact = one.known.last_contact
    return MachineLine(
        terminal=one.terminal,
        number=one.number,
        outlet=one.outlet,
        name=one.name,
        kind=one.kind,
        area=one.place.area,
        commune=one.place.commune,
        commune_name=one.commune,
        state=one.judged.state,
        troubles=one.judged.troubles,
        outside_hours=(
            one.judged.state not in {State.SILENT, State.REVOKED}
            and contact is not None
            and now - contact > _QUIET
            and not one.known.opening.is_open(now)
        ),
        last_contact=contact,
        unsent=one.known.unsent if one.known.reported_at else None,
        unsent_age=one.judged.unsent_age,
        printer=one.known.printer,
        scanner=one.known.scanner,
        software=one.software,
        ring=one.ring,
    )


def _sorted(lines: Iterable[MachineLine], wish: str) -> list[MachineLine]:
    column = wish.removeprefix("-")
    if column not in MachineLine._fields:
        return sorted(lines, key=_gravest)
    index, is_falling = MachineLine._fields.index(column), wish.startswith("-")
    known = [one for one in lines if one[index] is not None]
    rest = [one for one in lines if one[index] is None]
    key: Callable[[MachineLine], Any] = lambda one: (one[index], one.terminal)  # noqa: E731
    # What is not known comes last, however it is sorted.
    return [*sorted(known, key=key, reverse=is_falling), *rest]


def _gravest(one: MachineLine) -> tuple[int, timedelta, str, str]:
    contact = one.last_contact.isoformat() if one.last_contact else ""
    return _GRAVITY.index(one.state), -(one.unsent_age or timedelta()), contact, one.terminal
