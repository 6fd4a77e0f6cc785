"""The sample's outlets, as the department's list would have them."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import cycle
from random import Random

from server.reference.outlets import Outlet, OutletKind
from server.sample.chance import Urn, a_day, chance
from server.sample.names import WORDS, outlet_names, street
from server.sample.places import LINE_OF, Commune, communes
from server.sample.scale import Scale

_HOURS: dict[OutletKind, tuple[tuple[int, int], ...]] = {
    "NT": ((7, 21), (7, 22), (6, 21)),
    "QT": ((7, 20), (7, 21), (6, 20)),
    "TT": ((7, 17),),
}
_NT_IN_TOWN, _NT_OUTSIDE = 0.75, 0.38
_CONTROLLED, _IN_HOSPITAL = 0.08, 0.02
_CLOSED_SUNDAYS: dict[OutletKind, float] = {"NT": 0.05, "QT": 0.05, "TT": 0.6}
_SIZE: dict[OutletKind, float] = {"NT": 1.25, "QT": 0.95, "TT": 0.45}
"""Sales against an ordinary outlet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """An outlet, and how it is."""

    number: int
    """From 1."""
    outlet: Outlet
    commune: Commune
    size: float
    """Its sales, against an ordinary outlet."""
    is_used: bool
    """Whether its terminal is used to sell."""


def shops(scale: Scale) -> tuple[Shop, ...]:
    """Return all outlets of a sample, by number."""
    luck = chance(scale.seed, "shops")
    names = cycle(outlet_names(luck))
    return tuple(
        _shop(number, commune, next(names), scale, is_station=is_station)
        for number, (commune, is_station) in enumerate(_places(scale, luck), start=1)
    )


def _places(scale: Scale, luck: Random) -> list[tuple[Commune, bool]]:
    """Return a commune for each outlet, and whether it is the health station's cabinet."""
    line = next(one for one in communes() if one.name == LINE_OF)
    others = [one for one in communes() if one is not line]
    in_line = scale.planted.for_outlets(scale.outlets).line or 3
    urn = Urn(others, [one.weight for one in others])
    chosen = [line] * in_line + [urn.draw(luck) for _ in range(scale.outlets - in_line)]
    chosen.sort(key=lambda one: one.code)
    seen: set[str] = set()
    found = []
    for commune in chosen:
        is_station = commune.code not in seen and commune.kind == "xã" and commune is not line
        seen.add(commune.code)
        found.append((commune, is_station))
    return found


def _shop(number: int, commune: Commune, name: str, scale: Scale, *, is_station: bool) -> Shop:
    luck = chance(scale.seed, "shop", number)
    town = _NT_IN_TOWN if commune.kind == "phường" else _NT_OUTSIDE
    kind: OutletKind = "TT" if is_station else "NT" if luck.random() < town else "QT"
    opens, closes = luck.choice(_HOURS[kind])
    called = commune.name if kind == "TT" else name
    return Shop(
        number=number,
        commune=commune,
        size=_SIZE[kind] * luck.lognormvariate(-0.15, 0.55),
        is_used=commune.name == LINE_OF or luck.random() >= commune.not_used,
        outlet=Outlet(
            code=f"SG-{number:04d}",
            name=f"{WORDS[kind]} {called}",
            kind=kind,
            commune=commune.code,
            address=f"{street(luck)}, {commune.full_name.lower()}",
            old_district=commune.old_district,
            licence=f"{1000 + number}/ĐKKDD-SG",
            licence_until=a_day(luck, scale.last_day + timedelta(days=40), date(2032, 12, 31)),
            scope=("HT", "GN") if kind == "NT" and luck.random() < _CONTROLLED else (),
            gpp_due=a_day(
                luck, scale.last_day + timedelta(days=9), scale.last_day + timedelta(days=1080)
            ),
            opens=time(opens),
            closes=time(closes),
            closed_weekdays=(6,) if luck.random() < _CLOSED_SUNDAYS[kind] else (),
            in_facility=kind == "NT" and luck.random() < _IN_HOSPITAL,
            since=a_day(luck, date(2019, 1, 1), scale.first_day - timedelta(days=30)),
            terminals=(terminal_of(number),),
        ),
    )


def terminal_of(number: int) -> str:
    """Return the id of an outlet's terminal."""
    return f"Q99-{number:04d}"
