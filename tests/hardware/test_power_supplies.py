"""Every way to learn of the power keeps the same promises."""

from pathlib import Path

import pytest

from hardware.power.api import NoSupply, Power, Source
from hardware.power.current_sensor import BUS, CURVE, SHUNT, CurrentSensor, Wiring, percent_of
from hardware.power.fake import FakeSupply
from hardware.power.fuel_gauge import CRATE, SOC, VERSION
from hardware.power.i2c import FakeChip
from hardware.power.joined import JoinedSupply
from hardware.power.power_good import FakeLine, PowerGood
from tests.hardware.power_benches import (
    BoardBench,
    FakeBench,
    GaugeBench,
    JoinedBench,
    KernelBench,
    SensorBench,
    WireBench,
)
from tests.hardware.supply_promises import SupplyPromises


class TestFakeSupply(SupplyPromises):
    @pytest.fixture
    def bench(self) -> FakeBench:
        return FakeBench(FakeSupply())

    def test_its_voltage_can_sag(self) -> None:
        supply = FakeSupply()
        assert supply.look().is_weak is False
        supply.weaken()
        assert supply.look().is_weak is True


class TestKernelSupply(SupplyPromises):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> KernelBench:
        return KernelBench(tmp_path)

    def test_a_battery_alone_tells_where_the_power_comes_from(self, tmp_path: Path) -> None:
        bench = KernelBench(tmp_path)
        for status, source in (
            ("Discharging", Source.BATTERY),
            ("Charging", Source.MAINS),
            ("Full", Source.MAINS),
            ("Not charging", Source.MAINS),
            ("Unknown", Source.UNKNOWN),
        ):
            bench._put("bat", type="UPS", status=status)
            assert bench.supply.look().source is source

    def test_the_time_that_the_kernel_reckons_is_told_in_minutes(self, tmp_path: Path) -> None:
        bench = KernelBench(tmp_path)
        bench._put("bat", type="Battery", status="Discharging", time_to_empty_now="1500")
        assert bench.supply.look().minutes_left == 25

    def test_a_battery_that_was_taken_out_does_not_count(self, tmp_path: Path) -> None:
        bench = KernelBench(tmp_path)
        bench._put("bat", type="Battery", present="0", capacity="50", status="Discharging")
        assert bench.supply.look() == Power()


class TestFuelGauge(SupplyPromises):
    @pytest.fixture
    def bench(self) -> GaugeBench:
        return GaugeBench(FakeChip())

    def test_it_reckons_the_minutes_from_its_rate(self) -> None:
        bench = GaugeBench(FakeChip())
        bench.run_on(Source.BATTERY, 40)
        # 192 bits of 0.208 percent an hour empty 40 percent in 60 minutes.
        assert bench.supply.look().minutes_left == 60
        bench.run_on(Source.MAINS, 40)
        assert bench.supply.look().minutes_left is None

    def test_a_cell_that_neither_fills_nor_empties_tells_nothing_of_the_mains(self) -> None:
        bench = GaugeBench(FakeChip({VERSION: 0x0011, SOC: 50 << 8, CRATE: 0xFFFF}))
        assert bench.supply.look().source is Source.UNKNOWN
        bench.chip.registers[SOC] = 100 << 8
        assert bench.supply.look().source is Source.MAINS

    def test_a_charge_above_a_hundred_is_a_hundred(self) -> None:
        bench = GaugeBench(FakeChip({VERSION: 0x0011, SOC: 0x6580, CRATE: 0}))
        assert bench.supply.look().percent == 100


class TestCurrentSensor(SupplyPromises):
    @pytest.fixture(
        params=[
            Wiring(),
            Wiring(cells=2, shunt_ohms=0.01),
            Wiring(cells=3, positive_is_charging=False),
        ],
        ids=["one cell", "two cells", "three cells, other way round"],
    )
    def bench(self, request: pytest.FixtureRequest) -> SensorBench:
        return SensorBench(FakeChip(), request.param)

    def test_a_full_battery_that_gives_nothing_means_that_the_mains_carries(self) -> None:
        bench = SensorBench(FakeChip(), Wiring())
        bench.run_on(Source.MAINS, 95)
        bench.chip.registers[SHUNT] = 0xFFFF
        assert bench.supply.look().source is Source.MAINS

    def test_a_bus_that_no_cell_could_be_on_tells_nothing(self) -> None:
        for millivolts in (0, 1900, 5000):
            chip = FakeChip({BUS: millivolts // 4 << 3, SHUNT: 0})
            assert CurrentSensor(chip, Wiring()).look() == Power()

    def test_a_sensor_that_overflowed_tells_nothing(self) -> None:
        chip = FakeChip({BUS: 3800 // 4 << 3 | 1, SHUNT: 0})
        assert CurrentSensor(chip, Wiring()).look() == Power()

    def test_the_curve_only_rises(self) -> None:
        told = [percent_of(volts / 100) for volts in range(200, 460)]
        assert told == sorted(told)
        assert (told[0], told[-1]) == (0, 100)
        assert [volts for volts, _percent in CURVE] == sorted(volts for volts, _percent in CURVE)


class TestPowerGood(SupplyPromises):
    @pytest.fixture(params=[True, False], ids=["high is mains", "low is mains"])
    def bench(self, request: pytest.FixtureRequest) -> WireBench:
        return WireBench(FakeLine(), request.param)

    def test_a_wire_that_another_program_holds_is_told_from_a_broken_one(self) -> None:
        line = FakeLine()
        wire = PowerGood(line, high_is_mains=True)
        line.is_taken = True
        assert wire.look() == Power(is_taken=True)
        assert JoinedSupply([wire, NoSupply()]).look() == Power(is_taken=True)
        line.is_taken = False
        assert wire.look() == Power(source=Source.MAINS)


class TestBoardSupply(SupplyPromises):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> BoardBench:
        return BoardBench(tmp_path)

    def test_a_sagging_voltage_is_told(self, tmp_path: Path) -> None:
        bench = BoardBench(tmp_path)
        bench.run_on(Source.MAINS, 0)
        assert bench.supply.look() == Power(is_weak=False)
        bench.alarm.write_text("1\n")
        assert bench.supply.look() == Power(is_weak=True)


class TestJoinedSupply(SupplyPromises):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> JoinedBench:
        return JoinedBench(
            WireBench(FakeLine(), high_is_mains=True), GaugeBench(FakeChip()), BoardBench(tmp_path)
        )

    def test_the_wire_is_believed_before_the_gauges_guess(self) -> None:
        wire, gauge = WireBench(FakeLine(), high_is_mains=True), GaugeBench(FakeChip())
        joined = JoinedSupply([wire.supply, gauge.supply])
        wire.run_on(Source.BATTERY, 0)
        gauge.run_on(Source.MAINS, 70)
        assert joined.look().source is Source.BATTERY
        assert joined.look().percent == 70

    def test_when_one_falls_silent_the_others_still_tell(self) -> None:
        wire, gauge = WireBench(FakeLine(), high_is_mains=True), GaugeBench(FakeChip())
        joined = JoinedSupply([wire.supply, gauge.supply])
        gauge.run_on(Source.BATTERY, 70)
        wire.unplug()
        assert joined.look().source is Source.BATTERY


def test_without_a_supply_nothing_is_known() -> None:
    NoSupply().close()
    assert NoSupply().look() == Power()
