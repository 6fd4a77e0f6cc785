"""The terminal's clock: handed in, so that whoever needs another time hands in another.

A Raspberry Pi has no battery clock: after a power cut it goes on from the time at which it was
switched off, until the network sets it. Until then its time is a guess.
"""

import ctypes
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from device.run_folder import read_note, write_note

Clock = Callable[[], datetime]
"""Returns the time now, in UTC, without fractions of a second."""

HERE = ZoneInfo("Asia/Ho_Chi_Minh")

TOLERANCE_SECONDS = 120.0
"""How far our clock may be from the province's, and how far it may jump, and still be believed."""

_NAME = "clock.json"
_TIMEX_BYTES = 256
"""More than `struct timex` has anywhere (208 on 64-bit Linux, <linux/timex.h>)."""
_TIME_ERROR = 5
"""adjtimex(2): the clock is not synchronised."""
_TIMESYNCD = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd.service(8) touches it when it has set the clock."""


def system_clock() -> datetime:
    """Return the computer's time."""
    return datetime.now(UTC).replace(microsecond=0)


def local_day(moment: datetime) -> date:
    """Return the day at the counter: an expiry date is a day in Việt Nam, not in UTC."""
    return moment.astimezone(HERE).date()


def counter_day(now: datetime, trusted_at: datetime | None) -> date:
    """Return the day at the counter.

    By a clock that nobody has set it is never before the newest day that was trusted: what had
    expired then has expired now. `trusted_at`: None where the clock can be relied on.
    """
    day = local_day(now)
    return day if trusted_at is None else max(day, local_day(trusted_at))


def boot_seconds() -> float:
    """Return the time since the start; nobody sets it, and it runs on through sleep."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """The province's time, seen in a genuine receipt, beside ours."""

    at: datetime
    """The province's."""
    clock: datetime
    """Ours at the same moment."""
    boot_seconds: float


def write_sighting(
    folder: Path, at: datetime, *, clock: Clock, since_boot: Callable[[], float] = boot_seconds
) -> None:
    """Note the time of a genuine receipt that has just come; raise `OSError`."""
    write_note(folder, _NAME, Sighting(at=at, clock=clock(), boot_seconds=since_boot()))


def kernel_is_synchronised() -> bool:
    """Whether the network has set the clock, as the system says.

    Where a unit may not ask the kernel (systemd's ProtectClock forbids adjtimex whole), the note
    that systemd-timesyncd leaves is asked instead.
    """
    timex = ctypes.create_string_buffer(_TIMEX_BYTES)
    state = ctypes.CDLL(None, use_errno=True).adjtimex(timex)
    return _TIMESYNCD.exists() if state < 0 else state != _TIME_ERROR


class ClockTrust:
    """Tells whether our clock can be believed: the network set it, or a receipt agreed with it.

    Either holds until the clock jumps against the time since the start; it drifts by seconds a day.
    """

    def __init__(
        self,
        run_folder: Path,
        *,
        clock: Clock = system_clock,
        since_boot: Callable[[], float] = boot_seconds,
        kernel: Callable[[], bool] = kernel_is_synchronised,
    ) -> None:
        self._run_folder, self._clock = run_folder, clock
        self._since_boot, self._kernel = since_boot, kernel
        self._good: float | None = None

    def is_trusted(self) -> bool:
        """Whether the clock is right, as far as anybody here can tell."""
        elapsed = self._since_boot()
        started = self._clock().timestamp() - elapsed
        if self._kernel():
            self._good = started
            return True
        return any(
            good is not None and abs(started - good) <= TOLERANCE_SECONDS
            for good in (self._good, self._sighted(elapsed))
        )

    def _sighted(self, elapsed: float) -> float | None:
        """Return when the computer started by a clock that a receipt agreed with."""
        seen = read_note(self._run_folder, _NAME, Sighting)
        if (
            seen is None
            or seen.boot_seconds > elapsed
            or not (seen.at.tzinfo and seen.clock.tzinfo)
        ):
            return None
        if abs((seen.at - seen.clock).total_seconds()) > TOLERANCE_SECONDS:
            return None
        return seen.clock.timestamp() - seen.boot_seconds
