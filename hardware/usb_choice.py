"""Which of the USB devices is the scanner."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hardware.vendors import Kind, find_row

AUTO = "auto"
_HEX = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class UsbDevice:
    """A device file with the numbers of the USB device behind it, where there is one."""

    path: Path
    vendor: int | None
    product: int | None
    name: str = ""


def choose(devices: Iterable[UsbDevice], wanted: str) -> UsbDevice | None:
    """Return the device that is wanted; of several the first by name.

    `wanted` is "auto", or a vendor ("1eab"), or vendor and product ("1eab:0c06"). "auto" takes a
    known scanner; else a serial chip as scanners have it, if there is only one: what else hangs on
    such a chip cannot be told.
    """
    by_name = sorted(devices, key=lambda device: (len(device.path.name), device.path.name))
    if wanted != AUTO:
        return next((device for device in by_name if _fits(device, wanted)), None)
    scanners = [device for device in by_name if _is(device, Kind.SCANNER)]
    chips = [device for device in by_name if _is(device, Kind.CHIP)]
    if scanners:
        return scanners[0]
    return chips[0] if len(chips) == 1 else None


def _is(device: UsbDevice, kind: Kind) -> bool:
    row = find_row(device.vendor, device.product)
    return row is not None and row.kind is kind


def _fits(device: UsbDevice, wanted: str) -> bool:
    vendor, _colon, product = wanted.partition(":")
    return device.vendor == int(vendor, _HEX) and product in {"", f"{device.product or 0:04x}"}
