"""What the staff should know before selling; it stops nothing."""

from dataclasses import dataclass
from enum import Enum, auto

from device.counter.rules.refusal import Refusal
from device.counter.sale import SaleLine


class Warn(Enum):
    """What there is to know."""

    SHORT_DATED = auto()
    LAST_DAY = auto()
    """The last day of the prescription (RX-03)."""
    TOO_MANY_DAYS = auto()
    """Prescribed for longer than usual (RX-11)."""
    CHILD = auto()
    """A child under 72 months, and the weight is missing (RX-12)."""
    SAME_INGREDIENT = auto()
    """RX-15."""
    EARLIER_BATCH = auto()
    """Another batch expires sooner (FEFO)."""
    NOBODY_IN_CHARGE = auto()
    """GPP-03."""
    NOT_PROVEN_ESSENTIAL = auto()
    """SC-03, SC-04 where the catalogue does not say."""
    UNCHECKED = auto()
    """The prescription could not be checked."""
    DISPENSED_BEFORE = auto()
    """Only the prescription's code is known, and this outlet has sold on it before (RX-04)."""
    SUPPLEMENT = auto()
    """RX-16."""
    NO_POSTED_PRICE = auto()
    """Nothing is asked for it (PRC-01)."""
    LICENCE_ENDED = auto()
    """SC-01."""
    RESTRICTED = auto()
    """SC-07 where the prescription names no illness."""
    EASED = auto()
    """A rule that would refuse, were it not that the parameters only want it said."""


@dataclass(frozen=True, slots=True)
class Warning_:  # noqa: N801 - `Warning` is Python's own
    """One warning, and what it is about."""

    warn: Warn
    line: SaleLine | None = None
    detail: str = ""
    """Such as the ingredient, the batch, the day."""
    refusal: Refusal | None = None
    """What would have been refused."""
