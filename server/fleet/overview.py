"""The first row of the fleet's page: how many terminals are how, and since when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.fleet.health import State, Trouble
from server.fleet.holidays import is_confirmed
from server.fleet.machines import Machine, list_machines
from server.fleet.opening import HERE
from server.store.database import rows
from wire.version import is_older

AGES = (
    timedelta(minutes=5),
    timedelta(hours=1),
    timedelta(hours=8),
    timedelta(days=1),
    timedelta(days=3),
)
"""Where the ages of what waits to be sent are divided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The fleet's figures; those that are revoked are only among the states."""

    active: int
    states: Mapping[State, int]
    troubles: Mapping[Trouble, int]
    unsent: int
    """Entries without a receipt, all together."""
    oldest: Machine | None
    """Whose oldest entry has waited longest."""
    unsent_ages: tuple[int, ...]
    """Terminals: with nothing unsent, then by `AGES`, and at last what is older still."""
    newest_version: str
    """That any of them runs; empty: nobody knows."""
    versions: Sequence[tuple[str, int]]
    """With the number of terminals, the newest first."""
    holidays_confirmed: bool
    """Whether somebody has compared this year's holidays with the published schedule."""


def overview(now: datetime) -> Overview:
    """Return the figures, within a transaction that reads."""
    machines = list_machines(now)
    active = [one for one in machines if one.known.is_active]
    said = [one for one in active if one.software]
    versions = _versions(said)
    waiting = [one for one in said if one.judged.unsent_age is not None]
    return Overview(
        active=len(active),
        states=Counter(one.judged.state for one in machines),
        troubles=Counter(trouble for one in active for trouble in one.judged.troubles),
        unsent=sum(one.known.unsent for one in said),
        oldest=max(waiting, key=lambda one: one.judged.unsent_age or timedelta(), default=None),
        unsent_ages=_ages(said),
        newest_version=versions[0][0] if versions else "",
        versions=versions,
        holidays_confirmed=is_confirmed(now.astimezone(HERE).year),
    )


def known_versions() -> list[str]:
    """Return the versions that active terminals run, the newest first."""
    found = rows(
        """
        SELECT said.software, count(*) FROM terminalstatus AS said
        JOIN terminal ON terminal.id = said.terminal
        WHERE terminal.status = 'active' AND said.software <> '' GROUP BY said.software
        """
    )
    return [version for version, _count in _newest_first(dict(found))]


def _ages(said: Sequence[Machine]) -> tuple[int, ...]:
    found = [0] * (len(AGES) + 2)
    for one in said:
        age = one.judged.unsent_age
        found[0 if age is None else 1 + sum(age >= limit for limit in AGES)] += 1
    return tuple(found)


def _versions(said: Sequence[Machine]) -> list[tuple[str, int]]:
    return _newest_first(Counter(one.software for one in said))


def _newest_first(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    newest_first: list[tuple[str, int]] = []
    for version in sorted(counted):
        at = sum(not is_older(known, version) for known, _count in newest_first)
        newest_first.insert(at, (version, counted[version]))
    return newest_first
