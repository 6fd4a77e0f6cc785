"""What a receipt says that no entry says: kept in /run, so that it is gone with the power.

The customer's name is there only until the paper is cut, and only where the shop prints names;
directions of the newest sales stay a while, for a label that has to be printed once more.
"""

import logging
from contextlib import suppress
from pathlib import Path

import msgspec

from device.counter.sale import Directions, OpenSale, SaleLine
from device.ledger.print_jobs import Job, JobKind
from device.run_folder import read_note, write_note

log = logging.getLogger(__name__)

KEPT_SALES = 50
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

    def __init__(self, run: Path) -> None:
        self._folder = run / _FOLDER

    def keep(self, epoch: str, number: int, spoken: Spoken) -> None:
        """Keep what a sale's papers need. Where that fails they are printed without it."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_note(self._folder, _name(epoch, number), spoken)
            self._forget_oldest()
        except OSError as error:
            log.warning("the run folder does not take what the papers need: %s", error)

    def of(self, epoch: str, number: int) -> Spoken:
        """Return what was kept of a sale; nothing where nothing is left of it."""
        return read_note(self._folder, _name(epoch, number), Spoken) or NOTHING

    def cut(self, job: Job) -> None:
        """Forget who the customer was: the receipt is on paper, or only a copy may follow."""
        if job.kind is not JobKind.RECEIPT:
            return
        spoken = self.of(job.epoch, job.number)
        if spoken.patient:
            nobody = msgspec.structs.replace(spoken, patient="")
            self.keep(job.epoch, job.number, nobody)

    def _forget_oldest(self) -> None:
        files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        for file in files[:-KEPT_SALES]:
            with suppress(OSError):
                file.unlink()


def _name(epoch: str, number: int) -> str:
    return f"{epoch}-{number}"
