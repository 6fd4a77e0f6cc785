"""What was seen of the terminal's parts: plain values, from which facts are told."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from device.self_test.card import Card
from device.self_test.line import LineFigures
from device.self_test.software import Software
from device.told_by_province import ToldByProvince
from hardware.api import Drawer
from hardware.errors import PrinterFault
from hardware.power.api import Power
from wire.status import Health

Trial = Literal["none", "waiting", "read", "late"]
"""Of the code on the test paper: nobody printed it, it is waited for, read in time, or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """The disk that the ledger is on, in bytes."""

    total: int
    free: int

    @property
    def free_percent(self) -> int:
        """How much is free, rounded down."""
        return 100 * self.free // self.total if self.total else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What takes as long as the card takes: looked up off the screen's thread."""

    card: Card = field(default_factory=Card)
    ledger: Literal["ok", "damaged"] = "ok"
    software: Software = field(default_factory=Software)
    temperature_c: float | None = None
    power: Power = field(default_factory=Power)
    has_stick: bool = False
    """Whether there is a USB stick that a file can be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What was seen of the terminal's parts; None: it could not be told."""

    now: datetime
    today: date
    scanner: Health = "ok"
    """How the worst of them is."""
    trial: Trial = "none"
    read_at: datetime | None = None
    """When a code was read last."""
    camera: Health | None = None
    """None: this counter has none."""
    online: bool = False
    since: datetime | None = None
    """Since when it has been online or offline."""
    line: LineFigures | None = None
    received_at: datetime | None = None
    """When the province last confirmed anything."""
    unsent: int = 0
    has_printer: bool = True
    printer: PrinterFault | None = None
    has_drawer: bool = True
    drawer_failed: bool = False
    """Whether its pulse did not go out the last time."""
    drawer_opened_at: datetime | None = None
    certificate_until: datetime | None = None
    display: Literal["on", "gone", "none"] = "none"
    """The customer's display; "gone": it was there since the start, and is silent now."""
    disk: Disk | None = None
    is_clock_trusted: bool = True
    told: ToldByProvince | None = None
    """Which reference data is in use."""
    probed: Probed | None = None
    """None: still being looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenHere:
    """What the screen itself knows of the devices."""

    scanner: Health
    """How the worst of them is."""
    camera: Health | None = None
    read_at: datetime | None = None
    has_printer: bool = True
    drawer: Drawer | None = None
    drawer_opened_at: datetime | None = None
