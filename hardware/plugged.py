"""What is plugged in at this counter."""

from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugged:
    """Device files that are there, each with what it says of itself or ""."""

    cameras: dict[Path, str]
    scanners: dict[Path, str]
    printers: dict[Path, str]


def look_around(dev: Path = Path("/dev")) -> Plugged:
    """Look for cameras, serial scanners and printers."""
    described = {Path(port.device): port.description for port in list_ports.comports()}
    serial = [*sorted(dev.glob("ttyACM*")), *sorted(dev.glob("ttyUSB*"))]
    return Plugged(
        cameras=dict.fromkeys(sorted(dev.glob("video[0-9]*")), ""),
        scanners={device: described.get(device, "") for device in serial},
        printers=dict.fromkeys(sorted(dev.glob("usb/lp[0-9]*")), ""),
    )
