"""INA219: measures the battery's voltage and the current in or out of it, on many UPS boards.

Registers as in the maker's data sheet (Texas Instruments, SBOS448): shunt voltage in 10 µV, bus
voltage in 4 mV above three bits of state. Tried over a chip in memory only.
"""

from dataclasses import dataclass
from itertools import pairwise

from hardware.power.api import Power, Source
from hardware.power.i2c import Registers, signed

SHUNT, BUS = 0x01, 0x02
_SHUNT_VOLTS, _BUS_VOLTS = 10e-6, 4e-3
_OVERFLOW = 0x0001
_STILL_AMPERES = 0.02
"""Less than this is noise, or a full battery that is being kept full."""

CURVE = (
    (3.30, 0),
    (3.50, 5),
    (3.60, 15),
    (3.70, 35),
    (3.80, 55),
    (3.90, 70),
    (4.00, 83),
    (4.15, 100),
)
"""Volts of one lithium cell under a light load, and percent: an estimate that many tables share.
The law of the cell is flat in the midst, so expect ten points of error there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """How the sensor sits on its board."""

    cells: int = 1
    """In series."""
    shunt_ohms: float = 0.1
    positive_is_charging: bool = True
    """Which way the shunt lies; boards differ."""


class CurrentSensor:
    """The battery's voltage and current."""

    def __init__(self, chip: Registers, wiring: Wiring) -> None:
        self._chip, self._wiring = chip, wiring

    def look(self) -> Power:
        """Read voltage and current."""
        try:
            bus, shunt = self._chip.read(BUS), signed(self._chip.read(SHUNT))
        except OSError:
            return Power()
        volts = (bus >> 3) * _BUS_VOLTS / self._wiring.cells
        if bus & _OVERFLOW or not _can_be_a_cell(volts):
            return Power()
        amperes = shunt * _SHUNT_VOLTS / self._wiring.shunt_ohms
        inward = amperes if self._wiring.positive_is_charging else -amperes
        return Power(source=_source(inward), percent=percent_of(volts))

    def close(self) -> None:
        """Release the bus."""
        self._chip.close()


def percent_of(volts: float) -> int:
    """Return how full a cell of this voltage is.

    >>> percent_of(3.7), percent_of(3.75), percent_of(2.9), percent_of(4.2)
    (35, 45, 0, 100)
    """
    if volts <= CURVE[0][0]:
        return CURVE[0][1]
    for (low, below), (high, above) in pairwise(CURVE):
        if volts <= high:
            return round(below + (volts - low) / (high - low) * (above - below))
    return CURVE[-1][1]


def _can_be_a_cell(volts: float) -> bool:
    return 2.0 < volts < 4.6  # noqa: PLR2004 - no lithium cell lives outside


def _source(amperes_in: float) -> Source:
    # Power that flows out of the battery comes from nowhere else; none at all: the mains carries.
    return Source.BATTERY if amperes_in < -_STILL_AMPERES else Source.MAINS
