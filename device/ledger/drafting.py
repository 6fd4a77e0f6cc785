"""From an open sale to the entry that is written and sent."""

from hashlib import sha256

from codes import CitizenCard
from device.counter.sale import OpenSale, SaleLine
from device.ledger.drafts import Slot
from wire.patient import Patient
from wire.sale import Line, Sale


def draft_sale(sale: OpenSale, slot: Slot, *, staff: str, sealed: bytes | None) -> Sale:
    """Return the entry of a paid sale. No patient data goes in, only the sealed block's hash."""
    return Sale(
        **slot.head(),
        staff=staff,
        lines=tuple(_line(line) for line in sale.lines),
        total_vnd=sale.total_vnd,
        prescription=sale.prescription.text if sale.prescription else None,
        sealed_sha256=sha256(sealed).hexdigest() if sealed else None,
    )


def _line(line: SaleLine) -> Line:
    return Line(
        drug=line.drug.id,
        batch=line.batch,
        expiry=line.expiry,
        quantity=line.quantity,
        unit=line.offer.unit,
        unit_size=line.offer.unit_size,
        price_vnd=line.offer.price_vnd,
        batch_from=line.batch_from,
    )


def patient_of(card: CitizenCard) -> Patient:
    """Return what of a card is sealed: what the customer book and the prescription copy want.

    Of a card whose letters were lost on the way neither name nor residence: a wrong name in the
    book is worse than none.
    """
    return Patient(
        name=card.name if card.reliable else "",
        birth_date=card.birth_date,
        sex=card.sex.value,
        number=card.number,
        residence=card.residence if card.reliable else "",
    )
