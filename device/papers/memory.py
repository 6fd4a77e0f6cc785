"""What a receipt says that no entry says: kept in /run, so that it is gone with the power.

The customer's name is there only until the last paper of the sale is cut, for an hour at most, and
only where the shop prints names; directions of the newest sales stay a while, for a label that has
to be printed once more.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from device.counter.sale import Directions, OpenSale, SaleLine
from device.ledger.errors import LedgerError
from device.ledger.print_jobs import Job
from device.run_folder import read_note, write_note

log = logging.getLogger(__name__)

KEPT_SALES = 50
NAMED_SECONDS = 60 * 60
"""How long a name waits for paper; the first sale or paper after that ends it."""
_FOLDER = "papers"
_HIV = ("B20", "B21", "B22", "B23", "B24", "F02.4", "O98.7", "R75", "Z21")
"""ICD-10 codes of prescriptions that name nobody, anywhere (PDP-13; the list is ours: D)."""


class Spoken(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was known of a sale at the counter. `repr` shows nothing."""

    patient: str = ""
    """Name and year of birth."""
    rest: int | None = None
    """Lines of the prescription that are not dispensed in full; None: there is none, or its lines
    are not known."""
    directions: tuple[Directions | None, ...] = ()
    """In the order of the sale's lines."""

    def __repr__(self) -> str:
        """Show nothing: a log must not name anybody."""
        return "Spoken(hidden)"

    def directions_of(self, line: int) -> Directions:
        """Return how a line's drug is taken; empty where nobody said it."""
        found = self.directions[line] if line < len(self.directions) else None
        return found or Directions()


NOTHING = Spoken()


def spoken_of(sale: OpenSale, *, names_patient: bool) -> Spoken:
    """Return what a sale's papers need beside its entry."""
    return Spoken(
        patient=_patient(sale) if names_patient else "",
        rest=_rest(sale),
        directions=tuple(_directions(sale, line) for line in sale.lines),
    )


def _patient(sale: OpenSale) -> str:
    prescription = sale.prescription
    if prescription and any(code.upper().startswith(_HIV) for code in prescription.icd10):
        return ""
    if sale.card and sale.card.reliable:
        return f"{sale.card.name}, {sale.card.birth_date.year}"
    return sale.buyer.name if sale.buyer else ""


def _rest(sale: OpenSale) -> int | None:
    if sale.prescription is None or not sale.prescription.lines:
        return None
    taken = dict.fromkeys((line.number for line in sale.prescription.lines), 0)
    for line in sale.lines:
        if line.prescribed in taken:
            taken[line.prescribed] += line.base_units
    return sum(line.left > taken[line.number] for line in sale.prescription.lines)


def _directions(sale: OpenSale, line: SaleLine) -> Directions | None:
    if line.directions or sale.prescription is None or line.prescribed is None:
        return line.directions
    prescribed = sale.prescription.line(line.prescribed)
    return Directions(words=prescribed.directions) if prescribed else None


class PaperMemory:
    """Small files in the run folder, one for each of the newest sales."""

    def __init__(self, run: Path, is_awaited: Callable[[int, str], bool]) -> None:
        """`is_awaited`: whether a paper of a sale, by number and epoch, may still come."""
        self._folder, self._is_awaited = run / _FOLDER, is_awaited
        # The till keeps, the printing room forgets.
        self._turn = threading.Lock()

    def keep(self, epoch: str, number: int, spoken: Spoken) -> None:
        """Keep what a sale's papers need. Where that fails they are printed without it."""
        with self._turn:
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_note(self._folder, _name(epoch, number), spoken)
                self._forget_oldest()
            except OSError as error:
                log.warning("the run folder does not take what the papers need: %s", error)
            self._forget_names(epoch)

    def of(self, epoch: str, number: int) -> Spoken:
        """Return what was kept of a sale; nothing where nothing is left of it."""
        return read_note(self._folder, _name(epoch, number), Spoken) or NOTHING

    def cut(self, job: Job) -> None:
        """Forget who the customers were whose papers are all out, or come only as copies."""
        with self._turn:
            self._forget_names(job.epoch)

    def _forget_names(self, epoch: str) -> None:
        with suppress(OSError):
            for file in list(self._folder.iterdir()):
                if not file.name.rpartition("-")[2].isdecimal():
                    file.unlink()  # half written, by a program that was killed
                elif self._is_over(file, epoch):
                    self._forget_name(file)

    def _is_over(self, file: Path, epoch: str) -> bool:
        """Whether nothing that names the customer can come any more, or too much later."""
        if not self._named(file):
            return False
        if time.time() - file.stat().st_mtime > NAMED_SECONDS:
            return True
        of_epoch, _dash, number = file.name.rpartition("-")
        try:
            return of_epoch == epoch and not self._is_awaited(int(number), epoch)
        except LedgerError as error:
            log.warning("the ledger does not say whether a paper is awaited: %s", error)
            return False

    def _named(self, file: Path) -> Spoken | None:
        spoken = read_note(self._folder, file.name, Spoken)
        return spoken if spoken and spoken.patient else None

    def _forget_name(self, file: Path) -> None:
        spoken = self._named(file)
        if spoken is None:
            return
        try:
            write_note(self._folder, file.name, msgspec.structs.replace(spoken, patient=""))
        except OSError as error:
            log.warning("the run folder is full; a sale's directions go with the name: %s", error)
            file.unlink(missing_ok=True)

    def _forget_oldest(self) -> None:
        files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        for file in files[:-KEPT_SALES]:
            with suppress(OSError):
                file.unlink()


def _name(epoch: str, number: int) -> str:
    return f"{epoch}-{number}"
