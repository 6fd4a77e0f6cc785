"""The supply that the settings name."""

from pathlib import Path

from hardware.power.api import NoSupply, Supply
from hardware.power.current_sensor import CurrentSensor, Wiring
from hardware.power.fake import FakeSupply
from hardware.power.fuel_gauge import FuelGauge
from hardware.power.i2c import BusChip
from hardware.power.joined import JoinedSupply
from hardware.power.kernel_supply import SYS, BoardSupply, KernelSupply
from hardware.power.power_good import ChipLine, PowerGood
from hardware.power.settings import PowerGoodSettings, PowerSettings


def open_supply(settings: PowerSettings, sys: Path = SYS) -> Supply:
    """Return who tells how the power is. What is missing is not an error here: it is unknown.

    The board's own voltage is always asked for; the wire is believed before the gauge, which has
    to guess the mains from the battery.
    """
    wire = [_open_wire(settings.wire)] if settings.wire else []
    return JoinedSupply([*wire, _open_gauge(settings, sys), BoardSupply(sys)])


def _open_wire(settings: PowerGoodSettings) -> PowerGood:
    is_high = settings.mains_is == "high"
    return PowerGood(
        ChipLine(settings.chip, settings.line, pulled_up=is_high), high_is_mains=is_high
    )


def _open_gauge(settings: PowerSettings, sys: Path) -> Supply:
    match settings.gauge:
        case "kernel":
            return KernelSupply(sys)
        case "max17048":
            return FuelGauge(BusChip(settings.bus, settings.chip_address))
        case "ina219":
            wiring = Wiring(
                cells=settings.cells,
                shunt_ohms=settings.shunt_milliohms / 1000,
                positive_is_charging=settings.positive_is_charging,
            )
            return CurrentSensor(BusChip(settings.bus, settings.chip_address), wiring)
        case "fake":
            return FakeSupply()
        case _:
            return NoSupply()
