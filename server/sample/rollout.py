"""The newest version of the terminals' programs, on its way from ring to ring."""

from datetime import datetime, timedelta

from server.fleet import rings, rollouts
from server.sample.chance import chance
from server.sample.plan import WELL, TerminalPlan
from server.sample.plans import Plan

NEWEST, BEFORE = "4.2.1", "4.2.0"
_OLDER = (("4.0.9", 0.003), ("4.1.6", 0.03))
"""What a few terminals have that were not reached for long, and how many."""
_OFFERED_DAYS_AGO = {0: 7, 1: 5, 2: 1}
_IN_RING_0 = 20
_TAKEN = 0.96
"""Share of a ring that has taken what it was offered."""
_STARTED_BY = "ky-thuat"


def write_rollout(plan: Plan) -> None:
    """Start the rollout some days ago; within a transaction that writes."""
    offered = {ring: _offered(plan, ring) for ring in _OFFERED_DAYS_AGO}
    rings.put(_first_ring(plan), 0)
    rollouts.start(NEWEST, by=_STARTED_BY, now=offered[0])
    for ring, moment in offered.items():
        rollouts.offer(NEWEST, ring, moment)


def versions_of(plan: Plan) -> dict[str, tuple[str, datetime | None]]:
    """Return by terminal which version it has, and when it took the newest; None: it has not."""
    first = dict.fromkeys(_first_ring(plan), 0)
    found: dict[str, tuple[str, datetime | None]] = {}
    for one in plan.terminals:
        luck = chance(plan.scale.seed, "version", one.terminal)
        ring = rings.ring_of(one.terminal, first)
        if ring in _OFFERED_DAYS_AGO and is_well(one) and luck.random() < _TAKEN:
            taken = _offered(plan, ring) + timedelta(minutes=luck.uniform(2, 120))
            found[one.terminal] = (NEWEST, taken)
        else:
            found[one.terminal] = (_older(luck.random()), None)
    return found


def is_well(one: TerminalPlan) -> bool:
    """Whether nothing is the matter with a terminal: trouble would stop the rollout."""
    ahead = one.offences.clock_ahead_seconds
    return one.silent_since is None and one.devices == WELL and not ahead


def _first_ring(plan: Plan) -> list[str]:
    return [one.terminal for one in plan.terminals if is_well(one)][:: _every(plan)][:_IN_RING_0]


def _every(plan: Plan) -> int:
    return max(1, len(plan.terminals) // _IN_RING_0 // 2)


def _offered(plan: Plan, ring: int) -> datetime:
    day = plan.scale.last_day - timedelta(days=_OFFERED_DAYS_AGO[ring])
    return plan.scale.moment(day, 18, 30)


def _older(luck: float) -> str:
    return next((version for version, share in _OLDER if luck < share), BEFORE)
