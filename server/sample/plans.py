"""The plan of a whole sample: outlets, terminals, and who stands out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from server.sample.chance import chance
from server.sample.plan import Outage, TerminalPlan
from server.sample.planting import Casting, Role, casting
from server.sample.scale import PACE, Scale
from server.sample.shops import Shop, terminal_of

_TRIES = 6
_SHORT_OUTAGES = 4
"""Of a line, in a sample, at most: each shorter than the hour within which sales are due."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What `write_province` writes."""

    scale: Scale
    cast: Casting
    terminals: tuple[TerminalPlan, ...]


def plan_province(scale: Scale) -> Plan:
    """Return the plan of a sample; it follows from the scale alone."""
    cast = casting(scale)
    plans = tuple(
        _terminal(scale, shop, cast.roles.get(shop.number, Role())) for shop in cast.shops
    )
    return Plan(scale, cast, plans)


def pace_for(scale: Scale, sales: int) -> float:
    """Return at which pace a sample has about so many sales; what is planted is the least."""
    pace = 1.0
    for _try in range(_TRIES):
        days = [
            one.rate * max(0, (one.sells_until - one.first_day).days + 1)
            for one in plan_province(replace(scale, pace=pace)).terminals
        ]
        pace *= sales / sum(days)
    return pace


def _terminal(scale: Scale, shop: Shop, role: Role) -> TerminalPlan:
    luck = chance(scale.seed, "terminal", shop.number)
    stopped = timedelta(days=0 if shop.is_used else luck.randint(10, scale.days + 20))
    outlet = shop.outlet
    return TerminalPlan(
        seed=scale.seed,
        number=shop.number,
        terminal=terminal_of(shop.number),
        outlet=outlet.code,
        kind=outlet.kind,
        opens=outlet.opens,
        closes=outlet.closes,
        closed_weekdays=outlet.closed_weekdays,
        has_scope=bool(outlet.scope),
        first_day=scale.first_day,
        until=scale.until,
        sells_until=scale.last_day - stopped,
        rate=role.sells or max(PACE * shop.size * scale.pace, role.at_least),
        silent_since=role.silent_since,
        outages=(*role.outages, *_short(scale, shop)),
        offences=role.offences,
        old=role.old,
        recalled=role.recalled,
        twice=tuple(role.twice),
        devices=role.devices,
    )


def _short(scale: Scale, shop: Shop) -> Iterator[Outage]:
    luck = chance(scale.seed, "outages", shop.number)
    for _ in range(luck.randint(0, _SHORT_OUTAGES)):
        day = scale.first_day + timedelta(days=luck.randint(0, max(0, scale.days - 4)))
        since = scale.moment(day, luck.randint(7, 20), luck.randint(0, 59))
        yield Outage(since, since + timedelta(minutes=luck.uniform(4, 48)))
