import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from device.enrolment.joined_settings import BUILT_IN
from hardware.every_keyboard import EveryKeyboard, make_evdev
from hardware.settings import (
    CameraSettings,
    EvdevSettings,
    HardwareSettings,
    KeyboardSettings,
    SerialSettings,
    load_hardware,
)
from provisioning.image.furnishing import FILES
from settings import SettingsError, load
from settings.toml import write_toml


class Whole(msgspec.Struct, forbid_unknown_fields=True):
    """As the terminal's settings embed it."""

    hardware: HardwareSettings


def read(folder: Path, text: str) -> HardwareSettings:
    file = folder / "terminal.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, Whole).hardware


def test_every_driver_may_be_left_out(tmp_path: Path) -> None:
    settings = read(tmp_path, '[hardware]\nkind = "real"\n')
    assert settings == HardwareSettings(kind="real")
    assert settings.keyboard == KeyboardSettings(enabled=True)


def test_relative_paths_are_taken_from_the_files_folder(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        """
        [hardware]
        kind = "fake"
        camera.folder = "seen/by/camera"
        serial.port = "/dev/ttyACM0"
        tray.file = "tray.toml"
        [hardware.printer]
        driver = "fake"
        width_mm = 58
        folder = "tickets"
        """,
    )
    assert settings.camera == CameraSettings(folder=tmp_path / "seen/by/camera")
    assert settings.serial is not None
    assert settings.serial.port == Path("/dev/ttyACM0")
    assert settings.tray is not None
    assert settings.tray.file == tmp_path / "tray.toml"
    assert settings.printer is not None
    assert settings.printer.folder == tmp_path / "tickets"


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ('kind = "imaginary"', "hardware.kind"),
        ('kind = "fake"\ncamera = {}', "hardware.camera"),
        ('kind = "fake"\ncamera = { device = "a", folder = "b" }', "hardware.camera"),
        ('kind = "fake"\nprinter = { driver = "network" }', "hardware.printer"),
        ('kind = "fake"\nprinter = { driver = "usb-file" }', "hardware.printer"),
        (
            'kind = "fake"\nprinter = { driver = "fake", width_mm = 70 }',
            "hardware.printer.width_mm",
        ),
        ('kind = "fake"\nserial = { port = "a", baud = 0 }', "hardware.serial.baud"),
        ('kind = "fake"\nserial = {}', "hardware.serial"),
        ('kind = "fake"\nserial = { port = "a", usb = "auto" }', "hardware.serial"),
        ('kind = "fake"\nserial = { usb = "1EAB" }', "hardware.serial.usb"),
        ('kind = "fake"\nevdev = {}', "hardware.evdev"),
        ('kind = "fake"\nevdev = { device = "a", usb = "auto" }', "hardware.evdev"),
        ('kind = "fake"\nevdev = { by_id = "a/b" }', "hardware.evdev.by_id"),
        ('kind = "fake"\nevdev = { usb = "scanner" }', "hardware.evdev.usb"),
        ('kind = "fake"\nevdev = { usb = "auto", layout = "uk" }', "hardware.evdev.layout"),
        ('kind = "fake"\nevdev = { usb = "auto", separator = "|" }', "hardware.evdev.separator"),
        ('kind = "fake"\nevdev = { usb = "auto", separator = "A" }', "hardware.evdev.separator"),
        ('kind = "fake"\nevdev = { usb = "auto", separator = "^^" }', "hardware.evdev.separator"),
        ('kind = "fake"\nscanner = {}', "hardware.scanner"),
        ('kind = "real"\nprinter = { driver = "fake" }', "hardware"),
        ('kind = "real"\ntray = { file = "tray.toml" }', "hardware"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, lines: str, key: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read(tmp_path, f"[hardware]\n{lines}\n")
    assert raised.value.key == key


@pytest.mark.parametrize("separator", "#$@[\\]^`{}~")
def test_what_no_gs1_field_may_hold_can_stand_for_the_separator(
    tmp_path: Path, separator: str
) -> None:
    table = f"[hardware.evdev]\nby_id = 'usb-x'\nlayout = 'de'\nseparator = '{separator}'"
    settings = read(tmp_path, f"[hardware]\nkind = 'real'\n{table}\n")
    assert settings.evdev == EvdevSettings(by_id="usb-x", layout="de", separator=separator)


def test_the_hardware_table_can_be_read_alone(tmp_path: Path) -> None:
    file = tmp_path / "device.toml"
    file.write_text("terminal = 'T1'\n[hardware]\nkind = 'real'\nserial.usb = 'auto'\n")
    settings = load_hardware(file)
    assert settings.serial == SerialSettings(usb="auto")
    assert settings.serial.where == "USB auto"


@pytest.mark.parametrize(
    "machine",
    [tomllib.loads((FILES / "usr/lib/quay/base.toml").read_text("utf-8")), BUILT_IN],
    ids=["image", "built in"],
)
def test_what_a_terminal_is_built_with_is_sound(tmp_path: Path, machine: Mapping[str, Any]) -> None:
    settings = read(tmp_path, write_toml({"hardware": machine["hardware"]}))
    assert settings.evdev == EvdevSettings(usb="every")
    assert isinstance(make_evdev(settings.evdev), EveryKeyboard)
