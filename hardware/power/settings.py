"""`[hardware.power]`: which UPS stands at this counter, and what is done on its battery."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hardware.power.fuel_gauge import ADDRESS

I2cAddress = Annotated[int, Meta(ge=0x03, le=0x77)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class PowerGoodSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware.power.wire]`: a pin that tells whether the mains is there."""

    chip: Path = Path("/dev/gpiochip0")
    line: Annotated[int, Meta(ge=0, le=511)]
    """The number that the Pi gives the pin (GPIO6 is 6), not its place on the header."""
    mains_is: Literal["high", "low"] = "high"


class PowerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware.power]`."""

    gauge: Literal["none", "kernel", "max17048", "ina219", "fake"] = "none"
    """Who knows the battery's charge. "kernel": a UPS that Linux has a driver for."""
    bus: Path = Path("/dev/i2c-1")
    address: I2cAddress | None = None
    """Left out: 0x36 for max17048, 0x40 for ina219 (boards differ: 0x42 and 0x43 are common)."""
    cells: Annotated[int, Meta(ge=1, le=4)] = 1
    """ina219: lithium cells in series."""
    shunt_milliohms: Annotated[float, Meta(gt=0, le=1000)] = 100.0
    """ina219."""
    positive_is_charging: bool = True
    """ina219."""
    wire: PowerGoodSettings | None = None
    low_percent: Percent = 10
    """From here on the terminal is switched off after the sale that is open."""
    empty_percent: Percent = 4
    """From here on it is switched off at once."""
    minutes: Annotated[int, Meta(ge=1, le=1440)] = 20
    """How long the full battery holds: where nobody tells its charge the counter goes by the clock,
    and where a gauge fell silent, by the share that it told last."""

    def __post_init__(self) -> None:
        """Refuse an end that comes before its warning."""
        if self.empty_percent >= self.low_percent:
            message = "`empty_percent` below `low_percent`"
            raise ValueError(message)

    @property
    def chip_address(self) -> int:
        """Where the gauge answers."""
        usual = ADDRESS if self.gauge == "max17048" else 0x40
        return usual if self.address is None else self.address
