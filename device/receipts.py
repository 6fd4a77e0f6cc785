"""From a sale in the ledger to the receipt on paper."""

from device.ledger.catalogue import Catalogue
from device.ledger.drug_names import DrugNames
from device.ledger.ledger import Ledger
from device.ledger.paper_source import PaperSource
from device.ledger.print_jobs import Job, JobKind
from device.paper.layout import Letterhead
from device.paper.receipt import Receipt
from device.papers.desk import PaperDesk
from device.papers.memory import PaperMemory
from device.papers.sold import receipt_of
from device.settings import TerminalSettings
from wire.sale import Sale


def receipt_for(
    job: Job, *, ledger: Ledger, catalogue: Catalogue, settings: TerminalSettings
) -> Receipt:
    """Return what a print job puts on paper; raise `KeyError` for a sale that is not there."""
    desk = PaperDesk(
        source=PaperSource(ledger.database),
        drugs=DrugNames(catalogue),
        memory=PaperMemory(settings.run),
        head=Letterhead(
            outlet=settings.outlet.name,
            address=settings.outlet.address,
            licence=settings.outlet.licence,
            terminal=settings.terminal,
            terminal_label=settings.label,
        ),
        name=lambda _badge: settings.staff.name,
        width_dots=384,
    )
    entry, sha256 = desk.source.entry(job.number, epoch=job.epoch)
    if job.kind is not JobKind.RECEIPT or not isinstance(entry, Sale):
        raise KeyError(job.number)
    return receipt_of(desk, job, entry, sha256)
