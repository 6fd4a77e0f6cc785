import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from codes import CitizenCard, Pack, PrescriptionCode, Scan, recognise
from hardware.api import Sample, Sound
from hardware.beeper import SilentBeeper
from hardware.camera import CameraScanner
from hardware.errors import PrinterFault
from hardware.evdev_scanner import EvdevScanner
from hardware.keyboard import KeyboardScanner
from hardware.kit import Kit, open_kit
from hardware.printer import EscposPrinter
from hardware.serial import SerialScanner
from hardware.settings import (
    BeeperSettings,
    CameraSettings,
    EvdevSettings,
    HardwareSettings,
    KeyboardSettings,
    PrinterSettings,
    SerialSettings,
    TraySettings,
)
from settings import SettingsError
from tests.hardware.listening import Ear
from tests.hardware.printer_promises import assert_printed, draw_ticket, fault_of

TRAY = r"""
[[sample]]
title = "Căn cước"
kind = "card"
symbology = "QRCode"
by = "camera"
text = "001200000002||TRẦN HỒNG KHÁNH|29102000|Nữ|Võ Xu, Xã Y|10072021"

[[sample]]
title = "Hộp thuốc"
kind = "pack"
symbology = "GS1DataMatrix"
by = "camera"
text = "01089385010001181727123110AB123\u001D21SN0001"

[[sample]]
title = "Đơn thuốc"
kind = "prescription"
symbology = "QRCode"
by = "serial"
text = "01234ab12cd3-c"

[[sample]]
title = "Hộp thuốc gõ phím"
kind = "pack"
symbology = "GS1DataMatrix"
by = "keyboard"
text = "01089385010001181727123110AB123\u001D21SN0001"
"""
PACK = b"01089385010001181727123110AB123\x1d21SN0001"


@pytest.fixture
def tray(tmp_path: Path) -> TraySettings:
    file = tmp_path / "tray.toml"
    file.write_text(TRAY, encoding="utf-8")
    return TraySettings(file=file)


@pytest.fixture
def kit(tmp_path: Path, tray: TraySettings) -> Iterator[Kit]:
    kit = open_kit(
        HardwareSettings(
            kind="fake",
            camera=CameraSettings(folder=tmp_path / "camera"),
            printer=PrinterSettings(driver="fake", width_mm=58, folder=tmp_path / "tickets"),
            tray=tray,
        )
    )
    yield kit
    kit.close()


def start(kit: Kit) -> Ear:
    ear = Ear()
    for scanner in kit.scanners:
        scanner.start(ear)
    for _scanner in kit.scanners:
        ear.hears_that_it_works()
    return ear


def samples(kit: Kit) -> tuple[Sample, ...]:
    assert kit.tray is not None
    return kit.tray.samples


def lay(kit: Kit, number: int) -> None:
    assert kit.tray is not None
    kit.tray.lay(kit.tray.samples[number])


def test_a_tray_lays_each_sample_before_its_scanner(kit: Kit) -> None:
    ear = start(kit)
    expected: list[tuple[type, str]] = [
        (CitizenCard, "]Q1"),
        (Pack, "]d2"),
        (PrescriptionCode, ""),
        (Pack, ""),
    ]
    for number, (meaning, symbology) in enumerate(expected):
        lay(kit, number)
        scan = ear.next_scan()
        assert isinstance(recognise(scan), meaning)
        assert scan.symbology == symbology
        assert meaning is not Pack or scan.data == PACK


def test_the_camera_sees_samples_in_the_order_they_are_laid(kit: Kit) -> None:
    ear = start(kit)
    order = [0, 1, 1, 0]
    for number in order:
        lay(kit, number)
    assert [ear.next_scan().symbology for _number in order] == ["]Q1", "]d2", "]d2", "]Q1"]


def test_without_a_camera_a_sample_is_read_with_its_symbology(tray: TraySettings) -> None:
    kit = open_kit(
        HardwareSettings(kind="fake", keyboard=KeyboardSettings(enabled=False), tray=tray)
    )
    assert kit.keyboard is None
    ear = start(kit)
    lay(kit, 1)
    lay(kit, 3)
    assert [ear.next_scan(), ear.next_scan()] == [Scan(PACK, "]d2"), Scan(PACK, "")]
    kit.close()


def test_samples_say_what_they_are_and_hide_their_text(kit: Kit) -> None:
    card = samples(kit)[0]
    assert (card.title, card.kind) == ("Căn cước", "card")
    assert "TRẦN" not in repr(card)


def test_a_sample_of_another_tray_is_refused(kit: Kit) -> None:
    class Stranger:
        title = kind = "pack"

    assert kit.tray is not None
    with pytest.raises(TypeError):
        kit.tray.lay(Stranger())


def test_a_sample_that_cannot_be_drawn_is_logged_without_its_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "tray.toml"
    file.write_text(TRAY.replace("QRCode", "EAN13"), encoding="utf-8")
    kit = open_kit(
        HardwareSettings(
            kind="fake",
            camera=CameraSettings(folder=tmp_path / "camera"),
            tray=TraySettings(file=file),
        )
    )
    lay(kit, 0)
    lay(kit, 1)
    ear = start(kit)
    assert ear.next_scan() == Scan(PACK, "]d2")
    kit.close()
    assert "Căn cước" in caplog.text
    assert "TRẦN" not in caplog.text


def test_a_tray_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        open_kit(HardwareSettings(kind="fake", tray=TraySettings(file=tmp_path / "none.toml")))


def test_the_fake_printer_leaves_its_tickets(kit: Kit, tmp_path: Path) -> None:
    ticket = draw_ticket(kit.printer.width_dots)
    kit.printer.print_ticket(ticket)
    assert kit.controls is not None
    assert kit.controls.printer is not None
    (paper,) = kit.controls.printer.tickets
    assert_printed(paper, ticket)
    assert (tmp_path / "tickets" / "ticket-0001.png").is_file()


def test_the_fake_beeper_remembers(kit: Kit) -> None:
    kit.beeper.play(Sound.SOLD)
    assert kit.controls is not None
    assert kit.controls.beeper.played == [Sound.SOLD]


def test_the_keyboard_is_a_scanner_too(kit: Kit) -> None:
    ear = start(kit)
    assert kit.keyboard is not None
    kit.keyboard.text("893")
    kit.keyboard.key("enter")
    assert ear.next_scan() == Scan(b"893")


def test_a_real_kit_without_devices_has_no_controls_and_no_printer() -> None:
    kit = open_kit(HardwareSettings(kind="real", beeper=BeeperSettings(enabled=False)))
    assert (kit.tray, kit.controls) == (None, None)
    assert len(kit.scanners) == 1
    assert isinstance(kit.beeper, SilentBeeper)
    assert isinstance(kit.printer, EscposPrinter)
    ticket = draw_ticket(kit.printer.width_dots)
    assert fault_of(kit.printer, ticket) is PrinterFault.NOT_CONNECTED
    kit.close()


def test_a_real_kit_opens_every_scanner_that_is_set() -> None:
    kit = open_kit(
        HardwareSettings(
            kind="real",
            camera=CameraSettings(device=Path("/dev/video0")),
            serial=SerialSettings(usb="auto"),
            evdev=EvdevSettings(usb="auto"),
            beeper=BeeperSettings(enabled=False),
        )
    )
    kinds = [type(scanner) for scanner in kit.scanners]
    assert kinds == [CameraScanner, SerialScanner, EvdevScanner, KeyboardScanner]
    kit.close()


def test_closing_leaves_nothing_running(kit: Kit) -> None:
    before = threading.active_count()
    start(kit)
    lay(kit, 0)
    kit.close()
    kit.close()
    assert threading.active_count() == before


def test_the_heavy_libraries_stay_out_of_the_callers_process() -> None:
    program = (
        "import sys, hardware.kit;"
        "print(sorted({'cv2', 'numpy', 'zxingcpp', 'pyzbar', 'reportlab'} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"
    assert told.stderr == ""
