"""What a parameter can choose between."""

from enum import Enum


class Action(Enum):
    """What a rule does: where a text could not be confirmed, the province decides."""

    BLOCK = "block"
    WARN = "warn"
    OFF = "off"


class DayCount(Enum):
    """Whether the day of issue is the first day of validity (RX-03; no text says)."""

    EXCLUSIVE = "exclusive"
    """It is not: issued on the 1st and valid for 5 days, it is good until the 6th."""
    INCLUSIVE = "inclusive"
    """It is: good until the 5th."""


class WithoutCode(Enum):
    """What may stand in for a prescription that cannot be scanned (RX-01)."""

    OFF = "off"
    PAPER_SEEN = "paper_seen"
    """A paper prescription was seen, and its fields are keyed in."""
    EMERGENCY = "emergency"
    """Likewise; and a pharmacist may sell without any, which is reported as what it is."""


class Signing(Enum):
    """How the keeper confirms a register's printed pages (CTL-08)."""

    HAND = "hand"
    BADGE = "re-auth"
