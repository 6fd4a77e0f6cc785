"""What one terminal's ledger will tell: everything that its entries follow from."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from server.reference.outlets import OutletKind
from server.sample.scale import VIETNAM
from wire.status import Health


class Outage(NamedTuple):
    """A time without a line: what is written then is stored when it ends."""

    since: datetime
    until: datetime


class Odd(NamedTuple):
    """A price that is not what it should be."""

    drug: str
    factor: float


class Old(NamedTuple):
    """A batch that lies on the shelf and is never asked for."""

    drug: str
    expires_in: int
    """Days after the sample's last."""
    units: int


class Recalled(NamedTuple):
    """How the recalled batch came, and what became of it."""

    day: date
    supplier: str
    document: str
    units: int
    seen_at: datetime
    """When the recall reached the counter: from then on the batch is not sold."""
    acknowledged_at: datetime | None


class Twice(NamedTuple):
    """A sale on a prescription that another outlet dispenses too."""

    at: datetime
    code: str
    drug: str
    quantity: int
    issued: date
    knows_lines: bool


class Loss(NamedTuple):
    """Controlled drugs that a count does not find."""

    day: date
    drug: str
    units: int


class Devices(NamedTuple):
    """How the devices at the counter are."""

    printer: Health = "ok"
    scanner: Health = "ok"


WELL = Devices()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offences:
    """What an outlet does that others do not."""

    antibiotics: float = 0.0
    """Share of antibiotics sold without prescription in the last weeks; 0: as everybody."""
    prescription_only: float = 0.0
    """The same, of other prescription-only drugs."""
    overrides_each: bool = False
    above_posted: tuple[Odd, ...] = ()
    far_prices: tuple[Odd, ...] = ()
    keeps_expired: bool = False
    clock_ahead_seconds: int = 0
    loss: Loss | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalPlan:
    """One terminal of a sample."""

    seed: int
    number: int
    """Of the terminal, from 1."""
    terminal: str
    outlet: str
    """Code of the outlet."""
    kind: OutletKind
    opens: time
    closes: time
    closed_weekdays: tuple[int, ...]
    has_scope: bool
    """Whether it may sell controlled drugs."""
    first_day: date
    until: datetime
    """The last moment of which the province knows."""
    sells_until: date
    """The last day of sales; the terminal may be on for longer."""
    rate: float
    """Sales on an ordinary day."""
    silent_since: datetime | None = None
    outages: tuple[Outage, ...] = ()
    offences: Offences = Offences()
    old: tuple[Old, ...] = ()
    recalled: Recalled | None = None
    twice: tuple[Twice, ...] = ()
    devices: Devices = WELL

    @property
    def last_day(self) -> date:
        """The day of the last moment, in Việt Nam."""
        return self.until.astimezone(VIETNAM).date()

    @property
    def heard_until(self) -> datetime:
        """The last moment of which the province has heard from this terminal."""
        return self.silent_since or self.until
