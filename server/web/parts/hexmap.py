"""The map: one hexagon of equal size a commune, roughly in place; no boundary file is needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from server.web import formats
from server.web.parts.grid import Grid
from words import _

FEW = 6
"""Outlets; a commune with fewer has a ring, because its share jumps with each of them."""
_STEPS = (0.60, 0.75, 0.85, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hexagon:
    """A commune. Odd rows stand half a hexagon to the right."""

    name: str
    column: int
    row: int
    area: str
    part: int
    """Of `whole`, such as active outlets."""
    whole: int
    link: str = ""

    @property
    def share(self) -> float | None:
        """Part of the whole; None if there is nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class HexMap:
    """Communes coloured about a target, diverging, safe for red-green blindness."""

    hexagons: Sequence[Hexagon]
    height: int = 392
    template: ClassVar[str] = "map.html"

    @property
    def data(self) -> Mapping[str, Any]:
        """What the script draws."""
        return {
            "kind": "map",
            "hexagons": [
                {
                    "name": one.name,
                    "at": [one.column, one.row],
                    "area": one.area,
                    "step": step(one.share),
                    "few": 0 < one.whole < FEW,
                    "text": _tip(one),
                    "link": one.link,
                }
                for one in self.hexagons
            ],
        }

    @property
    def legend(self) -> Sequence[tuple[str, str]]:
        """Class and words of each colour."""
        has_none = any(one.share is None for one in self.hexagons)
        return (
            ("m0", _("dưới 60 %")),
            ("m1", _("60 đến 74")),
            ("m2", _("75 đến 84")),
            ("m3", _("85 đến 94")),
            ("m4", _("từ 95 %")),
            ("few", _("dưới 6 cơ sở")),
            *([("none", _("chưa có cơ sở"))] if has_none else []),
        )

    @property
    def grid(self) -> Grid:
        """The same as a table, worst first."""
        known = sorted(self.hexagons, key=lambda one: (one.share is None, one.share or 0, one.name))
        return Grid(
            heads=[_("Xã, phường"), _("Đang dùng"), _("Cơ sở"), _("Tỷ lệ")],
            rows=[
                [
                    one.name,
                    formats.number(one.part),
                    formats.number(one.whole),
                    formats.share(one.share),
                ]
                for one in known
            ],
        )


def step(share: float | None) -> int | None:
    """Return which colour a share has, from 0; None: no data.

    >>> step(0.5), step(0.85), step(1.0), step(None)
    (0, 3, 4, None)
    """
    return None if share is None else sum(share >= limit for limit in _STEPS)


def _tip(one: Hexagon) -> str:
    if not one.whole:
        return _("{name}: chưa có cơ sở").format(name=one.name)
    return _("{name}: {share}, {part} / {whole} cơ sở").format(
        name=one.name, share=formats.share(one.share), part=one.part, whole=one.whole
    )
