"""All that the counter may know when it decides, as it is at that moment."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from device.counter.drug import Shelf
from device.counter.letter import Letter
from device.counter.parameters import CURRENT, Parameters
from device.counter.past import NoPast, Past
from device.counter.power import MAINS, PowerNow
from device.counter.sale import OpenSale
from device.counter.savefault import SaveFault
from device.counter.shop import Person, Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What there is around the counter."""

    shelf: Shelf
    today: date
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    past: Past = field(default_factory=NoPast)
    shop: Shop = field(default_factory=Shop)
    person: Person | None = None
    """Who is signed in; None: nobody, or nobody has to."""
    parameters: Parameters = CURRENT
    fault: SaveFault | None = None
    """Why nothing can be written now; then no sale begins and no money is taken."""
    parked: tuple[OpenSale, ...] = ()
    """Sales put by for another customer, oldest first."""
    letters: tuple[Letter, ...] = ()
    """Messages of the province that nobody has read yet, oldest first."""
    power: PowerNow = MAINS
    online: bool = False
    is_training: bool = False
    large: bool = False
    """Whether letters are one size up."""
    language: Literal["vi", "en"] = "vi"
    random_reference: str = "K7M4P"
    """A fresh reference for a transfer: five of 2-9 and A-Z without those that look alike."""
