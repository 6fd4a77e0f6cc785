from pathlib import Path

import pytest

from hardware.usb_choice import UsbDevice, choose

NEWLAND, CH340, MODEM = (0x1EAB, 0x0C06), (0x1A86, 0x7523), (0x12D1, 0x1506)


def device(node: str, numbers: tuple[int | None, int | None] = (None, None)) -> UsbDevice:
    return UsbDevice(path=Path("/dev") / node, vendor=numbers[0], product=numbers[1])


@pytest.mark.parametrize(
    ("devices", "wanted", "chosen"),
    [
        ([device("ttyUSB0", CH340), device("ttyACM0", NEWLAND)], "auto", "ttyACM0"),
        ([device("ttyACM10", NEWLAND), device("ttyACM9", NEWLAND)], "auto", "ttyACM9"),
        ([device("ttyUSB0", CH340), device("ttyUSB1", MODEM)], "auto", "ttyUSB0"),
        ([device("ttyUSB0", CH340), device("ttyUSB1", CH340)], "auto", None),
        ([device("ttyUSB0", MODEM), device("ttyS0")], "auto", None),
        ([], "auto", None),
        ([device("ttyUSB1", MODEM), device("ttyUSB0", NEWLAND)], "12d1", "ttyUSB1"),
        ([device("ttyUSB0", (0x1EAB, 1)), device("ttyUSB1", NEWLAND)], "1eab:0c06", "ttyUSB1"),
        ([device("ttyUSB0", NEWLAND), device("ttyS0")], "1eab:ffff", None),
        ([device("ttyS0")], "1eab", None),
    ],
)
def test_the_scanner_is_chosen(devices: list[UsbDevice], wanted: str, chosen: str | None) -> None:
    found = choose(devices, wanted)
    assert (found.path.name if found else None) == chosen
