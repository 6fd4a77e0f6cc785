"""Every device of a counter, opened as the settings say."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.api import Beeper, Drawer, Keyboard, Preview, Printer, Scanner, Tray
from hardware.beeper import SilentBeeper, open_beeper
from hardware.camera import CameraScanner
from hardware.drawer import NoDrawer, drawer_on, drawer_on_printer
from hardware.every_keyboard import make_evdev
from hardware.fake import FakeBeeper, FakeControls, FakePort, FakeScanner
from hardware.keyboard import KeyboardScanner
from hardware.ports import FilePort, NetworkPort, NoPort, Port
from hardware.printer import EscposPrinter
from hardware.serial import SerialScanner
from hardware.settings import DrawerSettings, HardwareSettings, PrinterSettings
from hardware.tray import FakeTray, load_samples

WIDTH_DOTS = {58: 384, 80: 576}
"""Dots across the paper at 8 dots to the millimetre, by the paper's width in millimetres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """The devices. The scanners are not started yet; the keyboard is one of them."""

    scanners: tuple[Scanner, ...]
    keyboard: Keyboard | None
    printer: Printer
    beeper: Beeper
    tray: Tray | None
    controls: FakeControls | None
    """With fake hardware only."""
    closers: tuple[Callable[[], None], ...]
    preview: Preview | None = None
    """Of the scanners the one that looks, where there is one."""
    drawer: Drawer = field(default_factory=NoDrawer)

    def close(self) -> None:
        """Release every device."""
        for close in self.closers:
            close()


def open_kit(settings: HardwareSettings) -> Kit:
    """Make every device. What is missing is not an error here: each device reports it when used.

    Raises `SettingsError` for a tray's file that cannot be read.
    """
    port = _open_port(settings.printer)
    printer = EscposPrinter(port, _width(settings.printer))
    keyboard = KeyboardScanner() if settings.keyboard.enabled else None
    drawer_port = _open_drawer_port(settings.drawer, port)
    drawer = _open_drawer(settings.drawer, printer, drawer_port)
    controls = _make_controls(port, drawer_port) if settings.kind == "fake" else None
    beeper = controls.beeper if controls else _open_beeper(settings)
    tray = _lay_tray(settings, controls, keyboard)
    scanners = _make_scanners(settings, keyboard, controls)
    owned: list[FakeTray | Scanner | Printer | Beeper | Drawer]
    owned = [*scanners, drawer, printer, beeper]
    if tray:
        owned.insert(0, tray)
    return Kit(
        scanners=scanners,
        keyboard=keyboard,
        printer=printer,
        beeper=beeper,
        tray=tray,
        controls=controls,
        closers=tuple(device.close for device in owned),
        preview=next((scanner for scanner in scanners if isinstance(scanner, CameraScanner)), None),
        drawer=drawer,
    )


def _make_scanners(
    settings: HardwareSettings, keyboard: KeyboardScanner | None, controls: FakeControls | None
) -> tuple[Scanner, ...]:
    scanners: list[Scanner] = []
    if settings.camera and settings.camera.enabled:
        scanners.append(CameraScanner(settings.camera))
    if settings.serial:
        scanners.append(SerialScanner(settings.serial))
    if settings.evdev:
        scanners.append(make_evdev(settings.evdev))
    if keyboard:
        scanners.append(keyboard)
    if controls:
        scanners.append(controls.scanner)
    return tuple(scanners)


def _make_controls(port: Port, drawer_port: Port | None) -> FakeControls:
    return FakeControls(
        scanner=FakeScanner(),
        beeper=FakeBeeper(),
        printer=port if isinstance(port, FakePort) else None,
        drawer=drawer_port if isinstance(drawer_port, FakePort) else None,
    )


def _lay_tray(
    settings: HardwareSettings, controls: FakeControls | None, keyboard: Keyboard | None
) -> FakeTray | None:
    if settings.tray is None or controls is None:
        return None
    camera = settings.camera
    return FakeTray(
        load_samples(settings.tray.file),
        controls.scanner,
        camera_folder=camera.folder if camera and camera.enabled else None,
        keyboard=keyboard,
    )


def _open_port(settings: PrinterSettings | None) -> Port:
    if settings is None:
        return NoPort()
    if settings.driver == "network" and settings.host:
        return NetworkPort(settings.host, settings.port)
    if settings.driver == "usb-file" and settings.path:
        return FilePort(settings.path)
    return FakePort(_width(settings), settings.folder)


def _open_drawer_port(settings: DrawerSettings | None, printer: Port) -> Port | None:
    if settings is None:
        return None
    if settings.driver == "printer":
        return printer
    return FilePort(settings.path) if settings.path else FakePort(WIDTH_DOTS[58])


def _open_drawer(
    settings: DrawerSettings | None, printer: EscposPrinter, port: Port | None
) -> Drawer:
    if settings is None or port is None:
        return NoDrawer()
    if settings.driver == "printer":
        return drawer_on_printer(printer, settings.pin)
    return drawer_on(port, settings.pin)


def _width(settings: PrinterSettings | None) -> int:
    return WIDTH_DOTS[settings.width_mm if settings else 80]


def _open_beeper(settings: HardwareSettings) -> Beeper:
    return open_beeper() if settings.beeper.enabled else SilentBeeper()
