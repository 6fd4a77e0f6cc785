"""Keyboards, and scanners that pass for one, as the kernel lists them in /sys/class/input."""

import re
from dataclasses import dataclass
from pathlib import Path

from hardware.usb_choice import UsbDevice
from hardware.vendors import Kind, find_row

SYS = Path("/sys/class/input")
DEV = Path("/dev/input")
_KEY_Q, _KEY_P, _KEY_ENTER = 16, 25, 28
_SOUNDS_LIKE_A_SCANNER = re.compile(
    r"bar.?code|scanner|2d imager|honeywell|symbol|newland", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputDevice(UsbDevice):
    """An input device with the keys of a keyboard."""

    @property
    def looks_like_a_scanner(self) -> bool:
        """Whether number or name say so."""
        row = find_row(self.vendor, self.product)
        is_known = row is not None and row.kind is Kind.SCANNER
        return is_known or bool(_SOUNDS_LIKE_A_SCANNER.search(self.name))


def list_keyboards(sys: Path = SYS, dev: Path = DEV) -> list[InputDevice]:
    """Return every input device that has letters and Enter, by its number."""
    events = sorted(sys.glob("event[0-9]*"), key=lambda event: int(event.name[len("event") :]))
    return [_read(event / "device", dev / event.name) for event in events if _types(event)]


def _types(event: Path) -> bool:
    # A bit for each key, in words of the kernel's own width, the highest first.
    words = _text(event / "device/capabilities/key").split()
    if not words:
        return False
    keys = int(words[-1], 16)
    return all(keys >> key & 1 for key in (*range(_KEY_Q, _KEY_P + 1), _KEY_ENTER))


def _read(folder: Path, path: Path) -> InputDevice:
    return InputDevice(
        path=path,
        vendor=_number(folder / "id/vendor"),
        product=_number(folder / "id/product"),
        name=_text(folder / "name"),
    )


def _number(file: Path) -> int | None:
    text = _text(file)
    return int(text, 16) if text else None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:  # unplugged meanwhile
        return ""
