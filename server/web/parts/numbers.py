"""The row of numbers at the top: each with its denominator, its change and where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from server.web import formats
from server.web.parts.spark import Spark, spark
from server.web.parts.tag import Tag
from words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number."""

    title: str
    figure: str
    """Formatted, such as "89,8 %"."""
    unit: str = ""
    """Denominator or unit, such as "796 / 886"."""
    note: str | Tag = ""
    """Change, or a tag where it departs from normal."""
    trend: Sequence[float | None] = ()
    link: str = ""

    @property
    def spark(self) -> Spark | None:
        """The trend, drawn."""
        return spark(self.trend)

    @property
    def tone(self) -> str:
        """Of the note, if it is a tag."""
        return self.note.tone if isinstance(self.note, Tag) else ""

    @property
    def text(self) -> str:
        """The note's words."""
        return self.note.text if isinstance(self.note, Tag) else self.note


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Up to five numbers."""

    tiles: Sequence[Tile]
    template: ClassVar[str] = "numbers.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one thing, in one row."""

    tiles: Sequence[Tile]
    template: ClassVar[str] = "facts.html"


def points_changed(now: float | None, before: float | None) -> str:
    """Say by how many points a share has changed; empty if either is not known.

    >>> points_changed(0.112, 0.115)
    '▼ 0,3 điểm'
    """
    if now is None or before is None:
        return ""
    change = round((now - before) * 100, 1)
    return f"{_arrow(change)} {_('{n} điểm').format(n=formats.number(abs(change), 1))}"


def count_changed(now: int, before: int | None) -> str:
    """Say by how much a count has changed.

    >>> count_changed(23, 9)
    '▲ 14'
    """
    return "" if before is None else f"{_arrow(now - before)} {formats.number(abs(now - before))}"


def _arrow(change: float) -> str:
    return "▲" if change > 0 else "▼" if change < 0 else "="
