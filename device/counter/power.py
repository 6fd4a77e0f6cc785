"""How the power is, as far as it matters at the counter."""

from dataclasses import dataclass
from enum import Enum, auto


class Supplied(Enum):
    """What carries the terminal, and for how long."""

    WELL = auto()
    """The mains, or nobody knows."""
    BATTERY = auto()
    ENDING = auto()
    """The battery is low: no new sale; off after the one that is open."""
    OVER = auto()
    """Off now, whatever is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerNow:
    """The power at one moment."""

    supplied: Supplied = Supplied.WELL
    minutes_left: int | None = None
    """On battery; None: nobody knows."""
    is_dim: bool = False
    """Whether the screen is to be dimmed."""

    @property
    def ends(self) -> bool:
        """Whether no new sale may begin."""
        return self.supplied in {Supplied.ENDING, Supplied.OVER}


MAINS = PowerNow()
