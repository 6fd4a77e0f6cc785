"""What a terminal asks of its power supply. Drivers live beside this file."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Source(Enum):
    """Where the power comes from."""

    MAINS = "mains"
    BATTERY = "battery"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """How the supply is at one moment. What a driver cannot tell is unknown, never guessed."""

    source: Source = Source.UNKNOWN
    percent: int | None = None
    """Of the battery's charge, 0 to 100."""
    minutes_left: int | None = None
    """As the battery itself reckons."""
    is_weak: bool | None = None
    """The voltage at the board is, or was since the start, too low: cable or adapter are bad."""
    is_taken: bool = False
    """Another program holds the wire, as the screen's does while it runs: no fault of the wire."""


class Supply(Protocol):
    """Tells how the power is."""

    def look(self) -> Power:
        """Return how it is now. Never raises: a gauge that does not answer is unknown."""

    def close(self) -> None:
        """Release the device. Closing twice is fine."""


class NoSupply:
    """Nobody tells anything: a terminal without a UPS."""

    def look(self) -> Power:
        """Return that nothing is known."""
        return Power()

    def close(self) -> None:
        """Nothing to release."""
