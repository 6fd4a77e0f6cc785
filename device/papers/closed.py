"""The Z report of a shift that was closed."""

from PIL.Image import Image

from device.ledger.paper_source import ShiftDetail
from device.ledger.print_jobs import Job
from device.paper.z_report import Takings, ZReport, draw_z_report
from device.papers.desk import PaperDesk
from wire.kinds import Shift, ShiftFigures


def z_report_of(desk: PaperDesk, job: Job, shift: Shift, sha256: str) -> ZReport:
    """Return what the report says: the entry's figures, and what the shift's entries add to them.

    Raises `KeyError` for a shift without figures: one that was opened, or that an old terminal
    closed.
    """
    figures = shift.figures
    if not isinstance(figures, ShiftFigures):
        raise KeyError(shift.seq)
    detail = desk.source.shift_detail(shift, figures.first)
    return ZReport(
        head=desk.head,
        number=figures.number,
        opened_at=figures.opened_at,
        closed_at=shift.at,
        staff=desk.name(shift.staff),
        first=figures.first,
        last=shift.seq,
        takings=_takings(figures, detail),
        float_vnd=figures.float_vnd,
        expected_vnd=shift.expected_vnd,
        counted_vnd=shift.counted_vnd,
        prescription_count=figures.prescription_count,
        antibiotic_count=_antibiotics(desk, detail) if detail else None,
        override_count=detail.override_count if detail else None,
        unsent=figures.unsent,
        unsent_range=desk.source.unsent_at(shift) if figures.unsent else None,
        epoch=shift.epoch,
        entry=shift.seq,
        check_code=sha256,
        mark=desk.mark(copy=job.copy),
    )


def draw_shift(desk: PaperDesk, job: Job, shift: Shift, sha256: str) -> Image:
    """Draw the report."""
    return draw_z_report(z_report_of(desk, job, shift, sha256), width_dots=desk.width_dots)


def _takings(figures: ShiftFigures, detail: ShiftDetail | None) -> Takings:
    return Takings(
        cash_vnd=figures.cash_vnd,
        cash_count=figures.cash_count,
        transfer_vnd=figures.transfer_vnd,
        transfer_count=figures.transfer_count,
        refunded_vnd=figures.refunded_vnd,
        # Voids are counted among what was given back.
        return_count=figures.refund_count - figures.void_count,
        void_count=figures.void_count,
        bank_count=detail.bank_count if detail else None,
    )


def _antibiotics(desk: PaperDesk, detail: ShiftDetail) -> int:
    drugs = frozenset[str]().union(*detail.sold)
    antibiotics = {drug for drug in drugs if desk.drugs.drug(drug).antibiotic}
    return sum(bool(sold & antibiotics) for sold in detail.sold)
