"""How a terminal is: judged from what is known of it, its outlet's opening hours and the clock.

The limits are the department's own choice, except where a line names a maker's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from server.fleet.opening import Opening

SILENT_AFTER = timedelta(hours=2)
"""Of the outlet's own opening hours without a word."""
LATE_AFTER = timedelta(days=1)
"""Age of the oldest entry without a receipt."""
DISK_LOW_BYTES = 500 * 1024 * 1024
HOT_C = 80.0
"""From here a Raspberry Pi 4 slows itself down (raspberrypi.com/documentation, "Frequency
management and thermal control")."""
CERTIFICATE_DAYS = 30
"""A terminal renews from 60 days before the end on: after a month of trying somebody must help."""
AHEAD_SECONDS, BEHIND_SECONDS = 5 * 60, 12 * 60 * 60
"""A status may have waited at the broker while the server was down, so "behind" needs more."""


class State(StrEnum):
    """One word for a terminal; the later ones hide those before."""

    NORMAL = "normal"
    LOOK = "look"
    SILENT = "silent"
    NEVER = "never"
    REVOKED = "revoked"


class Trouble(StrEnum):
    """What may be wrong with a terminal. Stored: never renamed."""

    SILENT = "silent"
    PRINTER_PAPER = "printer-paper"
    PRINTER_COVER = "printer-cover"
    PRINTER_GONE = "printer-gone"
    PRINTER_FAULT = "printer-fault"
    SCANNER = "scanner"
    SCREEN = "screen"
    DISK = "disk"
    HEAT = "heat"
    POWER = "power"
    CLOCK = "clock-off"
    LATE = "late"
    OLD_VERSION = "old-version"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a terminal; None: it did not tell."""

    is_active: bool = True
    last_contact: datetime | None = None
    """When anything genuine of it was last stored."""
    opening: Opening = Opening()  # noqa: RUF009 (frozen)
    reported_at: datetime | None = None
    unsent: int = 0
    oldest_unsent_seconds: int | None = None
    ahead_seconds: int = 0
    disk_free_bytes: int | None = None
    temperature_c: float | None = None
    under_voltage: bool | None = None
    clock: str | None = None
    printer: str | None = None
    scanner: str | None = None
    screen: str | None = None
    counter: str | None = None
    """"open" or "closed"."""
    certificate_days: int | None = None
    """For how many its certificate was good when it reported."""
    is_outdated: bool = False
    """Whether its ring has long been offered a newer version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a terminal's state comes to."""

    state: State
    troubles: tuple[Trouble, ...] = ()
    silent_from: datetime | None = None
    """When it became silent, or will if nothing comes."""
    unsent_age: timedelta | None = None
    """Of its oldest entry without a receipt, now; None: there is none, or nobody knows."""
    certificate_days: int | None = None
    """For how many its certificate is good now; below 0: it has ended, None: nobody knows."""


def judge(known: Known, now: datetime) -> Judged:
    """Return a terminal's state and everything that is wrong with it."""
    age = _unsent_age(known, now)
    if not known.is_active:
        return Judged(state=State.REVOKED, unsent_age=age)
    if known.last_contact is None:
        return Judged(state=State.NEVER)
    silent_from = known.opening.after(known.last_contact, SILENT_AFTER)
    is_silent = silent_from is not None and silent_from <= now
    silence = (Trouble.SILENT,) if is_silent else ()
    days = _certificate_days(known, now)
    troubles = (*silence, *_devices(known), *_machine(known), *_duties(known, age, days))
    seen = State.LOOK if troubles else State.NORMAL
    return Judged(
        state=State.SILENT if is_silent else seen,
        troubles=troubles,
        silent_from=silent_from,
        unsent_age=age,
        certificate_days=days,
    )


def _unsent_age(known: Known, now: datetime) -> timedelta | None:
    """Return the age; what was unsent when it was told has grown older since."""
    if not known.unsent or known.oldest_unsent_seconds is None or known.reported_at is None:
        return None
    since = max(now - known.reported_at, timedelta(0))
    return timedelta(seconds=known.oldest_unsent_seconds) + since


def _certificate_days(known: Known, now: datetime) -> int | None:
    """Return the days; a terminal that cannot tell any more loses them all the same."""
    if known.certificate_days is None or known.reported_at is None:
        return None
    return known.certificate_days - max(now - known.reported_at, timedelta(0)).days


_PRINTER = {
    "out-of-paper": Trouble.PRINTER_PAPER,
    "cover-open": Trouble.PRINTER_COVER,
    "offline": Trouble.PRINTER_GONE,
    "absent": Trouble.PRINTER_GONE,
    "fault": Trouble.PRINTER_FAULT,
}


def _devices(known: Known) -> tuple[Trouble, ...]:
    printer = _PRINTER.get(known.printer or "")
    return (
        *((printer,) if printer else ()),
        *((Trouble.SCANNER,) if known.scanner not in {None, "ok"} else ()),
        *((Trouble.SCREEN,) if known.screen == "gone" else ()),
    )


def _machine(known: Known) -> tuple[Trouble, ...]:
    disk, heat = known.disk_free_bytes, known.temperature_c
    found = {
        Trouble.DISK: disk is not None and disk < DISK_LOW_BYTES,
        Trouble.HEAT: heat is not None and heat >= HOT_C,
        Trouble.POWER: bool(known.under_voltage),
        Trouble.CLOCK: known.clock == "untrusted"
        or not -BEHIND_SECONDS <= known.ahead_seconds <= AHEAD_SECONDS,
    }
    return tuple(trouble for trouble, is_so in found.items() if is_so)


def _duties(known: Known, age: timedelta | None, days: int | None) -> tuple[Trouble, ...]:
    found = {
        Trouble.LATE: age is not None and age > LATE_AFTER,
        Trouble.OLD_VERSION: known.is_outdated,
        Trouble.CERTIFICATE: days is not None and days < CERTIFICATE_DAYS,
    }
    return tuple(trouble for trouble, is_so in found.items() if is_so)
