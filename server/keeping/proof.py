"""What a backup that was brought back shows."""

from typing import NamedTuple

from server.keeping.counting import Held
from server.keeping.manifest import Manifest
from server.store.check import Checked

_CHANGED = {"restored", "websession"}
"""Tables that bringing back itself changes: `hold.statements`."""


class Proof(NamedTuple):
    """What a backup that was brought back shows."""

    checked: Checked
    """The chains, walked entry by entry."""
    missing: dict[str, tuple[int, int]]
    """Tables with another number of rows than the backup says: said, found."""
    ledgers: tuple[str, ...]
    """Ledgers whose mark is another."""

    @property
    def holds(self) -> bool:
        """Whether everything is there and nothing was changed."""
        return not (self.checked.breaks or self.missing or self.ledgers)


def compare(said: Manifest, found: Held, checked: Checked) -> Proof:
    """Compare what a database held before it was brought up to date with what a backup says."""
    names = ({*said.rows} | {*found.rows}) - _CHANGED
    missing = {
        name: (said.rows.get(name, 0), found.rows.get(name, 0))
        for name in sorted(names)
        if said.rows.get(name, 0) != found.rows.get(name, 0)
    }
    others = {*said.ledgers.items()} ^ {*found.ledgers.items()}
    return Proof(checked, missing, tuple(sorted({name for name, _mark in others})))
