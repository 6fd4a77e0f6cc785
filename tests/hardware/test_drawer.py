from pathlib import Path

import pytest

from hardware.drawer import NoDrawer, PulseDrawer, drawer_on, pulse_for
from hardware.errors import DrawerError
from hardware.fake import FakePort
from hardware.kit import open_kit
from hardware.ports import FilePort
from hardware.settings import DrawerSettings, HardwareSettings, PrinterSettings


def test_a_drawer_on_its_own_port_gets_one_pulse_for_each_opening(tmp_path: Path) -> None:
    device = tmp_path / "box"
    device.touch()
    drawer = drawer_on(FilePort(device), 5)
    drawer.open()
    drawer.wait()
    assert device.read_bytes() == pulse_for(5).in_turn == b"\x1bp\x01\x19\xfa"
    assert drawer.fault is None


def test_a_drawer_that_cannot_be_reached_says_so_until_it_opens(tmp_path: Path) -> None:
    device = tmp_path / "box"
    drawer = drawer_on(FilePort(device))
    drawer.open()
    drawer.wait()
    assert isinstance(drawer.fault, DrawerError)
    device.touch()
    drawer.open()
    drawer.wait()
    assert drawer.fault is None


@pytest.mark.parametrize("driver", ["printer", "fake"])
def test_the_fake_drawer_remembers_how_often_it_opened(driver: str) -> None:
    kit = open_kit(
        HardwareSettings(
            kind="fake",
            printer=PrinterSettings(driver="fake", width_mm=58),
            drawer=DrawerSettings(driver=driver),  # type: ignore[arg-type]  # one of the two
        )
    )
    assert kit.drawer.is_there
    assert kit.controls
    for _time in range(2):
        kit.drawer.open()
        assert isinstance(kit.drawer, PulseDrawer)
        kit.drawer.wait()
    assert isinstance(kit.controls.drawer, FakePort)
    assert kit.controls.drawer.pulses == 2
    assert kit.controls.drawer.tickets == []
    kit.close()


def test_a_counter_without_a_drawer_opens_none() -> None:
    kit = open_kit(HardwareSettings(kind="fake"))
    kit.drawer.open()
    assert isinstance(kit.drawer, NoDrawer)
    assert not kit.drawer.is_there
    assert kit.drawer.fault is None
    kit.close()


def test_a_real_counter_has_no_fake_drawer_and_a_file_needs_its_path() -> None:
    with pytest.raises(ValueError, match="fake drawer"):
        HardwareSettings(kind="real", drawer=DrawerSettings(driver="fake"))
    with pytest.raises(ValueError, match="path"):
        DrawerSettings(driver="file")
