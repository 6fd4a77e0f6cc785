"""What a portion of entries does to one batch, before it is known what was there."""

from typing import Literal

Cause = Literal["opening", "carried", "counted"]
"""What a count is put down to: the shelf before the first sale, the epoch before, or a count."""


class Level:
    """Units in one place: moved, and set by counts. What was there before is told at the end."""

    __slots__ = ("_cause", "_gap", "_is_known", "units")

    def __init__(self) -> None:
        self.units = 0
        """Above what was there before; once it was counted: in all."""
        self._is_known = False
        self._cause: Cause = "counted"
        self._gap = 0

    def count(self, found: int, cause: Cause) -> int:
        """Set the level; return by how much that is off, or 0 where the end will tell."""
        off = found - self.units
        self.units = found
        if self._is_known:
            return off
        self._is_known, self._cause, self._gap = True, cause, off
        return 0

    def settle(self, before: int) -> tuple[int, Cause, int]:
        """Return by how much the level changed, and by how much the first count was off."""
        if not self._is_known:
            return self.units, "counted", 0
        return self.units - before, self._cause, self._gap - before


_CAUSES: dict[str, Cause] = {"opening": "opening", "carried-over": "carried"}


def cause_of(because: str) -> Cause:
    """Return what a count of this kind is put down to."""
    return _CAUSES.get(because, "counted")
