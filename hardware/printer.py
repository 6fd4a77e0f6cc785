"""Tickets as images on an ESC/POS printer.

Text is drawn, never sent as characters: code pages differ from maker to maker, and many cheap
printers put a question mark for a Vietnamese letter without a word.
"""

from threading import Lock
from typing import NamedTuple

from PIL.Image import Image

from hardware.errors import PrinterError, PrinterFault
from hardware.ports import Port, PortError
from hardware.printer_status import Status

BAND_ROWS = 64
"""Rows sent in one raster command: 4.6 kB at 80 mm, within a cheap printer's buffer."""
HW_INIT = b"\x1b@"
"""ESC @: begin anew."""


class Pulse(NamedTuple):
    """What opens a cash drawer on the printer's socket."""

    in_turn: bytes
    """Obeyed after what was sent before it."""
    at_once: bytes
    """Obeyed also by a printer that waits for paper."""


class EscposPrinter:
    """Prints through a port, and hands the cash drawer its pulse. Used from several threads.

    Not tried on a real printer. What is open until then: whether a model answers DLE EOT; what one
    does with the bytes in its memory when paper is loaded (a slip may come out twice); that its
    answer after a ticket may come before the last dots are on paper, so that paper that ends in the
    last centimetres shows only at the next ticket; whether zero bytes end a broken raster
    everywhere; the feed to the cutter.
    """

    def __init__(self, port: Port, width_dots: int) -> None:
        self._port, self._width = port, width_dots
        # A printer may still be waiting for the rest of a ticket from before this program began.
        self._is_broken_off = True
        self._turn = Lock()
        self._pulse: Pulse | None = None
        self._known_fault: PrinterFault | None = None

    @property
    def width_dots(self) -> int:
        """Dots across the paper."""
        return self._width

    def print_ticket(self, ticket: Image) -> None:
        """Print and cut. Raises `PrinterError`, and `ValueError` for an image of another form."""
        if ticket.mode != "1" or ticket.width != self._width or not ticket.height:
            message = f"a ticket is a one-bit image {self._width} dots wide"
            raise ValueError(message)
        with self._turn:
            try:
                self._print(_commands(ticket))
            finally:
                self._port.close()

    def look(self) -> PrinterFault | None:
        """Ask how it is; None: ready, or it does not answer questions."""
        with self._turn:
            try:
                self._known_fault = _fault(self._port.status())
            except PortError:
                self._known_fault = PrinterFault.NOT_CONNECTED
            finally:
                self._port.close()
            return self._known_fault

    def send_pulse(self, pulse: Pulse) -> None:
        """Open the drawer: between two bands of a ticket, or now. Raises `PortError`."""
        self._pulse = pulse
        with self._turn:
            try:
                if self._known_fault is None:
                    self._finish_broken_raster()
                self._pass_pulse()
            finally:
                self._pulse = None
                self._port.close()

    def close(self) -> None:
        """Release the port."""
        self._port.close()

    def _print(self, commands: list[bytes]) -> None:
        try:
            self._print_known(commands)
        except PrinterError as error:
            self._known_fault = error.fault
            raise
        self._known_fault = None

    def _print_known(self, commands: list[bytes]) -> None:
        answers = self._begin()
        try:
            for command in commands:
                self._pass_pulse()
                self._port.write(command)
            if answers:
                self._check_after()
        except PortError as error:
            self._is_broken_off = True
            raise PrinterError(self._why_it_stopped(), reached_paper=True) from error

    def _begin(self) -> bool:
        """Make sure that the printer can print; return whether it answers. Prints nothing yet."""
        try:
            before = self._port.status()
            if fault := _fault(before):
                raise PrinterError(fault)
            self._finish_broken_raster()
            self._port.write(HW_INIT)
        except PortError as error:
            raise PrinterError(PrinterFault.NOT_CONNECTED) from error
        return before is not None

    def _finish_broken_raster(self) -> None:
        """Complete a raster that broke off; between commands a printer ignores zero bytes."""
        if self._is_broken_off:
            self._port.write(bytes(BAND_ROWS * self._width // 8))
            self._is_broken_off = False

    def _pass_pulse(self) -> None:
        """Let the drawer open while a long ticket is printed: nobody waits for paper to pay."""
        if self._pulse:
            can_wait = self._known_fault in {None, PrinterFault.IN_DOUBT}
            self._port.write(self._pulse.in_turn if can_wait else self._pulse.at_once)
            self._pulse = None

    def _check_after(self) -> None:
        status = self._port.status(after_ticket=True)
        if status is None:
            raise PortError("the printer does not answer any more")
        if fault := _fault(status):
            self._is_broken_off = True
            raise PrinterError(fault, reached_paper=True)

    def _why_it_stopped(self) -> PrinterFault:
        try:
            self._port.close()
            status = self._port.status()
        except PortError:
            return PrinterFault.IN_DOUBT
        return _fault(status) or PrinterFault.IN_DOUBT


def _commands(ticket: Image) -> list[bytes]:
    """Return the ticket's commands: bands, feed and cut."""
    from hardware.raster import commands  # noqa: PLC0415 - a tenth of the terminal's start

    return commands(ticket, band_rows=BAND_ROWS)


def _fault(status: Status | None) -> PrinterFault | None:
    """Return what has to be mended first."""
    if status is None:
        return None
    found = (
        (status.garbled, PrinterFault.GARBLED),
        (status.cover_open, PrinterFault.COVER_OPEN),
        (status.paper_out, PrinterFault.PAPER_OUT),
        (status.cutter_jammed, PrinterFault.CUTTER_JAMMED),
        (status.too_hot, PrinterFault.TOO_HOT),
        (status.broken, PrinterFault.BROKEN),
    )
    return next((fault for is_so, fault in found if is_so), None)
