"""The technician's bench: every read of every scanner, what it means, and what is set wrong."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from codes import ControlCode, Pack, Scan, recognise
from hardware.api import Scanner
from hardware.bench_words import ending, meaning, trial_title
from hardware.camera import CameraScanner
from hardware.diagnosis import Fault, Finding, Read, Way, diagnose, trial_of
from hardware.errors import HardwareError, ScannerError
from hardware.every_keyboard import make_evdev
from hardware.fault_words import fault_title, mend
from hardware.framing import Dropped
from hardware.plugged import Plugged
from hardware.serial import SerialScanner
from hardware.settings import CameraSettings, EvdevSettings, HardwareSettings, SerialSettings
from words import _

_SHAPES = {"9": re.compile(r"[0-9]"), "a": re.compile(r"[A-Za-z]"), "?": re.compile(r"[^ -~]")}
_VISIBLE = {0x1D: "<GS>", 0x0D: "<CR>", 0x0A: "<LF>", 0x09: "<TAB>", 0x1E: "<RS>", 0x04: "<EOT>"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A scanner on the bench."""

    title: str
    scanner: Scanner
    way: Way
    layout: str = "us"


class Bench:
    """Listens to scanners and says what they send, line by line."""

    def __init__(
        self, places: list[Place], *, show: bool, say: Callable[[str], None] = print
    ) -> None:
        """`show`: say personal data too."""
        lock = threading.Lock()
        self._places = places
        self._ears = [_Ear(place, lock, show=show, say=say) for place in places]

    def start(self) -> None:
        """Begin to listen."""
        for place, ear in zip(self._places, self._ears, strict=True):
            place.scanner.start(ear)

    def close(self) -> None:
        """Release the scanners."""
        for place in self._places:
            place.scanner.close()


class _Ear:
    """Hears one scanner."""

    def __init__(
        self, place: Place, lock: threading.Lock, *, show: bool, say: Callable[[str], None]
    ) -> None:
        self._place, self._lock, self._say, self._show = place, lock, say, show
        self._before: Read | None = None

    def scanned(self, scan: Scan) -> None:
        """Say what was read and what is wrong with it."""
        place = self._place
        read = Read(
            scan=scan,
            at=time.monotonic(),
            way=place.way,
            suffix=getattr(place.scanner, "suffix", None),
            layout=place.layout,
        )
        findings = diagnose(read, self._before)
        self._before = read
        lines = describe(read, show=self._show)
        if trial_of(read) and not findings:
            lines.append(_("ĐẠT"))
        self._tell(lines, findings)

    def scanner_fault(self, fault: HardwareError | None) -> None:
        """Say how the scanner is."""
        if fault is None:
            self._tell([_("sẵn sàng")], [])
        elif isinstance(fault, ScannerError) and fault.reason == Dropped.UNFINISHED.value:
            self._tell([_("một mã không có phần cuối, đã bỏ")], [Finding(Fault.NO_SUFFIX)])
        else:
            self._tell([_("không đọc được: {why}").format(why=fault)], [])

    def _tell(self, lines: list[str], findings: list[Finding]) -> None:
        for finding in findings:
            lines.append(_("LỖI: {what}").format(what=fault_title(finding)))
            lines.append(_("SỬA: {how}").format(how=mend(finding)))
        with self._lock:
            self._say(f"[{self._place.title}] {lines[0]}")
            for line in lines[1:]:
                self._say(f"    {line}")


def describe(read: Read, *, show: bool) -> list[str]:
    """Say what was read. What may be about a person is not shown, only its shape."""
    scan, trial = read.scan, trial_of(read)
    code = recognise(scan)
    facts = [_("{n} byte").format(n=len(scan.data)), scan.symbology, ending(read.suffix)]
    lines = [", ".join(fact for fact in facts if fact)]
    if show or trial or isinstance(code, Pack | ControlCode):
        lines.append(_("hex: {hex}").format(hex=scan.data.hex(" ")))
        lines.append(_("chữ: {text}").format(text=_text(scan.data)))
    else:
        lines.append(_("dạng: {shape}").format(shape=_shape(scan.data)))
    what = [trial_title(trial)] if trial else []
    if not trial or isinstance(code, Pack):
        what.append(meaning(code))
    lines.append(_("nghĩa: {what}").format(what="; ".join(what)))
    return lines


def places_of(settings: HardwareSettings) -> list[Place]:
    """Return the scanners that a settings file names."""
    places = []
    if settings.serial:
        places.append(_serial(settings.serial))
    if settings.evdev:
        places.append(_evdev(settings.evdev))
    if settings.camera and settings.camera.enabled:
        places.append(_camera(settings.camera))
    return places


def places_of_plugged(plugged: Plugged) -> list[Place]:
    """Return the scanners that are plugged in. No keyboard is taken that may be a person's."""
    typing = [keyboard for keyboard in plugged.keyboards if keyboard.looks_like_a_scanner]
    return [
        *(_serial(SerialSettings(port=port)) for port in plugged.scanners),
        *(_evdev(EvdevSettings(device=keyboard.path)) for keyboard in typing),
        *(_camera(CameraSettings(device=device)) for device in [*plugged.cameras][:1]),
    ]


def _serial(settings: SerialSettings) -> Place:
    title = _("Máy quét nối tiếp {where}").format(where=settings.where)
    return Place(title=title, scanner=SerialScanner(settings), way=Way.SERIAL)


def _evdev(settings: EvdevSettings) -> Place:
    title = _("Máy quét kiểu bàn phím {where}").format(where=settings.where)
    scanner = make_evdev(settings)
    return Place(title=title, scanner=scanner, way=Way.KEYS, layout=settings.layout)


def _camera(settings: CameraSettings) -> Place:
    where: Path | None = settings.device or settings.folder
    title = _("Camera {where}").format(where=where)
    return Place(title=title, scanner=CameraScanner(settings), way=Way.CAMERA)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").translate(_VISIBLE)


def _shape(data: bytes) -> str:
    """Return a text in which only the kinds of characters are left."""
    text = data.decode("utf-8", "replace")
    for sign, kind in _SHAPES.items():
        text = kind.sub(sign, text)
    return text
