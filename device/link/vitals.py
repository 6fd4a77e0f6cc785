"""How the terminal is: read now and then by a thread of its own, so that nothing waits for it."""

import logging
import platform
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from msgspec import UNSET, UnsetType

from device.clock import ClockTrust
from device.health import Counter, read_health
from wire.status import Health

log = logging.getLogger(__name__)

T = TypeVar("T")

LOOK_SECONDS = 60.0
STALE_SECONDS = 600.0
"""What is older is not told: a disk that does not answer any more has nothing to say."""
_UNDER_VOLTAGE = 1 << 0 | 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What of a status is not in the ledger; what cannot be told is UNSET."""

    disk_free_bytes: int | UnsetType = UNSET
    temperature_c: float | UnsetType = UNSET
    under_voltage: bool | UnsetType = UNSET
    clock: Literal["trusted", "untrusted"] | UnsetType = UNSET
    printer: Health | UnsetType = UNSET
    scanner: Health | UnsetType = UNSET
    screen: Literal["on", "gone"] | UnsetType = UNSET
    counter: Counter | UnsetType = UNSET
    system: str | UnsetType = UNSET
    certificate_days: int | UnsetType = UNSET


def read_temperature(sys: Path = Path("/sys")) -> float | UnsetType:
    """Return the processor's temperature in °C (kernel: thermal/sysfs-api, in thousandths)."""
    zones = sorted((sys / "class/thermal").glob("thermal_zone*"))
    named = [zone for zone in zones if "cpu" in _text(zone / "type")]
    for zone in [*named, *zones]:
        with suppress(ValueError):
            return round(int(_text(zone / "temp")) / 1000, 1)
    return UNSET


def read_under_voltage(sys: Path = Path("/sys")) -> bool | UnsetType:
    """Return whether the power was too weak since the start, where a Raspberry Pi tells it.

    Bit 0: now; bit 16: since the start (raspberrypi.com/documentation, `vcgencmd get_throttled`).
    """
    with suppress(ValueError):
        told = int(_text(sys / "devices/platform/soc/soc:firmware/get_throttled"), 16)
        return bool(told & _UNDER_VOLTAGE)
    for monitor in sorted((sys / "class/hwmon").glob("hwmon*")):
        if _text(monitor / "name") == "rpi_volt":
            with suppress(ValueError):
                return bool(int(_text(monitor / "in0_lcrit_alarm")))
    return UNSET


def read_system() -> str | UnsetType:
    """Return the operating system's name and version (os-release(5))."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return UNSET
    return release.get("PRETTY_NAME", "")[:80] or UNSET


def read_vitals(
    ledger: Path,
    run_folder: Path,
    trust: ClockTrust,
    *,
    days_left: Callable[[], int | None] = lambda: None,
) -> Vitals:
    """Read everything once. May take as long as the disk takes.

    `days_left`: for how many days the certificate is good.
    """
    health = read_health(run_folder)
    days = days_left()
    return Vitals(
        disk_free_bytes=_or_unset(lambda: shutil.disk_usage(ledger.parent).free),
        temperature_c=read_temperature(),
        under_voltage=read_under_voltage(),
        clock="trusted" if trust.is_trusted() else "untrusted",
        printer=health.printer if health else UNSET,
        scanner=health.scanner if health else UNSET,
        screen="on" if health else "gone",
        counter=health.counter if health else UNSET,
        system=read_system(),
        certificate_days=UNSET if days is None else days,
    )


class VitalsWatch:
    """Reads again and again, in a thread that nobody waits for."""

    def __init__(
        self, read: Callable[[], Vitals], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._read, self._monotonic = read, monotonic
        self._latest, self._read_at = Vitals(), float("-inf")
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="vitals", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """Stop soon; nobody waits for it."""
        self._stopping.set()

    def latest(self) -> Vitals:
        """Return what was read last; nothing where that is too long ago."""
        return self._latest if self._monotonic() - self._read_at < STALE_SECONDS else Vitals()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._latest, self._read_at = self._read(), self._monotonic()
            # The outermost loop of this thread: odd hardware must not end what is told of it.
            except Exception:
                log.exception("the terminal's vitals cannot be read")
            self._stopping.wait(LOOK_SECONDS)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _or_unset(read: Callable[[], T]) -> T | UnsetType:
    try:
        return read()
    except OSError:
        return UNSET
