"""Supplies of every kind with hands on what stands behind them."""

from dataclasses import dataclass
from pathlib import Path

from hardware.power.api import Source
from hardware.power.current_sensor import BUS, SHUNT, CurrentSensor, Wiring, percent_of
from hardware.power.fake import FakeSupply
from hardware.power.fuel_gauge import CRATE, SOC, VERSION, FuelGauge
from hardware.power.i2c import FakeChip
from hardware.power.joined import JoinedSupply
from hardware.power.kernel_supply import BoardSupply, KernelSupply
from hardware.power.power_good import FakeLine, PowerGood


@dataclass
class FakeBench:
    supply: FakeSupply
    knows_source = knows_percent = knows_strength = True

    def run_on(self, source: Source, percent: int) -> None:
        if source is Source.MAINS:
            self.supply.restore_mains()
        else:
            self.supply.cut_mains()
        self.supply.set_percent(percent)

    def unplug(self) -> None:
        self.supply.unplug()

    def plug_in(self) -> None:
        self.supply.plug_in()

    def talk_nonsense(self) -> None:
        """It cannot."""


@dataclass
class KernelBench:
    """A UPS as the kernel shows it: a battery, and the mains beside it."""

    sys: Path
    knows_source = knows_percent = True
    knows_strength = False

    def __post_init__(self) -> None:
        self.supply = KernelSupply(self.sys)
        self._put("mouse", type="Battery", scope="Device", capacity="1", status="Discharging")

    def run_on(self, source: Source, percent: int) -> None:
        is_mains = source is Source.MAINS
        self._put("ac", type="Mains", online="1" if is_mains else "0")
        self._put(
            "bat",
            type="Battery",
            present="1",
            capacity=str(percent),
            status="Charging" if is_mains else "Discharging",
        )

    def unplug(self) -> None:
        (self.sys / "class").rename(self.sys / "gone")

    def plug_in(self) -> None:
        (self.sys / "gone").rename(self.sys / "class")

    def talk_nonsense(self) -> None:
        self._put("bat", capacity="lots")

    def _put(self, name: str, **facts: str) -> None:
        folder = self.sys / "class/power_supply" / name
        folder.mkdir(parents=True, exist_ok=True)
        for fact, value in facts.items():
            (folder / fact).write_text(f"{value}\n")


@dataclass
class GaugeBench:
    chip: FakeChip
    knows_source = knows_percent = True
    knows_strength = False

    def __post_init__(self) -> None:
        self.supply = FuelGauge(self.chip)

    def run_on(self, source: Source, percent: int) -> None:
        rate = 0x0040 if source is Source.MAINS else 0x10000 - 0x00C0
        self.chip.registers.update({VERSION: 0x0011, SOC: percent << 8 | 0x80, CRATE: rate})

    def unplug(self) -> None:
        self.chip.answers = False

    def plug_in(self) -> None:
        self.chip.answers = True

    def talk_nonsense(self) -> None:
        self.chip.registers.update({VERSION: 0xFFFF, SOC: 0xFFFF, CRATE: 0xFFFF})


@dataclass
class SensorBench:
    chip: FakeChip
    wiring: Wiring
    knows_source = knows_percent = True
    knows_strength = False

    def __post_init__(self) -> None:
        self.supply = CurrentSensor(self.chip, self.wiring)

    def run_on(self, source: Source, percent: int) -> None:
        volts = next(v / 100 for v in range(330, 420) if percent_of(v / 100) >= percent)
        millivolts = round(volts * 1000) * self.wiring.cells
        amperes = 0.5 if source is Source.MAINS else -1.2
        shunt = round(amperes * self.wiring.shunt_ohms / 10e-6)
        if not self.wiring.positive_is_charging:
            shunt = -shunt
        self.chip.registers.update({BUS: millivolts // 4 << 3 | 2, SHUNT: shunt & 0xFFFF})

    def unplug(self) -> None:
        self.chip.answers = False

    def plug_in(self) -> None:
        self.chip.answers = True

    def talk_nonsense(self) -> None:
        self.chip.registers[BUS] = 0xFFFF


@dataclass
class WireBench:
    line: FakeLine
    high_is_mains: bool
    knows_source = True
    knows_percent = knows_strength = False

    def __post_init__(self) -> None:
        self.supply = PowerGood(self.line, high_is_mains=self.high_is_mains)

    def run_on(self, source: Source, percent: int) -> None:  # noqa: ARG002 - a wire knows none
        self.line.high = (source is Source.MAINS) is self.high_is_mains

    def unplug(self) -> None:
        self.line.is_there = False

    def plug_in(self) -> None:
        self.line.is_there = True

    def talk_nonsense(self) -> None:
        """A wire cannot."""


@dataclass
class BoardBench:
    sys: Path
    knows_source = knows_percent = False
    knows_strength = True

    def __post_init__(self) -> None:
        self.supply = BoardSupply(self.sys)
        for number, name in enumerate(("cpu_thermal", "rpi_volt")):
            folder = self.sys / f"class/hwmon/hwmon{number}"
            folder.mkdir(parents=True)
            (folder / "name").write_text(f"{name}\n")
        self.alarm = folder / "in0_lcrit_alarm"

    def run_on(self, source: Source, percent: int) -> None:  # noqa: ARG002 - it knows neither
        self.alarm.write_text("0\n")

    def unplug(self) -> None:
        (self.sys / "class").rename(self.sys / "gone")

    def plug_in(self) -> None:
        (self.sys / "gone").rename(self.sys / "class")

    def talk_nonsense(self) -> None:
        self.alarm.write_text("")


@dataclass
class JoinedBench:
    """As on a real board: a wire, a gauge, the Pi's alarm."""

    wire: WireBench
    gauge: GaugeBench
    board: BoardBench
    knows_source = knows_percent = knows_strength = True

    def __post_init__(self) -> None:
        self.parts: tuple[WireBench, GaugeBench, BoardBench] = (self.wire, self.gauge, self.board)
        self.supply = JoinedSupply([part.supply for part in self.parts])

    def run_on(self, source: Source, percent: int) -> None:
        for part in self.parts:
            part.run_on(source, percent)

    def unplug(self) -> None:
        for part in self.parts:
            part.unplug()

    def plug_in(self) -> None:
        for part in self.parts:
            part.plug_in()

    def talk_nonsense(self) -> None:
        for part in self.parts:
            part.talk_nonsense()
