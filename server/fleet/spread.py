"""How far datasets have come: which terminals say that they have which version."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from server.reference import versions
from server.store.database import rows


class Spread(NamedTuple):
    """Active terminals that get a dataset, by what they have of it."""

    newest: int
    """Have its newest version."""
    older: int
    unknown: int
    """Have not said that they have any."""

    @property
    def terminals(self) -> int:
        """All that get it."""
        return self.newest + self.older + self.unknown


def spread() -> dict[str, Spread]:
    """Return it by dataset, within a transaction that reads."""
    newest = versions.newest_of_all()
    shared = newest.get(versions.EVERYBODY, {})
    counts: dict[str, list[int]] = {}
    for outlet, said in _said():
        for dataset, version in (shared | newest.get(outlet, {})).items():
            counts.setdefault(dataset, [0, 0, 0])[_place(said.get(dataset), version)] += 1
    return {dataset: Spread(*found) for dataset, found in counts.items()}


def up_to_date() -> tuple[int, int]:
    """Return how many terminals have the newest of everything, and how many there are."""
    newest = versions.newest_of_all()
    shared = newest.get(versions.EVERYBODY, {})
    everybody = _said()
    ready = sum(
        all(said.get(name) == version for name, version in (shared | newest.get(own, {})).items())
        for own, said in everybody
    )
    return ready, len(everybody)


def _place(has: int | None, newest: int) -> int:
    if has is None:
        return 2
    return int(has != newest)


def _said() -> list[tuple[str, Mapping[str, int]]]:
    """Return outlet and versions of every active terminal."""
    found = rows(
        """
        SELECT CASE terminal.outlet_code WHEN '' THEN terminal.id ELSE terminal.outlet_code END,
               coalesce(said.versions, '{}')
        FROM terminal LEFT JOIN terminalstatus AS said ON said.terminal = terminal.id
        WHERE terminal.status = 'active'
        """
    )
    return [(outlet, msgspec.json.decode(said, type=dict[str, int])) for outlet, said in found]
