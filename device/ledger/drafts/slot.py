"""Where an entry goes, and what can become one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

from msgspec import UNSET, UnsetType

from device.ledger.errors import RefusedError
from device.ledger.past import Past
from wire.entry import Head


class Slot(NamedTuple):
    """The place that the next entry takes, and when it is written."""

    book: int
    terminal: str
    epoch: str
    seq: int
    prev: str
    at: datetime
    clock: Literal["untrusted"] | UnsetType = UNSET

    def head(self) -> dict[str, Any]:
        """Return the fields that every entry has."""
        return {name: value for name, value in self._asdict().items() if name != "book"}


class Draft(Protocol):
    """Anything that can become an entry."""

    def entry(self, slot: Slot, staff: str, past: Past) -> Head:
        """Return the entry; raise `RefusedError` where it contradicts what was written before."""


def some(lines: Sequence[object]) -> None:
    """Raise `RefusedError` where there is no line."""
    if not lines:
        raise RefusedError("an entry about goods needs a line")


def positive(figures: Sequence[int]) -> None:
    """Raise `RefusedError` where a line moves nothing, or there is none."""
    some(figures)
    if min(figures) < 1:
        raise RefusedError("each line moves at least one")
