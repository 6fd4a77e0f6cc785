"""The printing room: a thread that prints what the ledger has committed."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict

from PIL.Image import Image

from device.ledger.errors import DamagedError, LedgerError
from device.ledger.print_jobs import Job, PrintJobs
from hardware.api import Printer
from hardware.errors import PrinterError, PrinterFault
from hardware.unexpected import note_unexpected

log = logging.getLogger(__name__)

RETRY_SECONDS = 2.0

Drawn = Image | Sequence[Image]
"""A paper: one picture, or several that are cut apart."""


@dataclass(frozen=True, slots=True)
class PaperView:
    """How the printer is, for the screen."""

    fault: PrinterFault | None = None
    waiting: int = 0
    """Papers that still have to be printed."""
    printing: bool = False
    doubtful: Job | None = None
    """What may be half on paper: only a copy of it may be printed now."""


class _Doubt(TypedDict, total=False):
    """What a view says of a paper that is in doubt."""

    fault: PrinterFault
    doubtful: Job


@dataclass(frozen=True, slots=True)
class Errand:
    """A paper that no entry stands behind, such as a list: it is gone with the power."""

    name: str
    draw: Callable[[], Drawn] = field(repr=False)


@dataclass(slots=True)
class _InHand:
    """What is being printed: a paper, and the pages of it that are still to come."""

    paper: Job | Errand
    pages: deque[Image]
    has_begun: bool = False

    @property
    def job(self) -> Job | None:
        return self.paper if isinstance(self.paper, Job) else None

    @property
    def name(self) -> str:
        paper = self.paper
        return paper.name if isinstance(paper, Errand) else f"{paper.kind.value} {paper.number}"


class PrintingRoom:
    """Prints one paper after the other and never holds up a sale."""

    def __init__(
        self,
        jobs: PrintJobs,
        printer: Printer,
        draw: Callable[[Job], Drawn],
        *,
        leave: Callable[[], None] = lambda: None,
        done: Callable[[Job], None] = lambda _job: None,
    ) -> None:
        """`done` hears of each job whose paper is cut, or never will be."""
        self._jobs, self._printer, self._draw = jobs, printer, draw
        self._leave, self._done = leave, done
        self._errands: deque[Errand] = deque()
        self._in_hand: _InHand | None = None
        self._backlog = 0
        """Papers that waited already when one came to be in doubt: they do not end the doubt."""
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="printing", daemon=True)
        self.view = PaperView()

    def start(self) -> None:
        """Begin to print. What was sent before a power cut and never confirmed is left alone."""
        half_printed = self._jobs.half_printed()
        self._jobs.doubt_what_was_sent()
        if half_printed:
            self.view = PaperView(doubtful=half_printed[-1])
        self._bell.set()
        self._thread.start()

    def ring(self) -> None:
        """Say that there is something to print."""
        self._bell.set()

    def run(self, errand: Errand) -> None:
        """Print something that is in no ledger, after what waits."""
        self._errands.append(errand)
        self._bell.set()

    def stop(self) -> None:
        """Stop after the page in hand, and do not wait for that."""
        self._stopping.set()
        self._bell.set()

    def close(self, patience: float = 10) -> None:
        """Stop after the page in hand, and wait for it: so many seconds at most."""
        self.stop()
        if self._thread.is_alive():
            self._thread.join(timeout=patience)

    def _run(self) -> None:
        is_done = True
        while not self._stopping.is_set():
            self._bell.wait(timeout=None if is_done else RETRY_SECONDS)
            self._bell.clear()
            is_done = self._print_all()
        try:
            self._leave()
        except LedgerError as error:
            # Of a training that was left and begun anew meanwhile: its folder is gone.
            log.warning("the printing room left a ledger that is not there: %s", error)

    def _print_all(self) -> bool:
        """Print what waits; return whether nothing has to be tried again."""
        try:
            while not self._stopping.is_set() and self._look() and (work := self._next()):
                if not self._print(work):
                    return False
        except LedgerError:
            log.exception("the ledger does not answer the printing room")
            self.view = replace(self.view, printing=False)
            return False
        # The outermost loop of this thread: whatever one paper does, the next ones are printed.
        except Exception as error:  # noqa: BLE001 - noted
            note_unexpected(log, "the printing room failed", error)
            self.view = replace(self.view, printing=False)
            return False
        return self._is_well

    def _next(self) -> _InHand | None:
        """Return what is printed next; the pages of one paper stay together."""
        while self._in_hand is None:
            paper: Job | Errand | None = self._jobs.next()
            if paper is None:
                paper = self._errands.popleft() if self._errands else None
            if paper is None:
                return None
            self._show(printing=True)
            if pages := self._drawn(paper):
                self._in_hand = _InHand(paper, deque(pages))
            elif isinstance(paper, Job):
                self._jobs.doubtful(paper)
                self._done(paper)
                self._show()
        return self._in_hand

    def _print(self, work: _InHand) -> bool:
        """Print the pages of a paper; return whether the next may be tried."""
        self._show(printing=True)
        if work.job and not work.has_begun:
            self._jobs.sent(work.job)
        while work.pages:
            if fault := self._put_on_paper(work.pages[0]):
                self._was_not_printed(work, fault)
                return False
            work.has_begun = True
            work.pages.popleft()
            if self._stopping.is_set() and work.pages:
                return False
        if work.job:
            self._jobs.confirmed(work.job)
        self._put_down(work)
        self.view = PaperView(waiting=self._waiting(), **self._still_in_doubt(work))
        return True

    def _put_on_paper(self, page: Image) -> PrinterError | None:
        """Print a page; return why it was not, or why nobody knows."""
        try:
            self._printer.print_ticket(page)
        except PrinterError as error:
            return error
        except Exception as error:  # noqa: BLE001 - noted; tried again, it might be printed twice
            note_unexpected(log, "the printer failed", error)
            return PrinterError(PrinterFault.IN_DOUBT)
        return None

    def _still_in_doubt(self, work: _InHand) -> _Doubt:
        """Keep a doubt until its copy, or a paper ordered after it showed, is printed."""
        doubtful, job = self.view.doubtful, work.job
        is_its_copy = job and doubtful and job.is_copy and _is_of(job, doubtful)
        if doubtful is None or is_its_copy or not self._backlog:
            self._backlog = 0
            return {}
        self._backlog -= 1
        return {"fault": PrinterFault.IN_DOUBT, "doubtful": doubtful}

    def _was_not_printed(self, work: _InHand, error: PrinterError) -> None:
        """Let a page that reached no paper wait; of any other only a copy may be printed."""
        log.warning("%s was not printed: %s", work.name, error.fault.value)
        doubtful = self.view.doubtful
        if error.reached_paper:
            if work.job:
                self._jobs.doubtful(work.job)
                doubtful = work.job
            self._put_down(work)
        elif work.job and not work.has_begun:
            # Pages that are out already keep it "sent": after a power cut it must not begin again.
            self._jobs.unsent(work.job)
            self._in_hand = None
        self._backlog = self._waiting()
        self.view = PaperView(fault=error.fault, waiting=self._backlog, doubtful=doubtful)

    def _put_down(self, work: _InHand) -> None:
        self._in_hand = None
        if work.job:
            self._done(work.job)

    @property
    def _is_well(self) -> bool:
        """Whether nothing keeps the printer from printing, as far as is known."""
        return self.view.fault in {None, PrinterFault.IN_DOUBT}

    def _look(self) -> bool:
        """Ask whether what was wrong with the printer still is; return whether nothing is."""
        if not self._is_well:
            fault = self._printer.look()
            fault = fault or (self.view.doubtful and PrinterFault.IN_DOUBT)
            self._backlog = self._waiting()
            self.view = replace(self.view, fault=fault, waiting=self._backlog)
        return self._is_well

    def _show(self, *, printing: bool = False) -> None:
        self.view = replace(self.view, waiting=self._waiting(), printing=printing)

    def _waiting(self) -> int:
        held = self._in_hand is not None and (self._in_hand.job is None or self._in_hand.has_begun)
        return self._jobs.waiting() + len(self._errands) + held

    def _drawn(self, paper: Job | Errand) -> Sequence[Image]:
        """Draw a paper; nothing where that cannot be done, so that the next ones are printed."""
        name = paper.name if isinstance(paper, Errand) else f"{paper.kind.value} {paper.number}"
        try:
            drawn = paper.draw() if isinstance(paper, Errand) else self._draw(paper)
        except DamagedError:
            log.exception("%s cannot be drawn: its entry is damaged", name)
            return ()
        except LedgerError:
            if isinstance(paper, Errand):
                self._errands.appendleft(paper)
            raise
        except (KeyError, ValueError, OSError):
            log.exception("%s cannot be drawn", name)
            return ()
        except Exception as error:  # noqa: BLE001 - noted; one paper must not end all printing
            note_unexpected(log, f"{name} cannot be drawn", error)
            return ()
        return (drawn,) if isinstance(drawn, Image) else drawn


def _is_of(copy: Job, job: Job) -> bool:
    """Whether a copy is of this paper."""
    names = (job.epoch, job.number, job.kind, job.line)
    return (copy.epoch, copy.number, copy.kind, copy.line) == names
