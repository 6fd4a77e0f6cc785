"""Charts: what the page's script draws, and the same as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from server.web import formats
from server.web.parts.grid import Grid
from words import _

Unit = Literal["share", "count", "amount", "money"]
"""How values are written: shares are of one and drawn in percent."""


def written(value: float | None, unit: Unit) -> str:
    """Return a value as text."""
    if unit == "share":
        return formats.share(value)
    if unit == "money":
        return formats.money(None if value is None else round(value))
    return formats.number(value, 0 if unit == "count" else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: a value for each label, None where there is none."""

    name: str
    values: Sequence[float | None]
    is_comparison: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A dashed line with words: a target, a limit, a deadline."""

    at: float | str
    """A value, or a label for a rule that stands upright."""
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines over weeks, days or hours: three and one comparison at most."""

    labels: Sequence[str]
    series: Sequence[Series]
    unit: Unit = "share"
    rules: Sequence[Rule] = ()
    unfinished: bool = False
    """Whether the last label has only begun: it is drawn apart, not joined to the line."""
    most: float | None = None
    """Upper end of the axis; None: a round figure above the largest."""
    height: int = 220
    template: ClassVar[str] = "chart.html"

    @property
    def data(self) -> Mapping[str, Any]:
        """What the script draws."""
        return {
            "kind": "lines",
            "labels": self.labels,
            "unit": self.unit,
            "unfinished": self.unfinished,
            "most": self.most,
            "rules": [{"at": rule.at, "words": rule.words} for rule in self.rules],
            "series": [
                {"name": one.name, "values": one.values, "comparison": one.is_comparison}
                for one in self.series
            ],
        }

    @property
    def grid(self) -> Grid:
        """The same as a table."""
        return Grid(
            heads=["", *(one.name for one in self.series)],
            rows=[
                [label, *(written(one.values[index], self.unit) for one in self.series)]
                for index, label in enumerate(self.labels)
            ],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar."""

    name: str
    value: float
    text: str = ""
    """At its end; empty: the value."""
    note: str = ""
    whole: float | None = None
    """Length of a pale bar behind it."""
    stands_out: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Lying bars, with what they count at their ends."""

    bars: Sequence[Bar]
    unit: Unit = "count"
    head: str = ""
    """What is counted, for the table."""
    template: ClassVar[str] = "chart.html"

    @property
    def height(self) -> int:
        """In pixels."""
        return 16 + len(self.bars) * (40 if any(bar.note for bar in self.bars) else 28)

    @property
    def data(self) -> Mapping[str, Any]:
        """What the script draws."""
        return {
            "kind": "bars",
            "bars": [
                {
                    "name": bar.name,
                    "value": bar.value,
                    "text": bar.text or written(bar.value, self.unit),
                    "note": bar.note,
                    "whole": bar.whole,
                    "out": bar.stands_out,
                    "link": bar.link,
                }
                for bar in self.bars
            ],
        }

    @property
    def grid(self) -> Grid:
        """The same as a table."""
        rows = [
            [
                bar.name,
                " · ".join(filter(None, [bar.text or written(bar.value, self.unit), bar.note])),
            ]
            for bar in self.bars
        ]
        return Grid(heads=["", self.head or _("Số lượng")], rows=rows)
