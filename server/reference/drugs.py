"""What the figures must know of a drug."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugFacts:
    """A drug of the national catalogue."""

    id: str
    name: str
    is_known: bool = True
    """False: the catalogue has no such drug; then it counts as prescription-only (RX-02)."""
    ingredients: tuple[str, ...] = ()
    prescription_only: bool = True
    antibiotic: Literal["", "systemic", "topical"] = ""
    """ABX-03."""
    aware: Literal["", "access", "watch", "reserve"] = ""
    """The WHO's group."""
    atc: str = ""
    ddd_per_unit: float = 0.0
    """Defined daily doses in one base unit; 0: none is defined."""
    control: str = "none"
    """As in the terminal's catalogue: none, narcotic, psychotropic, precursor, combination-…, …"""
    essential: bool | None = None
    restricted: bool = False
    registration: str = ""
    maker: str = ""
    base_unit: str = "viên"

    @property
    def ingredient(self) -> str:
        """All active ingredients in one text."""
        return " + ".join(self.ingredients) or self.name


class DrugBook(Protocol):
    """Looks drugs up; what it has read once it keeps until the catalogue changes."""

    def facts(self, drug: str) -> DrugFacts:
        """Return what is known of a drug by its id; never fails."""
        ...
