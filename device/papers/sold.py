"""Papers of a sale: the receipt, and the labels of what left its box."""

from PIL.Image import Image

from device.counter.drug import Ware
from device.ledger.print_jobs import Job
from device.paper.label import DirectionsLabel, draw_directions_label
from device.paper.receipt import Receipt, ReceiptLine, draw_receipt
from device.papers.desk import PaperDesk, directions_in_words
from device.papers.memory import Spoken
from wire.sale import Line, Sale, TransferPaid
from words import _


def receipt_of(desk: PaperDesk, job: Job, sale: Sale, sha256: str) -> Receipt:
    """Return what the receipt of a sale says; a copy names nobody."""
    spoken = desk.memory.of(job.epoch, job.number)
    payment, witness = _payment(sale)
    return Receipt(
        head=desk.head,
        staff=desk.name(sale.staff),
        epoch=sale.epoch,
        number=sale.seq,
        at=sale.at,
        lines=tuple(_line(desk, spoken, *numbered) for numbered in enumerate(sale.lines)),
        total_vnd=sale.total_vnd,
        payment=payment,
        witness=witness,
        prescription=sale.prescription,
        patient="" if job.is_copy else spoken.patient,
        rest=_rest(spoken),
        check_code=sha256,
        mark=desk.mark(copy=job.copy),
    )


def draw_sale(desk: PaperDesk, job: Job, sale: Sale, sha256: str) -> Image:
    """Draw the receipt of a sale."""
    return draw_receipt(receipt_of(desk, job, sale, sha256), width_dots=desk.width_dots)


def _line(desk: PaperDesk, spoken: Spoken, place: int, line: Line) -> ReceiptLine:
    drug = desk.drugs.drug(line.drug)
    return ReceiptLine(
        name=drug.name,
        quantity=line.quantity,
        unit=line.unit,
        price_vnd=line.price_vnd,
        batch=line.batch,
        expiry=line.expiry,
        directions=directions_in_words(spoken.directions_of(place), drug.base_unit),
        is_supplement=drug.ware is Ware.SUPPLEMENT,
    )


def _payment(sale: Sale) -> tuple[str, str]:
    """Return how a sale was paid, and who saw that a transfer arrived."""
    if sale.paid_by == "cash":
        return _("Tiền mặt"), ""
    is_seen_by_bank = isinstance(sale.transfer, TransferPaid) and sale.transfer.witness == "bank"
    witness = _("Ngân hàng đã báo") if is_seen_by_bank else _("Nhân viên đã xem điện thoại")
    return _("Chuyển khoản"), witness


def _rest(spoken: Spoken) -> str:
    if spoken.rest is None:
        return ""
    if spoken.rest == 0:
        return _("Đơn đã lấy đủ thuốc.")
    return _("Đơn còn {n} thuốc chưa lấy đủ.").format(n=spoken.rest)


def draw_label(desk: PaperDesk, job: Job, sale: Sale) -> Image:
    """Draw the directions label of a line; raise `KeyError` where there is no such line."""
    if job.line is None or not 0 <= job.line < len(sale.lines):
        raise KeyError(job.line)
    line = sale.lines[job.line]
    spoken = desk.memory.of(job.epoch, job.number)
    directions, drug = spoken.directions_of(job.line), desk.drugs.drug(line.drug)
    label = DirectionsLabel(
        drug=drug.name,
        strength=desk.strength(line.drug),
        quantity=line.units,
        unit=drug.base_unit,
        batch=line.batch,
        expiry=line.expiry,
        morning=directions.morning,
        noon=directions.noon,
        afternoon=directions.afternoon,
        evening=directions.evening,
        words=directions.words,
        patient="" if job.is_copy else spoken.patient,
        at=sale.at,
        outlet=desk.head.outlet,
        mark=desk.mark(copy=job.copy),
    )
    return draw_directions_label(label, width_dots=desk.width_dots)
