"""Papers of goods that came, came back, went, or were set apart."""

from typing import Any

from PIL.Image import Image

from device.amounts import thousands
from device.counter.rules import needs_minutes
from device.ledger.print_jobs import Job
from device.paper.label import RecallLabel, draw_recall_label
from device.paper.minutes import Minutes, TakenBack, draw_minutes
from device.paper.slip import Slip, SlipLine, draw_slip
from device.papers.desk import PaperDesk
from device.papers.reasons import aside_words, gone_words, return_words, void_words
from wire.kinds import GoodsIn, RecallAcknowledged, Return, SetAside, ShelfLine, Void, WriteOff
from wire.sale import Line
from words import _

Noted = GoodsIn | Return | Void | WriteOff | SetAside
"""What a slip is written about."""


def draw_noted(desk: PaperDesk, job: Job, entry: Noted, sha256: str) -> Image:
    """Draw the slip of an entry."""
    return draw_slip(slip_of(desk, job, entry, sha256), width_dots=desk.width_dots)


def slip_of(desk: PaperDesk, job: Job, entry: Noted, sha256: str) -> Slip:
    """Return what the slip of an entry says."""
    common: dict[str, Any] = {
        "head": desk.head,
        "number": entry.seq,
        "at": entry.at,
        "staff": desk.name(entry.staff),
        "epoch": entry.epoch,
        "check_code": sha256,
        "mark": desk.mark(copy=job.copy),
    }
    match entry:
        case GoodsIn():
            return Slip(**common, **_delivery(desk, entry))
        case Return() | Void():
            return Slip(**common, **_undone(desk, entry))
        case WriteOff() | SetAside():
            return Slip(**common, **_gone(desk, entry))


def _delivery(desk: PaperDesk, entry: GoodsIn) -> dict[str, Any]:
    lines = tuple(_shelf_line(desk, line) for line in entry.lines)
    is_priced = all(line.price_vnd is not None for line in lines)
    return {
        "title": _("PHIẾU NHẬP"),
        "facts": ((_("Nơi cung cấp"), entry.supplier), (_("Số chứng từ"), entry.document)),
        "lines": lines,
        "total": (_("TỔNG CỘNG"), sum(line.amount_vnd for line in lines)) if is_priced else None,
        "signatures": (_("Người giao"), _("Người nhận")),
    }


def _undone(desk: PaperDesk, entry: Return | Void) -> dict[str, Any]:
    """Return what a customer signs who was given money back."""
    is_void = isinstance(entry, Void)
    to_shelf = isinstance(entry, Void) or entry.to_shelf
    apart = _("Thuốc nhận lại được để riêng, không bán lại.")
    return {
        "title": _("PHIẾU HỦY BÁN") if is_void else _("PHIẾU KHÁCH TRẢ HÀNG"),
        "facts": (
            (_("Của phiếu"), f"{entry.sale.seq:06d}"),
            (_("Lý do"), void_words(entry.reason) if is_void else return_words(entry.reason)),
        ),
        "lines": tuple(_sold_line(desk, line) for line in entry.lines),
        "total": (_("TRẢ LẠI KHÁCH"), entry.total_vnd),
        "notes": () if to_shelf else (apart,),
        "signatures": (_("Khách hàng"), _("Người bán")),
    }


def _gone(desk: PaperDesk, entry: WriteOff | SetAside) -> dict[str, Any]:
    lines = tuple(_shelf_line(desk, line, with_price=False) for line in entry.lines)
    if isinstance(entry, SetAside):
        return {
            "title": _("PHIẾU ĐỂ RIÊNG"),
            "facts": ((_("Lý do"), aside_words(entry.because)),),
            "lines": lines,
            "signatures": (_("Người lập phiếu"), _("Người phụ trách")),
        }
    goes_back = entry.because == "returned-to-supplier"
    signs = (_("Người giao"), _("Người nhận"))
    return {
        "title": _("PHIẾU TRẢ NHÀ CUNG CẤP") if goes_back else _("PHIẾU XUẤT"),
        "facts": (
            (_("Lý do"), "" if goes_back else gone_words(entry.because)),
            (_("Số chứng từ"), entry.document),
        ),
        "lines": lines,
        "signatures": signs if goes_back else (_("Người lập phiếu"), _("Người phụ trách")),
    }


def _shelf_line(desk: PaperDesk, line: ShelfLine, *, with_price: bool = True) -> SlipLine:
    drug = desk.drugs.drug(line.drug)
    return SlipLine(
        name=drug.name,
        quantity=line.units,
        unit=drug.base_unit,
        batch=line.batch,
        expiry=line.expiry,
        price_vnd=line.cost_vnd if with_price else None,
        invoiced_vnd=line.amount_vnd if with_price else None,
    )


def _sold_line(desk: PaperDesk, line: Line) -> SlipLine:
    return SlipLine(
        name=desk.drug_name(line.drug),
        quantity=line.quantity,
        unit=line.unit,
        batch=line.batch,
        expiry=line.expiry,
        price_vnd=line.price_vnd,
    )


def draw_apart(desk: PaperDesk, job: Job, entry: RecallAcknowledged | SetAside) -> list[Image]:
    """Draw a label for each batch that was set apart."""
    if isinstance(entry, RecallAcknowledged):
        notice, reason = entry.recall, ""
    else:
        notice, reason = "", aside_words(entry.because)
    labels = [
        RecallLabel(
            drug=desk.drug_name(line.drug),
            batch=line.batch,
            expiry=line.expiry,
            quantity=f"{thousands(line.units)} {desk.drugs.drug(line.drug).base_unit}",
            notice=notice,
            reason=reason,
            at=entry.at,
            staff=desk.name(entry.staff),
            outlet=desk.head.outlet,
            mark=desk.mark(copy=job.copy),
        )
        for line in entry.lines
    ]
    return [draw_recall_label(label, width_dots=desk.width_dots) for label in labels]


def draw_taken_back(desk: PaperDesk, job: Job, entry: Return) -> list[Image]:
    """Draw the minutes of taking controlled drugs back, twice; other lines are left out."""
    lines = [line for line in entry.lines if needs_minutes(desk.drugs.drug(line.drug))]
    minutes = Minutes(
        head=desk.head,
        at=entry.at,
        number=entry.seq,
        lines=tuple(_taken_back(desk, line) for line in lines),
        reason=return_words(entry.reason),
        mark=desk.mark(copy=job.copy),
    )
    return draw_minutes(minutes, width_dots=desk.width_dots)


def _taken_back(desk: PaperDesk, line: Line) -> TakenBack:
    drug = desk.drugs.drug(line.drug)
    return TakenBack(
        drug=drug.name,
        unit=drug.base_unit,
        quantity=line.units,
        batch=line.batch,
        expiry=line.expiry,
    )
