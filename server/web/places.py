"""What every page shows is read now and then: names for the filters, counts, first figures."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from server.query.memory import Memory
from server.reference import places
from server.store.database import reading

SECONDS = 30.0
MOMENT = 5.0
"""For figures: they are as fresh as the page says, give or take this."""
MEMORY = Memory()
LASTING = Memory()
"""For what takes long and changes little: read ahead, see `Page.warm`."""
Value = TypeVar("Value")


def kept(key: object, make: Callable[[], Value], seconds: float = SECONDS) -> Value:
    """Return what was made not long ago, or make it anew: small figures that every page shows."""
    return MEMORY.once(key, make, seconds)


def forget() -> None:
    """Forget everything that is kept: another store, or what pages are about was changed."""
    MEMORY.forget()
    LASTING.forget()


def changed() -> None:
    """Forget what a form may have changed."""
    MEMORY.forget()


def area_names() -> Mapping[str, str]:
    """Return the areas: code and name."""
    return kept("areas", _areas)


def commune_names(area: str, today: date) -> Mapping[str, str]:
    """Return the communes of an area, or all, by name."""
    return kept(("communes", area, today), lambda: _communes(area, today))


def _areas() -> Mapping[str, str]:
    with reading():
        return {area.code: area.name for area in places.areas().values()}


def _communes(area: str, today: date) -> Mapping[str, str]:
    with reading():
        found = places.communes(today)
        areas = places.area_of(today) if area else {}
    named = [(one.code, one.name) for one in found.values() if areas.get(one.code, "") == area]
    return dict(sorted(named, key=lambda pair: pair[1]))
