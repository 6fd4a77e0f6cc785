"""How a rollout goes: ring by ring, and whether the next one may have its turn."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from server.fleet import rollouts, update_orders
from server.fleet.health import State, Trouble
from server.fleet.machines import Machine
from server.fleet.opening import HERE, Opening
from server.fleet.rings import RINGS
from server.fleet.rollouts import Rollout
from wire.version import is_older

BY_UPDATE = frozenset(
    {
        Trouble.SILENT,
        Trouble.PRINTER_GONE,
        Trouble.PRINTER_FAULT,
        Trouble.SCANNER,
        Trouble.SCREEN,
        Trouble.DISK,
        Trouble.HEAT,
        Trouble.LATE,
    }
)
"""Troubles that a version may bring. Paper, power and clocks are the shop's own."""

_SWITCHED_OFF = frozenset({Trouble.PRINTER_GONE, Trouble.SCANNER})
"""What a shop does itself when it closes for the night."""

BLAMED_FOR = timedelta(days=3)
"""So long after a terminal took a version what goes wrong with it may be the version's doing: over
a closed Sunday, or two days of a holiday, into a day of selling. Later it is some other cause."""

_NIGHT_BEGINS, _NIGHT_ENDS = time(21, 30), time(5)
"""When terminals install and restart, unless their settings say otherwise (`quiet_hours`)."""

RingState = Literal["waiting", "running", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RingProgress:
    """One ring of a rollout: active terminals that were heard before."""

    ring: int
    size: int
    updated: int
    """Run this version or a newer one."""
    healthy: int
    """Of these, without trouble for as long as the rollout asks."""
    tried: int
    """Run this very version, or could not take it."""
    troubled: int
    """Of these, got into trouble, and nobody has looked at that yet."""
    offered_at: datetime | None
    state: RingState


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """What a rollout is judged by."""

    rollout: Rollout
    excused: Collection[str]
    """Terminals whose silence has another cause."""
    told: Mapping[str, update_orders.Told]
    now: datetime


def progress(
    rollout: Rollout, machines: Iterable[Machine], excused: Collection[str], now: datetime
) -> list[RingProgress]:
    """Return how each ring is."""
    tried = _Tried(
        rollout=rollout, excused=excused, told=update_orders.told(rollout.version), now=now
    )
    by_ring: dict[int, list[Machine]] = {ring: [] for ring in RINGS}
    for one in machines:
        if one.judged.state not in {State.REVOKED, State.NEVER}:
            by_ring[one.ring].append(one)
    return [_ring(ring, by_ring[ring], tried) for ring in RINGS]


def go_on(
    found: Sequence[Rollout], machines: Sequence[Machine], excused: Collection[str], now: datetime
) -> list[Rollout]:
    """Give the newest its next turn, and stop what does harm; return what stands stopped.

    In one transaction. An older one that some ring still has is judged like the newest.
    """
    judged = [
        _judge(one, progress(one, machines, excused, now), now) if one.is_offered else one
        for one in rollouts.in_turn(found)
    ]
    return [one for one in judged if one.state == "stopped"]


def _judge(rollout: Rollout, found: Sequence[RingProgress], now: datetime) -> Rollout:
    """Stop it, or give the next ring its turn if there is none newer; return how it is then."""
    troubled, tried = sum(one.troubled for one in found), sum(one.tried for one in found)
    if troubled > rollouts.STOP_SHARE * tried:
        why = f"{troubled} / {tried}"
        rollouts.stop(rollout.version, why=why)
        return replace(rollout, state="stopped", why=why)
    reached = max(rollout.offered, default=RINGS[0])
    if rollout.state == "running" and reached + 1 in RINGS and _is_proven(found[reached], rollout):
        rollouts.offer(rollout.version, reached + 1, now)
    return rollout


def _is_proven(ring: RingProgress, rollout: Rollout) -> bool:
    """Whether enough of a ring is well; a ring of nobody proves nothing and stops nobody."""
    return ring.healthy >= min(rollout.needed, ring.size)


def _ring(ring: int, machines: Sequence[Machine], tried: _Tried) -> RingProgress:
    version = tried.rollout.version
    updated = [one for one in machines if not _lacks(one, version)]
    runs_it = [one for one in updated if one.software == version]
    failed = [one for one in machines if _lacks(one, version) and _could_not(one, tried)]
    offered_at = tried.rollout.offered.get(ring)
    rest: RingState = "waiting" if offered_at is None else "running"
    return RingProgress(
        ring=ring,
        size=len(machines),
        updated=len(updated),
        healthy=sum(_is_healthy(one, tried) for one in updated),
        tried=len(runs_it) + len(failed),
        troubled=sum(_is_troubled(one, tried) for one in runs_it) + len(failed),
        offered_at=offered_at,
        state="done" if offered_at and len(updated) == len(machines) else rest,
    )


def _lacks(one: Machine, version: str) -> bool:
    return one.software != version and not is_older(version, one.software)


def _is_healthy(one: Machine, tried: _Tried) -> bool:
    since = one.software_since
    long_enough = since is not None and tried.now - since >= timedelta(hours=tried.rollout.hours)
    return long_enough and BY_UPDATE.isdisjoint(one.judged.troubles)


def _is_troubled(one: Machine, tried: _Tried) -> bool:
    """Whether trouble began with the version, as far as one can see."""
    since = one.software_since or tried.now
    begins = max(since, tried.rollout.judged_from)
    ends = since + max(BLAMED_FOR, timedelta(hours=tried.rollout.hours))
    return any(
        begins <= (one.since(trouble) or tried.now) <= ends
        for trouble in one.judged.troubles
        if trouble in BY_UPDATE and _may_be_by_update(one, trouble, tried)
    )


def _may_be_by_update(one: Machine, trouble: Trouble, tried: _Tried) -> bool:
    """Whether a trouble has no other cause at hand: a line that is down, a shop that is closed."""
    if trouble is Trouble.SILENT:
        return _fell_silent_at_night(one) and one.terminal not in tried.excused
    return trouble not in _SWITCHED_OFF or _said_while_open(one)


def _fell_silent_at_night(one: Machine) -> bool:
    contact = one.known.last_contact
    return contact is not None and _installs_at(contact, one.known.opening)


def _said_while_open(one: Machine) -> bool:
    """Whether its last word came from a counter at which somebody sells."""
    said_at = one.known.reported_at
    return (
        said_at is not None and one.known.counter != "closed" and one.known.opening.is_open(said_at)
    )


def _could_not(one: Machine, tried: _Tried) -> bool:
    """Whether it was told to take the version and failed, or died of it, and nobody has looked."""
    order = tried.told.get(one.terminal)
    if order is None:
        return False
    judged_from = tried.rollout.judged_from
    if order.state == "failed":
        return order.answered_at is None or order.answered_at >= judged_from
    contact = one.known.last_contact
    return (
        Trouble.SILENT in one.judged.troubles
        and contact is not None
        and contact >= max(order.given_at, judged_from)
        and _fell_silent_at_night(one)
        and one.terminal not in tried.excused
    )


def _installs_at(moment: datetime, opening: Opening) -> bool:
    """Whether a terminal may have been updating then: who falls silent by day did not die of it."""
    hour = moment.astimezone(HERE).time()
    return not opening.is_open(moment) or hour >= _NIGHT_BEGINS or hour < _NIGHT_ENDS
