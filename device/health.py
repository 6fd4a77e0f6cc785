"""What the screen's process tells the link about printer and scanners: a small file in /run."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from device.run_folder import read_note, write_note
from hardware.errors import PrinterFault
from wire.status import Health

log = logging.getLogger(__name__)

BEAT_SECONDS = 30.0
STALE_SECONDS = 120.0
"""A screen that has not said anything for so long counts as gone."""
_NAME = "health.json"
_OF_FAULT: dict[PrinterFault | None, Health] = {
    None: "ok",
    PrinterFault.PAPER_OUT: "out-of-paper",
    PrinterFault.COVER_OPEN: "cover-open",
    PrinterFault.NOT_CONNECTED: "offline",
    PrinterFault.IN_DOUBT: "fault",
    PrinterFault.CUTTER_JAMMED: "fault",
    PrinterFault.TOO_HOT: "fault",
    PrinterFault.BROKEN: "fault",
    PrinterFault.GARBLED: "fault",
}


Counter = Literal["open", "closed"]


class CounterHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How the devices at the counter are."""

    printer: Health
    scanner: Health
    """The worst of them, where there are several."""
    counter: Counter = "open"
    """Whether anybody is signed in, where anybody has to."""
    idle_since: float | None = None
    """`time.monotonic()` since when nothing has been in hand; None: a sale, a delivery or anything
    else is, that a restart would cut short."""
    beat: float
    """`time.monotonic()` when it was written."""


def printer_health(fault: PrinterFault | None) -> Health:
    """Return the word for how a printer is."""
    return _OF_FAULT[fault]


def write_health(
    folder: Path,
    *,
    printer: Health,
    scanner: Health,
    counter: Counter = "open",
    idle_since: float | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> None:
    """Say how the devices are; raise `OSError`."""
    health = CounterHealth(
        printer=printer,
        scanner=scanner,
        counter=counter,
        idle_since=idle_since,
        beat=monotonic(),
    )
    write_note(folder, _NAME, health)


def read_health(
    folder: Path, monotonic: Callable[[], float] = time.monotonic
) -> CounterHealth | None:
    """Return what the screen said last, or None if it is silent, gone or was never there."""
    found = read_note(folder, _NAME, CounterHealth)
    return found if found and 0 <= monotonic() - found.beat < STALE_SECONDS else None


class HealthBoard:
    """Says how the devices are: on every change, and now and then. Cheap to call often."""

    def __init__(self, folder: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._monotonic = folder, monotonic
        self._shown: tuple[Health, Health, Counter, float | None] | None = None
        self._idle_since: float | None = None
        self._next = 0.0

    def show(
        self, *, printer: Health, scanner: Health, counter: Counter = "open", idle: bool = False
    ) -> None:
        """Say it; where that fails, the province merely hears nothing of the devices."""
        now = self._monotonic()
        self._idle_since = (self._idle_since or now) if idle else None
        shown = (printer, scanner, counter, self._idle_since)
        if shown == self._shown and now < self._next:
            return
        self._shown, self._next = shown, now + BEAT_SECONDS
        try:
            write_health(
                self._folder,
                printer=printer,
                scanner=scanner,
                counter=counter,
                idle_since=self._idle_since,
                monotonic=self._monotonic,
            )
        except OSError as error:
            log.warning("the run folder does not take the devices' health: %s", error)
