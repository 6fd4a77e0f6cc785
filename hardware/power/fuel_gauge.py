"""MAX17048 and MAX17049: fuel gauges for one or two lithium cells, on many UPS boards.

Registers as in the makers' data sheet (MAX17048/MAX17049, "Register Summary"), which many public
drivers agree with. Tried over a chip in memory only.
"""

from hardware.power.api import Power, Source
from hardware.power.i2c import Registers, signed

ADDRESS = 0x36
SOC = 0x04
"""State of charge: 1/256 percent for each bit."""
VERSION = 0x08
"""0x001_: tells a gauge from a bus that hangs."""
CRATE = 0x16
"""How fast it fills or empties: 0.208 percent an hour for each bit, with a sign."""
_CRATE_PERCENT = 0.208
_STILL = 2.0
"""Percent an hour that are noise: a terminal on its battery drains ten times as fast."""
_SILENT = {0x0000, 0xFFFF}
_FULL = 100


class FuelGauge:
    """How full the battery is, and which way it goes."""

    def __init__(self, chip: Registers) -> None:
        self._chip = chip

    def look(self) -> Power:
        """Read charge and rate."""
        try:
            if self._chip.read(VERSION) in _SILENT:
                return Power()
            percent = min(_FULL, self._chip.read(SOC) >> 8)
            rate = signed(self._chip.read(CRATE)) * _CRATE_PERCENT
        except OSError:
            return Power()
        is_draining = rate < -_STILL
        return Power(
            source=_source(percent, rate),
            percent=percent,
            minutes_left=round(percent / -rate * 60) if is_draining else None,
        )

    def close(self) -> None:
        """Release the bus."""
        self._chip.close()


def _source(percent: int, rate: float) -> Source:
    """The gauge sees only the cell: what neither fills nor empties may be either, unless full."""
    if rate < -_STILL:
        return Source.BATTERY
    return Source.MAINS if rate > _STILL or percent >= _FULL - 1 else Source.UNKNOWN
