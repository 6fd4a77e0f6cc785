"""Where goods came from and went: ribbons between columns, as wide as what flowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from server.web import formats
from server.web.parts.grid import Grid
from words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A place or a state, in a column from 0."""

    name: str
    column: int
    tone: Literal["plain", "good", "out"] = "plain"
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Units from one node to another, by their names."""

    source: str
    target: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """A Sankey diagram."""

    nodes: Sequence[Node]
    flows: Sequence[Flow]
    unit: str
    heads: Sequence[str] = ()
    """Words above the columns."""
    height: int = 290
    template: ClassVar[str] = "chart.html"

    @property
    def data(self) -> Mapping[str, Any]:
        """What the script draws; names of different columns may be the same."""
        columns = {node.name: node.column for node in self.nodes}
        return {
            "kind": "flows",
            "unit": self.unit,
            "heads": list(self.heads),
            "nodes": [
                {"name": n.name, "column": n.column, "tone": n.tone, "link": n.link}
                for n in self.nodes
            ],
            "flows": [
                {"source": f.source, "target": f.target, "units": f.units}
                for f in self.flows
                if f.units > 0 and columns[f.source] < columns[f.target]
            ],
        }

    @property
    def grid(self) -> Grid:
        """The same as a table."""
        return Grid(
            heads=[_("Từ, đến"), self.unit],
            rows=[[f"{f.source} → {f.target}", formats.number(f.units)] for f in self.flows],
        )
