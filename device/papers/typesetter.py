"""The typesetter: from a print job to what goes on paper."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from device.clock import Clock, system_clock
from device.ledger.print_jobs import Job, JobKind
from device.papers.books import draw_books
from device.papers.closed import draw_shift
from device.papers.desk import PaperDesk
from device.papers.moved import draw_apart, draw_noted, draw_taken_back
from device.papers.sold import draw_label, draw_sale
from device.printing import Drawn
from wire.entry import Head
from wire.kinds import (
    GoodsIn,
    RecallAcknowledged,
    RegistersPrinted,
    Return,
    SetAside,
    Shift,
    Void,
    WriteOff,
)
from wire.sale import Sale

E = TypeVar("E", bound=Head)
_SLIPS = (GoodsIn, Return, Void, WriteOff, SetAside)


class Typesetter:
    """Draws print jobs, within the printing thread."""

    def __init__(self, desk: PaperDesk, *, clock: Clock = system_clock) -> None:
        self._desk, self._clock = desk, clock
        self._drawers: dict[JobKind, Callable[[Job, Head, str], Drawn]] = {
            JobKind.RECEIPT: self._sale,
            JobKind.LABEL: self._label,
            JobKind.Z_REPORT: self._shift,
            JobKind.DELIVERY: self._slip,
            JobKind.RETURN: self._slip,
            JobKind.VOID: self._slip,
            JobKind.GOODS_OUT: self._slip,
            JobKind.RECALL_LABEL: self._apart,
            JobKind.TAKE_BACK: self._taken_back,
            JobKind.REGISTERS: self._registers,
        }

    def draw(self, job: Job) -> Drawn:
        """Draw what a job puts on paper.

        Raises `KeyError` where its entry is not there or is of another kind, and `LedgerError`.
        """
        entry, sha256 = self._desk.source.entry(job.number, epoch=job.epoch)
        return self._drawers[job.kind](job, entry, sha256)

    def _sale(self, job: Job, entry: Head, sha256: str) -> Drawn:
        return draw_sale(self._desk, job, _as(entry, Sale), sha256)

    def _label(self, job: Job, entry: Head, _sha256: str) -> Drawn:
        return draw_label(self._desk, job, _as(entry, Sale))

    def _shift(self, job: Job, entry: Head, sha256: str) -> Drawn:
        return draw_shift(self._desk, job, _as(entry, Shift), sha256)

    def _slip(self, job: Job, entry: Head, sha256: str) -> Drawn:
        if not isinstance(entry, _SLIPS):
            raise KeyError(entry.kind)
        return draw_noted(self._desk, job, entry, sha256)

    def _apart(self, job: Job, entry: Head, _sha256: str) -> Drawn:
        if not isinstance(entry, RecallAcknowledged | SetAside):
            raise KeyError(entry.kind)
        return draw_apart(self._desk, job, entry)

    def _taken_back(self, job: Job, entry: Head, _sha256: str) -> Drawn:
        return draw_taken_back(self._desk, job, _as(entry, Return))

    def _registers(self, job: Job, entry: Head, _sha256: str) -> Drawn:
        printed = _as(entry, RegistersPrinted)
        now: datetime = self._clock()
        return draw_books(self._desk, printed.day, printed.drugs, printed_at=now, copy=job.copy)


def _as(entry: Head, kind: type[E]) -> E:
    if not isinstance(entry, kind):
        raise KeyError(entry.kind)
    return entry
