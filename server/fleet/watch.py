"""The look that is taken once a minute: judge all terminals, join, tell, tidy up."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from server.fleet import commands, progress, rollouts, signals, telemetry, turns
from server.fleet.health import Trouble
from server.fleet.joining import Heard, Joined, join
from server.fleet.machines import Machine, list_machines
from server.fleet.names import place_names
from server.store import alarms
from server.store.alarms import Alarm, Finding
from server.store.database import reading, rows, writing

_LOG = logging.getLogger(__name__)

LINES = (Finding.OUTAGE, Finding.SILENT)
"""Close with the first word that comes."""
FAULTS = tuple(Finding(trouble.value) for trouble in Trouble if trouble is not Trouble.SILENT)
"""Close after a rest."""
KINDS = (*LINES, *FAULTS, Finding.ROLLOUT_STOPPED)
"""What is raised and closed here."""


def look(now: datetime) -> None:
    """Take one look; raise `StoreUnavailableError`."""
    with reading():
        machines = list_machines(now)
        known = _open_outages()
        names = place_names(now)
    heard = list(_heard(machines, now))
    joined = join(heard, now, known=known)
    with writing():
        _tell(joined, names, now)
        signals.note(_signals(heard, joined), now)
        _go_on(machines, joined, now)
        turns.give_turns(machines, now)
        commands.tidy(now)
        telemetry.forget_old_hours(now)
        signals.forget_old(now)


def alarm_of(one: Joined, names: Mapping[str, str] | None = None) -> Alarm:
    """Return the alarm that a joined cause is."""
    count = str(len(one.terminals))
    if one.is_outage:
        place = (names or {}).get(one.subject, "")
        return Alarm(Finding.OUTAGE, subject=one.subject, detail=f"{count}: {place}")
    return Alarm(Finding(one.trouble.value), detail=count)


def _heard(machines: Iterable[Machine], now: datetime) -> Iterable[Heard]:
    """Return the terminals that can be judged."""
    for one in machines:
        contact = one.known.last_contact
        if one.known.is_active and contact is not None:
            yield Heard(
                terminal=one.terminal,
                place=one.place,
                opening=one.known.opening,
                last_contact=contact,
                silent_from=one.judged.silent_from,
                troubles={trouble: one.since(trouble) or now for trouble in one.judged.troubles},
            )


def _tell(joined: Iterable[Joined], names: Mapping[str, str], now: datetime) -> None:
    found = [alarm_of(one, names) for one in joined]
    lines = [one for one in found if one.kind in LINES]
    faults = [one for one in found if one.kind in FAULTS]
    opened, closed = alarms.keep(lines, LINES, now, rest=timedelta(0))
    opened_too, closed_too = alarms.keep(faults, FAULTS, now, rest=signals.REST)
    if opened + opened_too + closed + closed_too:
        _LOG.info(
            "alarms of the fleet: %d opened, %d closed", opened + opened_too, closed + closed_too
        )


def _signals(
    heard: Sequence[Heard], joined: Iterable[Joined]
) -> dict[signals.Key, tuple[datetime, str]]:
    """Return each signal with since when it is there and its alarm's id.

    Where nothing comes at all, those whose own silence does not count yet have none.
    """
    by_name = {one.terminal: one for one in heard}
    return {
        (terminal, one.trouble): (
            by_name[terminal].troubles[one.trouble],
            alarms.id_of(alarm_of(one)),
        )
        for one in joined
        for terminal in one.terminals
        if one.trouble in by_name[terminal].troubles
    }


def _go_on(machines: Sequence[Machine], joined: Iterable[Joined], now: datetime) -> None:
    """Give the next ring its turn, or stop the rollout."""
    excused = {name for one in joined if one.is_outage for name in one.terminals}
    stopped = progress.go_on(rollouts.list_rollouts(), machines, excused, now)
    found = [Alarm(Finding.ROLLOUT_STOPPED, subject=one.version, detail=one.why) for one in stopped]
    alarms.keep(found, (Finding.ROLLOUT_STOPPED,), now, rest=timedelta(0))


def _open_outages() -> list[str]:
    return [
        subject
        for (subject,) in rows(
            "SELECT subject FROM alarm WHERE kind = ? AND closed_at IS NULL",
            (Finding.OUTAGE.value,),
        )
    ]
