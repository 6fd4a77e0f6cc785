"""Charts of many points: a funnel that allows for size, and prices about their median."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from server.web import formats
from server.web.parts.grid import Grid
from words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An outlet in a funnel."""

    name: str
    volume: int
    share: float
    stands_out: bool = False
    """Drawn as a diamond with its name."""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Share against volume, with the province's share and a limit that narrows with volume."""

    points: Sequence[Point]
    middle: float
    """The province's share."""
    limit: Sequence[tuple[float, float]]
    """Volume and share of the curve, from left to right."""
    volume_title: str
    limit_title: str
    middle_title: str
    height: int = 300
    template: ClassVar[str] = "chart.html"

    @property
    def data(self) -> Mapping[str, Any]:
        """What the script draws. Ordinary points have no names: nobody is accused by chance."""
        named = [point for point in self.points if point.stands_out]
        return {
            "kind": "funnel",
            "points": [[p.volume, p.share] for p in self.points if not p.stands_out],
            "named": [{"name": p.name, "at": [p.volume, p.share], "link": p.link} for p in named],
            "middle": self.middle,
            "limit": list(self.limit),
            "words": {
                "volume": self.volume_title,
                "limit": self.limit_title,
                "middle": self.middle_title,
            },
        }

    @property
    def grid(self) -> Grid:
        """Those that stand out, as a table, and how many others there are."""
        named = [point for point in self.points if point.stands_out]
        rows = [[p.name, formats.number(p.volume), formats.share(p.share)] for p in named]
        others = len(self.points) - len(named)
        rows.append([_("{n} cơ sở khác").format(n=formats.number(others)), "", ""])
        return Grid(heads=[_("Cơ sở"), self.volume_title, _("Tỷ lệ")], rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One drug's prices."""

    name: str
    ordinary: Sequence[float]
    """Each outlet's price as a part of the median: 1 is the median."""
    far: Sequence[tuple[str, float]]
    """Outlets whose price is far from it: name and part."""
    announced: float | None = None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """Prices of several drugs about their medians."""

    strips: Sequence[Strip]
    template: ClassVar[str] = "chart.html"

    @property
    def height(self) -> int:
        """In pixels."""
        return 60 + 32 * len(self.strips)

    @property
    def data(self) -> Mapping[str, Any]:
        """What the script draws."""
        return {
            "kind": "strips",
            "strips": [
                {
                    "name": strip.name,
                    "ordinary": list(strip.ordinary),
                    "far": [[name, part] for name, part in strip.far],
                    "announced": strip.announced,
                    "link": strip.link,
                }
                for strip in self.strips
            ],
            "words": {
                "median": _("trung vị tỉnh"),
                "announced": _("giá công bố"),
                "far": _("xa trung vị hoặc quá giá công bố"),
            },
        }

    @property
    def grid(self) -> Grid:
        """The same as a table."""
        return Grid(
            heads=[_("Thuốc"), _("Cơ sở"), _("Thấp nhất"), _("Cao nhất"), _("Giá công bố")],
            rows=[_strip_row(strip) for strip in self.strips],
        )


def _strip_row(strip: Strip) -> list[str]:
    parts = [*strip.ordinary, *(part for _name, part in strip.far)]
    return [
        strip.name,
        formats.number(len(parts)),
        formats.share(min(parts, default=None)),
        formats.share(max(parts, default=None)),
        formats.share(strip.announced),
    ]
