"""Why a pack or a sale was refused, and the ways out."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from device.counter.drug import Hold, ShelfBatch
from device.counter.rules.rule import Rule
from device.counter.sale import SaleLine


class Way(Enum):
    """A way out of a refusal besides putting the pack aside and scanning what is missing."""

    PAPER_PRESCRIPTION = auto()
    """A paper prescription was seen: its fields are keyed in (RX-01)."""
    EMERGENCY = auto()
    """Only where the province has switched it on, and reported as what it is (RX-01)."""
    BUYER = auto()
    """Key in name and address (CTL-05, CTL-06)."""
    LESS = auto()
    """Sell as much as is left."""
    SUBSTITUTE = auto()
    """Sell it in place of what is prescribed (RX-06)."""
    CONSENT = auto()
    """The buyer agrees (RX-06)."""
    SEEN_CARD = auto()
    """Who collects has shown a card (CTL-11)."""
    BATCH = auto()
    """Key in batch and expiry from the box (GPP-06)."""
    IN_HAND = auto()
    """The pack is in the hand whatever the book says; the book's error is recorded."""
    SET_ASIDE = auto()
    """Put the pack into quarantine, as a movement."""
    OUTSIDE_PRESCRIPTION = auto()
    """Sell it over the counter, beside the prescription."""
    AT_LIMIT = auto()
    """Sell at the highest price allowed (PRC-02, PRC-04)."""
    CALL_PHARMACIST = auto()
    """Somebody who may do it scans a badge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a pack may not be sold, and where a good one is, if one is on the shelf."""

    rule: Rule
    line: SaleLine
    good_batch: ShelfBatch | None = None
    hold: Hold | None = None
    allowed: int | None = None
    """How many base units would be allowed, for rules about quantity."""
    prescribed: int | None = None
    """How many base units stand on the prescription."""
    limit_vnd: int | None = None
    """The highest price allowed, for rules about price."""
    day: date | None = None
    """The day that the rule turns on: issued, or may be collected from."""
    ways: tuple[Way, ...] = ()
    """Ways out that this outlet has, the safest first."""
