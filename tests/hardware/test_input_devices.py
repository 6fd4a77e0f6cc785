from pathlib import Path

import pytest

from hardware.input_devices import list_keyboards
from tests.hardware.input_tree import POWER_BUTTON, make_input_device


def test_only_what_has_letters_is_listed_by_its_number(tmp_path: Path) -> None:
    make_input_device(tmp_path, 10, vendor="046d", product="c31c", name="Keyboard")
    make_input_device(tmp_path, 9, vendor="1eab", product="1303", name="HID KBW")
    make_input_device(tmp_path, 0, vendor="0000", product="0001", name="Power", keys=POWER_BUTTON)
    make_input_device(tmp_path, 1, vendor="0000", product="0001", name="Nothing", keys="")
    found = list_keyboards(tmp_path, Path("/dev/input"))
    assert [device.path for device in found] == [
        Path("/dev/input/event9"),
        Path("/dev/input/event10"),
    ]
    assert (found[0].vendor, found[0].product, found[0].name) == (0x1EAB, 0x1303, "HID KBW")


@pytest.mark.parametrize(
    ("vendor", "product", "name", "looks"),
    [
        ("1eab", "1303", "HID KBW", True),
        ("1234", "5678", "USB BarCode Reader", True),
        ("046d", "c31c", "Logitech Keyboard", False),
        ("1a86", "7523", "Keyboard", False),
    ],
)
def test_a_scanner_is_known_by_number_or_name(
    tmp_path: Path, vendor: str, product: str, name: str, *, looks: bool
) -> None:
    make_input_device(tmp_path, 3, vendor=vendor, product=product, name=name)
    (device,) = list_keyboards(tmp_path)
    assert device.looks_like_a_scanner is looks


def test_a_device_that_vanishes_while_it_is_read_is_no_keyboard(tmp_path: Path) -> None:
    (tmp_path / "event3").mkdir()
    assert list_keyboards(tmp_path) == []
