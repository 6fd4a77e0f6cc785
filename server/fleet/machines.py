"""Every registered terminal as a machine: where it stands, what it said, how it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from server.fleet.health import Judged, Known, Trouble, judge
from server.fleet.joining import Place
from server.fleet.opening import Opening, opening
from server.fleet.rings import members, ring_of
from server.fleet.rollouts import Rollout, is_outdated, list_rollouts
from server.query.memory import SECONDS, once
from server.store.database import from_text, rows

_USUAL = Opening()
_ALL = "0123456"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A terminal as the fleet's pages and rounds know it."""

    terminal: str
    number: int
    """Within its outlet, from 1."""
    outlet: str
    """Code in the department's list, or the terminal's own id."""
    name: str
    """Of the outlet."""
    kind: str
    """NT, QT, TT; empty: not in the list."""
    place: Place
    commune: str
    """Its name, as the terminal was registered with it."""
    searched: str
    """Folded."""
    enrolled_at: datetime
    software: str
    """Empty: it has said nothing yet."""
    software_since: datetime | None
    ring: int
    known: Known
    judged: Judged
    signals: Mapping[Trouble, datetime] = field(default_factory=dict)
    """Since when, of the troubles that were noted and are not over."""

    def since(self, trouble: Trouble) -> datetime | None:
        """Return since when something is wrong; silence began with the last word."""
        if trouble is Trouble.SILENT:
            return self.known.last_contact
        return self.signals.get(trouble)


def list_machines(now: datetime) -> list[Machine]:
    """Return all machines, those of an outlet together."""
    return once(("machines", now.timestamp() // SECONDS), lambda: _list("", (), now))


def find_machine(terminal: str, now: datetime) -> Machine | None:
    """Return one machine; None if no such terminal is registered."""
    if "\0" in terminal:  # PostgreSQL does not even compare it
        return None
    of_its_outlet = f"WHERE {_OUTLET} = (SELECT {_OUTLET} FROM terminal WHERE id = ?)"  # noqa: S608 (fixed)
    found = _list(of_its_outlet, (terminal,), now)
    return next((one for one in found if one.terminal == terminal), None)


def _list(where: str, parameters: tuple[str, ...], now: datetime) -> list[Machine]:
    fleet = _Fleet(members(), list_rollouts(), _signals())
    numbers: dict[str, int] = {}
    return [_machine(row, now, fleet, numbers) for row in _read(where, parameters)]


@dataclass(frozen=True, slots=True)
class _Fleet:
    """What concerns all of them."""

    put_there: Mapping[str, int]
    rollouts: Sequence[Rollout]
    signals: Mapping[str, Mapping[Trouble, datetime]]


_OUTLET = "CASE terminal.outlet_code WHEN '' THEN terminal.id ELSE terminal.outlet_code END"


def _read(where: str, parameters: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return rows(
        f"""
        SELECT terminal.id, {_OUTLET}, coalesce(outlet.name, terminal.outlet),
               coalesce(outlet.kind, ''), coalesce(outlet.area_now, ''),
               coalesce(outlet.commune, ''), terminal.commune, coalesce(outlet.searched, ''),
               outlet.opens, outlet.closes, outlet.closed_weekdays, outlet.is_active,
               terminal.status, terminal.enrolled_at, terminal.last_contact_at,
               said.software, said.software_since, said.reported_at, said.unsent,
               said.oldest_unsent_seconds, said.ahead_seconds, said.disk_free_bytes,
               said.temperature_c, said.under_voltage, said.clock, said.printer, said.scanner,
               said.screen, said.counter, said.certificate_days
        FROM terminal LEFT JOIN outlet ON outlet.code = {_OUTLET}
        LEFT JOIN terminalstatus AS said ON said.terminal = terminal.id
        {where} ORDER BY 2, terminal.id
        """,  # noqa: S608 (fixed texts)
        parameters,
    )


def _machine(
    row: tuple[Any, ...], now: datetime, fleet: _Fleet, numbers: dict[str, int]
) -> Machine:
    terminal, outlet, name, kind, area, commune, commune_name, searched, *rest = row
    opens, closes, closed, is_open, status, *rest = rest
    enrolled_at, last_contact, software, since, *said = rest
    numbers[outlet] = numbers.get(outlet, 0) + 1
    ring = ring_of(terminal, fleet.put_there)
    known = _known(
        said,
        is_active=status == "active",
        last_contact=_moment(last_contact),
        # An outlet that has left the list is awaited no more.
        opening=_USUAL if opens is None else opening(opens, closes, closed if is_open else _ALL),
        is_outdated=is_outdated(software or "", ring, fleet.rollouts, now),
    )
    return Machine(
        terminal=terminal,
        number=numbers[outlet],
        outlet=outlet,
        name=name,
        kind=kind,
        place=Place(area, commune),
        commune=commune_name,
        searched=searched,
        enrolled_at=from_text(enrolled_at),
        software=software or "",
        software_since=_moment(since),
        ring=ring,
        known=known,
        judged=judge(known, now),
        signals=fleet.signals.get(terminal, {}),
    )


def _known(
    said: Sequence[Any],
    *,
    is_active: bool,
    last_contact: datetime | None,
    opening: Opening,
    is_outdated: bool,
) -> Known:
    reported_at, unsent, oldest, ahead, disk, temperature, power, clock, *devices = said
    return Known(
        is_active=is_active,
        last_contact=last_contact,
        opening=opening,
        reported_at=_moment(reported_at),
        unsent=unsent or 0,
        oldest_unsent_seconds=oldest,
        ahead_seconds=ahead or 0,
        disk_free_bytes=disk,
        temperature_c=temperature,
        under_voltage=None if power is None else bool(power),
        clock=clock,
        printer=devices[0],
        scanner=devices[1],
        screen=devices[2],
        counter=devices[3],
        certificate_days=devices[4],
        is_outdated=is_outdated,
    )


def _signals() -> dict[str, dict[Trouble, datetime]]:
    found: dict[str, dict[Trouble, datetime]] = {}
    known = {trouble.value: trouble for trouble in Trouble}
    for name, trouble, since in rows(
        "SELECT terminal, trouble, since FROM fleetsignal WHERE until IS NULL"
    ):
        if trouble in known:
            found.setdefault(name, {})[known[trouble]] = from_text(since)
    return found


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None
