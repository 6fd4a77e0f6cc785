"""The printing room: a thread that prints what the ledger has committed."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from PIL.Image import Image

from device.ledger.errors import DamagedError, LedgerError
from device.ledger.print_jobs import Job, PrintJobs
from hardware.api import Printer
from hardware.errors import PrinterError, PrinterFault

log = logging.getLogger(__name__)

RETRY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class PaperView:
    """How the printer is, for the screen."""

    fault: PrinterFault | None = None
    waiting: int = 0
    """Receipts that still have to be printed."""
    printing: bool = False


class PrintingRoom:
    """Prints one receipt after the other and never holds up a sale."""

    def __init__(
        self,
        jobs: PrintJobs,
        printer: Printer,
        draw: Callable[[Job], Image],
        *,
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        self._jobs, self._printer, self._draw, self._leave = jobs, printer, draw, leave
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="printing", daemon=True)
        self.view = PaperView()

    def start(self) -> None:
        """Begin to print. What was sent before a power cut and never confirmed is left alone."""
        self._jobs.doubt_what_was_sent()
        self._bell.set()
        self._thread.start()

    def ring(self) -> None:
        """Say that there is a receipt to print."""
        self._bell.set()

    def close(self) -> None:
        """Stop after the receipt in hand."""
        self._stopping.set()
        self._bell.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        is_done = True
        while not self._stopping.is_set():
            self._bell.wait(timeout=None if is_done else RETRY_SECONDS)
            self._bell.clear()
            is_done = self._print_all()
        self._leave()

    def _print_all(self) -> bool:
        """Print what waits; return whether nothing has to be tried again."""
        try:
            while not self._stopping.is_set() and (job := self._jobs.next()):
                if not self._print(job):
                    return False
        except LedgerError:
            log.exception("the ledger does not answer the printing room")
            self.view = PaperView(fault=self.view.fault, waiting=self.view.waiting)
            return False
        return True

    def _print(self, job: Job) -> bool:
        """Print one receipt; return whether the next may be tried."""
        waiting = self._jobs.waiting()
        self.view = PaperView(fault=self.view.fault, waiting=waiting, printing=True)
        ticket = self._drawn(job)
        if ticket is None:
            self._jobs.doubtful(job)
            self.view = PaperView(fault=self.view.fault, waiting=self._jobs.waiting())
            return True
        self._jobs.sent(job)
        try:
            self._printer.print_ticket(ticket)
        except PrinterError as error:
            log.warning("receipt %d was not printed: %s", job.number, error.fault.value)
            if error.fault is PrinterFault.IN_DOUBT:
                self._jobs.doubtful(job)
            else:
                self._jobs.unsent(job)
            self.view = PaperView(fault=error.fault, waiting=self._jobs.waiting())
            return False
        self._jobs.confirmed(job)
        self.view = PaperView(waiting=self._jobs.waiting())
        return True

    def _drawn(self, job: Job) -> Image | None:
        """Draw a receipt; None where that cannot be done, so that the next ones are printed."""
        try:
            return self._draw(job)
        except DamagedError:
            log.exception("receipt %d cannot be drawn: its sale is damaged", job.number)
            return None
        except LedgerError:
            raise
        except (KeyError, ValueError, OSError):
            log.exception("receipt %d cannot be drawn", job.number)
            return None
