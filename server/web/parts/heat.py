"""A table whose cells are tinted by amount, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from server.web import formats
from server.web.parts.charts import Unit, written


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One thing over the weeks."""

    name: str
    values: Sequence[float | None]
    links: Sequence[str] = ()
    """Address of each cell."""
    after: Sequence[str] = ()
    """Text of the columns behind the weeks."""
    link: str = ""
    group: str = ""
    """Words of a line above the rows that share them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Rows over weeks, tinted in five steps."""

    head: str
    labels: Sequence[str]
    rows: Sequence[HeatRow]
    steps: tuple[float, float, float, float]
    """Where the second to the fifth tint begin."""
    legend: Sequence[str]
    """Words of the five tints."""
    after: Sequence[str] = ()
    """Heads behind the weeks."""
    unit: Unit = "share"
    note: str = ""
    template: ClassVar[str] = "heat.html"

    def tint(self, value: float | None) -> str:
        """Return the class of a cell."""
        return "" if value is None else f"h{sum(value >= step for step in self.steps)}"

    def short(self, value: float | None) -> str:
        """Return a value as short as a cell is wide: whole percents without their sign."""
        return (
            formats.number(value * 100)
            if value is not None and self.unit == "share"
            else (formats.number(value))
        )

    def long(self, name: str, label: str, value: float | None) -> str:
        """Return a cell in words."""
        return f"{name}, {label}: {written(value, self.unit)}"
