"""From a sale in the ledger to the receipt on paper."""

from device.ledger.catalogue import Catalogue
from device.ledger.ledger import Ledger
from device.ledger.print_jobs import Job
from device.paper.receipt import Receipt, ReceiptLine
from device.settings import TerminalSettings
from words import _


def receipt_for(
    job: Job, *, ledger: Ledger, catalogue: Catalogue, settings: TerminalSettings
) -> Receipt:
    """Return what a print job puts on paper; raise `KeyError` for a sale that is not there."""
    sale, sha256 = ledger.sale(job.number, epoch=job.epoch)
    return Receipt(
        outlet=settings.outlet.name,
        address=settings.outlet.address,
        licence=settings.outlet.licence,
        terminal=settings.terminal,
        terminal_label=settings.label,
        staff=settings.staff.name,
        epoch=sale.epoch,
        number=sale.seq,
        at=sale.at,
        lines=tuple(
            ReceiptLine(
                name=catalogue.drug_name(line.drug),
                quantity=line.quantity,
                unit=line.unit,
                price_vnd=line.price_vnd,
                batch=line.batch,
                expiry=line.expiry,
            )
            for line in sale.lines
        ),
        total_vnd=sale.total_vnd,
        payment=_("Tiền mặt"),
        prescription=sale.prescription,
        check_code=sha256,
        copy=job.is_copy,
    )
