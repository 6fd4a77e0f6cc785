"""The province as the counter asks it, through the link's process. Nothing here may hold it up."""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from device.counter.event import Event, LetterCame, MoneyCame, Prescribed, RecallCame
from device.counter.prescription import Origin, PrescribedLine, Prescription, Tranche
from device.link.window import LONGEST_LINE, SOCKET, News, Wanted
from hardware.unexpected import note_unexpected
from wire.asking import Sheet

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0
"""How long the counter waits for what is left on a prescription; then it goes on without."""
AGAIN_SECONDS = 1.0
_YEARS = range(2000, 2100)
"""In which a prescription that is dispensed can have been written."""


class Province:
    """Asks, and tells what comes as events of the counter, from a thread of its own."""

    def __init__(
        self,
        folder: Path,
        tell: Callable[[Event], None],
        restart: Callable[[], None] = lambda: None,
    ) -> None:
        """`tell` is called from another thread, and so is `restart`: the province orders one."""
        self._file, self._tell, self._restart = folder / SOCKET, tell, restart
        self._line: socket.socket | None = None
        self._waiting: dict[str, threading.Timer] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="province", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._stopping.set()
        line = self._line
        if line:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        with self._lock:
            for timer in self._waiting.values():
                timer.cancel()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def ask(self, code: str) -> bool:
        """Ask what is left on a prescription; `Prescribed` comes within a second, whatever is."""
        timer = threading.Timer(PATIENCE_SECONDS, self._answered, (code, None))
        timer.daemon = True
        with self._lock:
            before = self._waiting.pop(code, None)
            self._waiting[code] = timer
        if before:
            before.cancel()
        timer.start()
        line = self._line
        try:
            if line is None:
                raise ConnectionError("the link is not there")
            # The screen's thread waits for nobody: where the link hangs, its buffer is full.
            wanted = msgspec.json.encode(Wanted(prescription=code)) + b"\n"
            if line.send(wanted, socket.MSG_DONTWAIT) < len(wanted):
                line.shutdown(socket.SHUT_RDWR)  # half a question is none: begin anew
                raise ConnectionError("the link does not listen")
        except OSError as error:
            log.info("the province cannot be asked: %s", error)
            self._answered(code, None)
        return True

    def measure(self) -> None:
        """Have the line measured, if the link is there; `line.json` tells (`read_line`)."""
        line = self._line
        if line is None:
            return
        wanted = msgspec.json.encode(Wanted(measure=True)) + b"\n"
        try:
            if line.send(wanted, socket.MSG_DONTWAIT) < len(wanted):
                line.shutdown(socket.SHUT_RDWR)  # half a question is none: begin anew
        except OSError as error:
            log.info("the line cannot be measured: %s", error)

    def _answered(self, code: str, sheet: Sheet | None) -> None:
        with self._lock:
            timer = self._waiting.pop(code, None)
        if timer is None:
            return  # too late: the counter went on
        timer.cancel()
        if sheet and not _can_be(sheet):
            log.warning("the province told a date that cannot be")
            sheet = None
        self._tell(Prescribed(code, prescription_of(sheet) if sheet else None))

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with socket.socket(socket.AF_UNIX) as line:
                    line.connect(str(self._file))
                    self._line = line
                    self._listen(line)
            except OSError:
                pass  # the link is not there (yet): tried again below
            # The outermost loop of this thread: whatever the link said, the next word is heard.
            except Exception as error:  # noqa: BLE001 - noted
                note_unexpected(log, "what the link said could not be handed on", error)
            self._line = None
            self._stopping.wait(AGAIN_SECONDS)

    def _listen(self, line: socket.socket) -> None:
        with line.makefile("rb") as lines:
            while news := lines.readline(LONGEST_LINE):
                try:
                    self._take(msgspec.json.decode(news, type=News))
                except msgspec.DecodeError as error:
                    log.warning("the link said something that makes no sense: %s", error)

    def _take(self, news: News) -> None:
        if news.prescription:
            self._answered(news.prescription, None if news.is_offline else news.sheet)
        if news.money:
            money = news.money
            self._tell(MoneyCame(reference=money.reference, amount_vnd=money.amount_vnd))
        if news.recalls:
            self._tell(RecallCame())
        if news.messages:
            self._tell(LetterCame())
        if news.restart:
            self._restart()


def _can_be(sheet: Sheet) -> bool:
    """Whether every date is one that days can be counted from."""
    told = (sheet.issued, sheet.tranche_begins)
    return all(day is None or day.year in _YEARS for day in told)


def prescription_of(sheet: Sheet) -> Prescription:
    """Return what the counter works with."""
    tranche = (
        Tranche(number=sheet.tranche, begins=sheet.tranche_begins)
        if sheet.tranche and sheet.tranche_begins
        else None
    )
    return Prescription(
        origin=Origin.PROVINCE,
        issued=sheet.issued,
        facility=sheet.facility,
        days=sheet.days,
        is_acute=sheet.acute,
        is_traditional_discharge=sheet.traditional_discharge,
        tranche=tranche,
        counted_from=sheet.counted_from,
        superseded_by=sheet.superseded_by,
        is_restricted=sheet.restricted,
        patient_months=sheet.child_months,
        patient_kg=sheet.child_kg,
        is_checked=True,
        lines=tuple(
            PrescribedLine(
                number=line.number,
                name=line.name,
                quantity=line.quantity,
                drug=line.drug,
                strength=line.strength,
                route=line.route,
                unit=line.unit,
                directions=line.directions,
                dispensed=line.elsewhere,
            )
            for line in sheet.lines
        ),
    )
