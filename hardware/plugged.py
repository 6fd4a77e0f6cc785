"""What is plugged in at this counter."""

from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports as ports_of_pyserial

from hardware.input_devices import DEV, SYS, InputDevice, list_keyboards
from hardware.usb_choice import UsbDevice


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugged:
    """Devices that are there, each with what it says of itself or ""."""

    cameras: dict[Path, str]
    scanners: dict[Path, str]
    """Serial ones."""
    keyboards: tuple[InputDevice, ...]
    """Keyboards, and scanners that type."""
    printers: dict[Path, str]


def look_around(dev: Path = Path("/dev"), sys: Path = SYS) -> Plugged:
    """Look for cameras, scanners and printers."""
    described = {port.path: port.name for port in list_ports()}
    serial = [*sorted(dev.glob("ttyACM*")), *sorted(dev.glob("ttyUSB*"))]
    return Plugged(
        cameras=dict.fromkeys(sorted(dev.glob("video[0-9]*")), ""),
        scanners={device: described.get(device, "") for device in serial},
        keyboards=tuple(list_keyboards(sys, dev / DEV.name)),
        printers=dict.fromkeys(sorted(dev.glob("usb/lp[0-9]*")), ""),
    )


def list_ports() -> list[UsbDevice]:
    """Return the serial ports that are plugged in, with their USB numbers."""
    try:
        ports = list(ports_of_pyserial.comports())
    except (TypeError, ValueError):
        # pyserial makes a number of what it could not read: one was unplugged in this moment.
        return []
    return [
        UsbDevice(
            path=Path(port.device),
            vendor=port.vid,
            product=port.pid,
            name=port.description or "",
        )
        for port in ports
    ]
