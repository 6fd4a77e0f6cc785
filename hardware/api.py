"""What a terminal asks of its hardware. Drivers live beside this file and keep these promises."""

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from PIL.Image import Image

from codes import Scan
from hardware.errors import HardwareError, PrinterFault


class Sound(Enum):
    """What the beeper says: tones in hertz with their length in milliseconds."""

    READ = ((1000, 80),)
    SOLD = ((800, 100), (1200, 100))
    WARN = ((700, 120), (0, 80), (700, 120))
    UNKNOWN = ((500, 200), (0, 80), (500, 200))
    BLOCK = ((400, 600),)


class ScannerListener(Protocol):
    """Who hears a scanner. Calls come from the scanner's thread, or from whoever feeds it."""

    def scanned(self, scan: Scan) -> None:
        """One complete read."""

    def scanner_fault(self, fault: HardwareError | None) -> None:
        """How the scanner is: said once after the start, then whenever it changes.

        None: it works. A code that was dropped is a fault too, over with the next read.
        """


class Scanner(Protocol):
    """Hands over complete reads, in the order they were made."""

    def start(self, listener: ScannerListener) -> None:
        """Begin to listen. Returns at once; a missing device is reported, and tried again."""

    def close(self) -> None:
        """Release the device. Closing twice is fine; no call reaches the listener afterwards."""


class Preview(Protocol):
    """What a camera sees, small and grey, for a screen that helps to aim."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    def latest(self) -> bytes | None:
        """Return a new picture: a byte for each pixel, rows from the top. Never waits.

        None: nothing new since the last call, or no picture for two seconds.
        """


class Printer(Protocol):
    """Prints one ticket at a time."""

    @property
    def width_dots(self) -> int:
        """Dots across the paper: 384 on 58 mm, 576 on 80 mm."""

    def print_ticket(self, ticket: Image) -> None:
        """Return when the paper is cut; raise `PrinterError` if it is not.

        `ticket` is a one-bit image, `width_dots` wide.
        """

    def look(self) -> PrinterFault | None:
        """Ask how it is and print nothing; None: ready, or it is not one that answers."""

    def close(self) -> None:
        """Release the port. Closing twice is fine."""


class Drawer(Protocol):
    """The cash drawer. It can be opened; nobody is told whether it is open."""

    @property
    def is_there(self) -> bool:
        """Whether there is a drawer that the terminal can open."""

    @property
    def fault(self) -> HardwareError | None:
        """Why it did not open the last time; None: it did, or was never asked to."""

    def open(self) -> None:
        """Send the pulse, and return at once: what goes wrong shows in `fault`."""

    def close(self) -> None:
        """Release the port. Closing twice is fine."""


class Beeper(Protocol):
    """Makes the counter's sounds."""

    def play(self, sound: Sound) -> None:
        """Start a sound and return at once. A beeper that fails stays silent."""

    def close(self) -> None:
        """Release the device. Closing twice is fine."""


class Keyboard(Protocol):
    """Takes key events from whoever sees them (the window) and makes scans of them."""

    def text(self, characters: str) -> None:
        """Characters were typed."""

    def key(self, name: str, *, ctrl: bool = False) -> None:
        """A key without a character was pressed: "enter", "tab", "escape", "f8", ctrl and "]"."""


class Sample(Protocol):
    """A sample code on the tray of the fake hardware."""

    @property
    def title(self) -> str:
        """What a person reads on the tile."""

    @property
    def kind(self) -> str:
        """One of "card", "prescription", "pack"."""


class Tray(Protocol):
    """Sample codes that can be laid before a scanner, for training and trying out."""

    @property
    def samples(self) -> tuple[Sample, ...]:
        """What lies on the tray, in the order of its file."""

    def lay(self, sample: Sample) -> None:
        """Put the sample before its scanner: it is read by the same way as a real code."""


Opener = Callable[[], Printer]
