"""Fake devices: what they do is what the real ones would do, and it can be looked at."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from codes import Scan
from hardware.announcer import Announcer
from hardware.api import ScannerListener, Sound
from hardware.errors import PrinterFault, ScannerError
from hardware.paper_roll import PaperRoll
from hardware.ports import PortError
from hardware.printer_status import Status, ask

_SAID = {
    PrinterFault.PAPER_OUT: Status(paper_out=True),
    PrinterFault.COVER_OPEN: Status(cover_open=True),
    PrinterFault.CUTTER_JAMMED: Status(cutter_jammed=True),
    PrinterFault.TOO_HOT: Status(too_hot=True),
    PrinterFault.BROKEN: Status(broken=True),
    PrinterFault.GARBLED: Status(garbled=True),
}


class FakeScanner:
    """A scanner that reads what it is told to read."""

    def __init__(self, name: str = "fake scanner") -> None:
        self._name = name
        self._announcer: Announcer | None = None
        self._is_plugged_in = True

    def start(self, listener: ScannerListener) -> None:
        """Begin to listen."""
        self._announcer = Announcer(listener)
        self._say()

    def close(self) -> None:
        """Read nothing any more."""
        if self._announcer:
            self._announcer.close()

    def read(self, data: bytes, symbology: str = "") -> None:
        """Read a code; unplugged or not started it reads nothing."""
        if self._announcer and self._is_plugged_in:
            self._announcer.scanned(Scan(data, symbology))

    def unplug(self) -> None:
        """Pull the plug."""
        self._is_plugged_in = False
        self._say()

    def plug_in(self) -> None:
        """Put the plug back."""
        self._is_plugged_in = True
        self._say()

    def _say(self) -> None:
        if self._announcer is None:
            return
        if self._is_plugged_in:
            self._announcer.works()
        else:
            self._announcer.broken(ScannerError(self._name, "not connected"))


class FakeBeeper:
    """A beeper that remembers what it played."""

    def __init__(self) -> None:
        self.played: list[Sound] = []

    def play(self, sound: Sound) -> None:
        """Remember the sound."""
        self.played.append(sound)

    def close(self) -> None:
        """Nothing to release."""


class FakePort:
    """A printer at the other end of a port: it parses what it gets, as a printer would.

    With a folder each ticket is also left there as ticket-0001.png, ticket-0002.png and so on.
    """

    def __init__(self, width_dots: int, folder: Path | None = None) -> None:
        self._roll, self._folder = PaperRoll(width_dots), folder
        self._changed = threading.Condition()
        self._seen = 0
        self._is_plugged_in = True
        self._next_fault: PrinterFault | None = None
        self._is_midway = False

    @property
    def pulses(self) -> int:
        """How often the cash drawer was opened."""
        with self._changed:
            return self._roll.pulses

    @property
    def tickets(self) -> list[Image.Image]:
        """What was printed and cut, with the feed to the cutter at the foot."""
        with self._changed:
            return list(self._roll.tickets)

    @property
    def scraps(self) -> list[Image.Image]:
        """Pieces of tickets that broke off."""
        with self._changed:
            return list(self._roll.scraps)

    @contextmanager
    def switches(self) -> Iterator[PaperRoll]:
        """Hand out the printer's insides: heat, cutter, error, nonsense."""
        with self._changed:
            yield self._roll

    def wait_for_tickets(self, number: int, timeout: float = 10.0) -> bool:
        """Wait until so many tickets have come; return whether they have."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._roll.tickets) >= number, timeout)

    def run_out_of_paper(self, *, after_rows: int = 0) -> None:
        """Let the paper end, at once or in the middle of a ticket."""
        with self._changed:
            self._roll.rows_left = after_rows

    def load_paper(self) -> None:
        """Put in a new roll."""
        with self._changed:
            self._roll.load()

    def open_cover(self) -> None:
        """Open the cover."""
        with self._changed:
            self._roll.cover_is_open = True

    def close_cover(self) -> None:
        """Close the cover."""
        with self._changed:
            self._roll.cover_is_open = False

    def unplug(self) -> None:
        """Pull the plug."""
        with self._changed:
            self._is_plugged_in = False

    def plug_in(self) -> None:
        """Put the plug back."""
        with self._changed:
            self._is_plugged_in = True

    def fail_next(self, fault: PrinterFault, *, midway: bool = False) -> None:
        """Let the next ticket, and only that, fail in this way; `midway`: when half is on paper."""
        with self._changed:
            self._next_fault, self._is_midway = fault, midway

    def write(self, data: bytes) -> None:
        """Print what was sent."""
        with self._changed:
            self._check_plug()
            # Only a raster is long enough to break off in; its second half never arrives.
            if data.startswith(b"\x1dv") and self._breaks_off():
                self._roll.feed(data[: len(data) // 2])
                raise PortError("the link broke")
            self._roll.feed(data)
            self._save()
            self._changed.notify_all()
            if self._roll.is_starved:
                raise PortError("the printer takes nothing in")

    def status(self, *, after_ticket: bool = False) -> Status | None:  # noqa: ARG002 - never busy
        """Answer DLE EOT like a printer."""
        with self._changed:
            self._check_plug()
            fault = self._next_fault
            if fault in _SAID and not self._is_midway:
                self._next_fault = None
                return _SAID[fault]
            return ask(self._roll.feed, self._read, patience=0)

    def close(self) -> None:
        """A fake holds nothing open."""

    def _check_plug(self) -> None:
        is_pulled = self._next_fault is PrinterFault.NOT_CONNECTED and not self._is_midway
        if is_pulled:
            self._next_fault = None
        if is_pulled or not self._is_plugged_in:
            raise PortError("not connected")

    def _breaks_off(self) -> bool:
        fault = self._next_fault
        if fault is None or not (self._is_midway or fault is PrinterFault.IN_DOUBT):
            return False
        # What it says when it is asked why.
        self._next_fault = fault if fault in _SAID else None
        self._is_midway = False
        return True

    def _read(self, _seconds: float) -> bytes:
        answers = bytes(self._roll.answers)
        self._roll.answers.clear()
        return answers

    def _save(self) -> None:
        for ticket in self._roll.tickets[self._seen :]:
            self._seen += 1
            if self._folder:
                save_ticket(ticket, self._folder)


def save_ticket(ticket: Image.Image, folder: Path) -> Path:
    """Leave a ticket in a folder under the next free number; it appears there complete."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = [int(file.stem.partition("-")[2]) for file in folder.glob("ticket-[0-9]*.png")]
    file = folder / f"ticket-{max(numbers, default=0) + 1:04d}.png"
    unfinished = file.with_suffix(".tmp")
    ticket.save(unfinished, "PNG")
    return unfinished.replace(file)


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeControls:
    """The hands that hold the fake devices."""

    scanner: FakeScanner
    beeper: FakeBeeper
    printer: FakePort | None
    """None where the settings name a real printer."""
    drawer: FakePort | None = None
    """Where the drawer's pulses arrive; None where the settings name a real drawer, or none."""
