"""What is done as the power goes, second by second; and what the settings allow."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from hardware.power.api import Power, Source
from hardware.power.opening import open_supply
from hardware.power.policy import (
    DIM_SECONDS,
    LAST_SALE_SECONDS,
    SETTLE_SECONDS,
    Advice,
    Deed,
    PowerWatch,
)
from hardware.power.settings import PowerGoodSettings, PowerSettings
from hardware.settings import load_hardware
from settings import SettingsError

MAINS = Power(source=Source.MAINS, percent=100)
UNKNOWN = Power()


def battery(percent: int | None = 80) -> Power:
    return Power(source=Source.BATTERY, percent=percent)


class Watched:
    """A watch that is asked every second."""

    def __init__(self, settings: PowerSettings | None = None) -> None:
        self._watch, self.now = PowerWatch(settings or PowerSettings()), 1000.0
        self.last = Advice()

    def go_on(self, power: Power, seconds: float) -> Deed:
        for _second in range(round(seconds)):
            self.now += 1
            self.last = self._watch.see(power, self.now)
        return self.last.deed

    def deeds(self, powers: Iterable[Power]) -> list[Deed]:
        return [self.go_on(power, 1) for power in powers]


def test_on_the_mains_nothing_is_done_whatever_the_battery_holds() -> None:
    watched = Watched()
    for percent in (100, 50, 4, 0):
        assert watched.go_on(Power(source=Source.MAINS, percent=percent), 100) is Deed.NOTHING


def test_where_nobody_knows_anything_nothing_is_ever_done() -> None:
    assert Watched().go_on(UNKNOWN, 100_000) is Deed.NOTHING


def test_staff_is_told_at_once_but_not_for_a_flicker() -> None:
    watched = Watched()
    watched.go_on(MAINS, 10)
    assert set(watched.deeds([battery(), battery(), MAINS] * 20)) == {Deed.NOTHING}
    assert watched.go_on(battery(), SETTLE_SECONDS + 1) is Deed.TELL


def test_the_screen_is_dimmed_after_a_minute() -> None:
    watched = Watched()
    assert watched.go_on(battery(), DIM_SECONDS - 1) is Deed.TELL
    assert watched.go_on(battery(), 2) is Deed.DIM


def test_at_ten_percent_the_sale_that_is_open_is_the_last() -> None:
    watched = Watched()
    assert watched.go_on(battery(11), 1000) is Deed.DIM
    assert watched.go_on(battery(10), SETTLE_SECONDS + 1) is Deed.END_AFTER_SALE
    assert watched.go_on(battery(10), LAST_SALE_SECONDS - 10) is Deed.END_AFTER_SALE
    assert watched.go_on(battery(10), 20) is Deed.END_NOW


def test_an_empty_battery_ends_it_at_once() -> None:
    watched = Watched()
    watched.go_on(battery(30), 100)
    assert watched.go_on(battery(4), SETTLE_SECONDS + 1) is Deed.END_NOW


def test_one_odd_reading_ends_nothing() -> None:
    watched = Watched()
    watched.go_on(battery(60), 100)
    assert set(watched.deeds([battery(0), battery(60)] * 50)) == {Deed.DIM}


def test_a_charge_that_wavers_does_not_take_the_end_back_and_the_mains_does() -> None:
    watched = Watched()
    watched.go_on(battery(10), 3 * SETTLE_SECONDS)
    assert watched.go_on(battery(12), 30) is Deed.END_AFTER_SALE
    assert watched.go_on(MAINS, SETTLE_SECONDS + 1) is Deed.NOTHING
    watched.go_on(battery(80), SETTLE_SECONDS + 1)
    assert watched.last.deed is Deed.TELL


def test_a_gauge_that_falls_silent_on_the_battery_does_not_bring_the_mains_back() -> None:
    watched = Watched(PowerSettings(minutes=20))
    watched.go_on(battery(50), 100)
    assert watched.go_on(UNKNOWN, 100) is Deed.DIM
    assert watched.go_on(UNKNOWN, 20 * 60) is Deed.END_NOW


def test_a_gauge_that_falls_silent_late_leaves_what_it_said_last() -> None:
    watched = Watched(PowerSettings(minutes=20))
    watched.go_on(battery(60), 25 * 60)
    assert watched.go_on(UNKNOWN, 8 * 60) is Deed.DIM
    assert watched.last.minutes_left == 4  # 60 % of 20 minutes, less those in silence
    assert watched.go_on(UNKNOWN, 70) is Deed.END_AFTER_SALE
    assert watched.go_on(UNKNOWN, 190) is Deed.END_NOW


def test_a_low_charge_that_falls_silent_is_not_taken_for_a_full_battery() -> None:
    watched = Watched(PowerSettings(minutes=20))
    watched.go_on(battery(14), 60)
    assert watched.go_on(UNKNOWN, SETTLE_SECONDS + 1) is Deed.END_AFTER_SALE


def test_one_odd_reading_before_the_silence_is_not_held() -> None:
    watched = Watched(PowerSettings(minutes=20))
    watched.go_on(battery(60), 25 * 60)
    watched.go_on(battery(0), 1)
    assert watched.go_on(UNKNOWN, 60) is Deed.DIM


def test_minutes_that_a_ups_told_without_a_charge_are_held_too() -> None:
    watched = Watched(PowerSettings(minutes=20))
    watched.go_on(Power(source=Source.BATTERY, minutes_left=90), 25 * 60)
    assert watched.go_on(UNKNOWN, 30 * 60) is Deed.DIM
    assert watched.last.minutes_left == 60


def test_an_end_by_the_clock_gives_way_to_a_good_charge_that_lasts() -> None:
    watched = Watched(PowerSettings(minutes=20))
    watched.go_on(battery(60), 100)
    assert watched.go_on(UNKNOWN, 10 * 60) is Deed.END_AFTER_SALE
    assert watched.go_on(battery(60), 1) is Deed.END_AFTER_SALE
    assert watched.go_on(battery(60), SETTLE_SECONDS) is Deed.DIM
    assert watched.go_on(battery(60), 2 * LAST_SALE_SECONDS) is Deed.DIM


def test_a_gauge_that_wakes_up_with_one_zero_does_not_fix_an_end_by_the_clock() -> None:
    watched = Watched(PowerSettings(minutes=20))
    watched.go_on(battery(60), 100)
    watched.go_on(UNKNOWN, 10 * 60)
    watched.go_on(battery(0), 1)
    assert watched.go_on(battery(60), SETTLE_SECONDS + 1) is Deed.DIM


def test_an_end_by_the_clock_that_a_charge_confirms_is_not_taken_back() -> None:
    watched = Watched(PowerSettings(minutes=20))
    watched.go_on(battery(None), 17 * 60 + 10)
    assert watched.go_on(battery(10), SETTLE_SECONDS + 1) is Deed.END_AFTER_SALE
    assert watched.go_on(battery(12), 30) is Deed.END_AFTER_SALE


def test_a_gauge_that_answers_every_other_look_still_ends_it() -> None:
    watched = Watched(PowerSettings(minutes=20))
    watched.go_on(battery(60), 100)
    assert watched.deeds([battery(9), UNKNOWN] * 5)[-1] is Deed.END_AFTER_SALE


def test_without_a_charge_it_goes_by_the_clock() -> None:
    watched = Watched(PowerSettings(minutes=20))
    watched.go_on(MAINS, 5000)
    assert watched.go_on(battery(None), 16 * 60) is Deed.DIM
    assert watched.last.minutes_left == 4
    assert watched.go_on(battery(None), 70) is Deed.END_AFTER_SALE
    assert watched.go_on(battery(None), 190) is Deed.END_NOW


def test_minutes_and_percent_are_handed_on_and_minutes_are_not_invented() -> None:
    watched = Watched()
    watched.go_on(Power(source=Source.BATTERY, percent=40, minutes_left=25), 10)
    assert (watched.last.percent, watched.last.minutes_left) == (40, 25)
    watched.go_on(battery(40), 10)
    assert watched.last.minutes_left is None


def test_a_weak_adapter_is_told_and_hinders_nothing() -> None:
    watched = Watched()
    assert watched.go_on(Power(source=Source.MAINS, is_weak=True), 10) is Deed.NOTHING
    assert watched.last.is_weak


# The settings.


def test_without_a_word_in_the_settings_there_is_no_ups(tmp_path: Path) -> None:
    file = tmp_path / "device.toml"
    file.write_text('[hardware]\nkind = "real"\n')
    supply = open_supply(load_hardware(file).power, sys=tmp_path)
    assert supply.look() == Power()
    supply.close()


def test_every_gauge_is_opened_by_its_name_and_a_missing_one_is_unknown(tmp_path: Path) -> None:
    wire = PowerGoodSettings(chip=tmp_path / "gpiochip0", line=6)
    for gauge in ("none", "kernel", "max17048", "ina219"):
        settings = PowerSettings(gauge=gauge, bus=tmp_path / "i2c-1", wire=wire)
        supply = open_supply(settings, sys=tmp_path)
        assert supply.look() == Power()
        supply.close()
    supply = open_supply(PowerSettings(gauge="fake"), sys=tmp_path)
    assert supply.look() == Power(source=Source.MAINS, percent=100, is_weak=False)


def test_each_gauges_usual_address_is_its_own() -> None:
    assert PowerSettings(gauge="max17048").chip_address == 0x36
    assert PowerSettings(gauge="ina219").chip_address == 0x40
    assert PowerSettings(gauge="ina219", address=0x42).chip_address == 0x42


@pytest.mark.parametrize(
    "wrong",
    [
        "gauge = 'rainbow'",
        "low_percent = 4\nempty_percent = 4",
        "low_percent = 101",
        "address = 0x99",
        "minutes = 0",
        "wire = { chip = '/dev/gpiochip0' }",
        "gauge = 'fake'",
    ],
)
def test_wrong_settings_are_refused(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "device.toml"
    file.write_text(f'[hardware]\nkind = "real"\n[hardware.power]\n{wrong}\n')
    with pytest.raises(SettingsError):
        load_hardware(file)


def test_a_whole_table_is_read(tmp_path: Path) -> None:
    file = tmp_path / "device.toml"
    file.write_text(
        '[hardware]\nkind = "real"\n[hardware.power]\ngauge = "max17048"\n'
        "bus = '/dev/i2c-1'\n[hardware.power.wire]\nline = 6\nmains_is = 'low'\n"
    )
    power = load_hardware(file).power
    assert power.gauge == "max17048"
    assert power.wire == PowerGoodSettings(line=6, mains_is="low")
