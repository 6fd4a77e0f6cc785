"""The `[hardware]` table of a settings file: which devices stand at this counter.

Embedded in the terminal's settings. Every driver's table may be left out: then the terminal has no
such device (a keyboard and a beeper are there unless switched off). Relative paths are taken from
the settings file's folder.
"""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hardware.power.settings import PowerSettings
from settings import load

Host = Annotated[str, Meta(min_length=1, max_length=253)]
TcpPort = Annotated[int, Meta(ge=1, le=65535)]
UsbChoice = Annotated[str, Meta(pattern="^(auto|[0-9a-f]{4}(:[0-9a-f]{4})?)$")]
"""See `hardware.usb_choice`."""
KeysChoice = Annotated[str, Meta(pattern="^(auto|every|[0-9a-f]{4}(:[0-9a-f]{4})?)$")]
"""The same, or all of them: see `hardware.every_keyboard`."""
EVERY_KEYBOARD = "every"


class CameraSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware.camera]`: a V4L2 device or a folder of images, one of the two."""

    device: Path | None = None
    """Such as /dev/video0; "picamera2": the Raspberry Pi's own camera, on its ribbon cable."""
    folder: Path | None = None
    """Images that appear here are what the camera sees."""
    enabled: bool = True

    def __post_init__(self) -> None:
        """Refuse a camera that has no source, or two."""
        if (self.device is None) == (self.folder is None):
            message = "either `device` or `folder`"
            raise ValueError(message)


class SerialSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware.serial]`: a scanner that sends raw bytes, as USB-CDC or RS-232."""

    port: Path | None = None
    """Such as /dev/ttyACM0; instead of `usb`."""
    usb: UsbChoice | None = None
    """Which USB device: "auto", "1eab" or "1eab:0c06"; instead of `port`."""
    baud: Annotated[int, Meta(ge=1200, le=921600)] = 9600
    """Means nothing to a USB-CDC scanner."""

    def __post_init__(self) -> None:
        """Refuse a scanner that is named in no way, or in two."""
        if (self.port is None) == (self.usb is None):
            message = "either `port` or `usb`"
            raise ValueError(message)

    @property
    def where(self) -> str:
        """What a person calls the device."""
        return str(self.port) if self.port else f"USB {self.usb}"


class EvdevSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware.evdev]`: a USB scanner that types, kept from the screen and read by itself."""

    device: Path | None = None
    """Such as /dev/input/event5; instead of `by_id` and `usb`."""
    by_id: Annotated[str, Meta(pattern="^[^/]+$")] | None = None
    """A name in /dev/input/by-id; instead of the two others."""
    usb: KeysChoice | None = None
    """Which USB device: "auto" (what looks like a scanner), "1eab" or "1eab:1303"; "every": all
    keyboards, for a terminal on which nobody types; instead of the two others."""
    layout: Literal["us", "fr", "de", "vi"] = "us"
    """The country that the scanner was set to."""
    separator: Annotated[str, Meta(pattern=r"^[]#$@[\\^`{}~]?$")] = ""
    """What the scanner sends in place of the GS1 separator; empty: Ctrl-], F8 or Alt with 29."""

    def __post_init__(self) -> None:
        """Refuse a scanner that is named in no way, or in several."""
        if sum(way is not None for way in (self.device, self.by_id, self.usb)) != 1:
            message = "one of `device`, `by_id` and `usb`"
            raise ValueError(message)

    @property
    def where(self) -> str:
        """What a person calls the device."""
        if self.usb == EVERY_KEYBOARD:
            return "keyboard or scanner"
        return str(self.device or self.by_id or f"USB {self.usb}")


class KeyboardSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware.keyboard]`: a scanner that types, or a person who does."""

    enabled: bool = True


class PrinterSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware.printer]`: an ESC/POS printer and the way to it."""

    driver: Literal["fake", "usb-file", "network"]
    width_mm: Literal[58, 80] = 80
    path: Path | None = None
    """usb-file: the device, such as /dev/usb/lp0."""
    host: Host | None = None
    """network: name or address."""
    port: TcpPort = 9100
    """network: the TCP port."""
    folder: Path | None = None
    """fake: where tickets are left as ticket-0001.png and so on; none: they stay in memory."""

    def __post_init__(self) -> None:
        """Refuse a driver without what it needs."""
        if self.driver == "usb-file" and self.path is None:
            message = "`path` for the driver usb-file"
            raise ValueError(message)
        if self.driver == "network" and self.host is None:
            message = "`host` for the driver network"
            raise ValueError(message)


class DrawerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware.drawer]`: the cash drawer and what opens it."""

    driver: Literal["printer", "file", "fake"]
    """"printer": the printer's own socket; "file": a trigger box behind a device of its own."""
    path: Path | None = None
    """file: the device, such as /dev/ttyUSB0 or /dev/usb/lp1."""
    pin: Literal[2, 5] = 2
    """Pin of the socket that the coil hangs on."""

    def __post_init__(self) -> None:
        """Refuse a driver without what it needs."""
        if self.driver == "file" and self.path is None:
            message = "`path` for the driver file"
            raise ValueError(message)


class BeeperSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware.beeper]`: the counter's sounds."""

    enabled: bool = True


class TraySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware.tray]`: sample codes to lay before the scanners; with fake hardware only."""

    file: Path
    """See `hardware.tray` for its format."""


class HardwareSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hardware]`."""

    kind: Literal["fake", "real"]
    camera: CameraSettings | None = None
    serial: SerialSettings | None = None
    evdev: EvdevSettings | None = None
    keyboard: KeyboardSettings = KeyboardSettings()
    printer: PrinterSettings | None = None
    drawer: DrawerSettings | None = None
    beeper: BeeperSettings = BeeperSettings()
    tray: TraySettings | None = None
    power: PowerSettings = PowerSettings()

    def __post_init__(self) -> None:
        """Refuse fake devices on a real counter: what they print, nobody gets."""
        drivers = {device.driver for device in (self.printer, self.drawer) if device}
        if self.kind == "real" and (self.tray or "fake" in drivers | {self.power.gauge}):
            message = '`kind = "fake"` for a tray, a fake printer, a fake drawer or a fake gauge'
            raise ValueError(message)


class _TerminalFile(msgspec.Struct, frozen=True):
    hardware: HardwareSettings


def load_hardware(file: Path) -> HardwareSettings:
    """Read the `[hardware]` table of a terminal's settings file; raise `SettingsError`."""
    return load(file, _TerminalFile).hardware
