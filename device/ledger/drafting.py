"""From an open sale to the entries that are written and sent, and to what is sealed."""

import re
from hashlib import sha256

from msgspec import UNSET, UnsetType

from codes import CitizenCard
from device.counter.payment import CASH, Payment, Transfer
from device.counter.prescription import Origin, Prescription
from device.counter.sale import Buyer, OpenSale, Overridden, SaleLine
from device.ledger.drafts import OverrideDraft, Slot
from wire.entry import Reference
from wire.patient import Patient, SeenLine, SeenPrescription
from wire.sale import Dispensed, Line, Sale, TransferPaid

_FACILITY_CODE = re.compile(r"(?=.*[0-9])[0-9A-Za-z]{3,12}")
"""What may leave the shop: a facility's name may be a doctor's."""
_CITIZEN_DIGITS = 12
"""Of a citizen card's number; a passport's has letters, or fewer."""


def draft_sale(
    sale: OpenSale,
    slot: Slot,
    *,
    staff: str,
    sealed: bytes | None,
    payment: Payment = CASH,
    in_charge: str | None = None,
) -> Sale:
    """Return the entry of a paid sale. No patient data goes in, only the sealed block's hash."""
    paid = payment if isinstance(payment, Transfer) else None
    return Sale(
        **slot.head(),
        staff=staff,
        lines=tuple(_line(line) for line in sale.lines),
        total_vnd=sale.total_vnd,
        paid_by="transfer" if paid else "cash",
        prescription=(sale.prescription.text or None) if sale.prescription else None,
        sealed_sha256=sha256(sealed).hexdigest() if sealed else None,
        transfer=(
            TransferPaid(reference=paid.reference, witness=paid.witness.value) if paid else UNSET
        ),
        dispensed=_dispensed(sale.prescription) if sale.prescription else UNSET,
        in_charge=in_charge if in_charge and in_charge != staff else UNSET,
    )


def _line(line: SaleLine) -> Line:
    offer, other = line.offer, line.substitution
    return Line(
        drug=line.drug.id,
        batch=line.batch,
        expiry=line.expiry,
        quantity=line.quantity,
        unit=offer.unit,
        unit_size=offer.unit_size,
        price_vnd=offer.price_vnd,
        batch_from=line.batch_from,
        posted_vnd=offer.posted_vnd if offer.posted_vnd != offer.price_vnd else None,
        prescribed=line.prescribed,
        substitutes=other.prescribed if other else None,
        substituted_by=other.by if other else None,
        substituted_because=other.reason if other else None,
    )


def _dispensed(prescription: Prescription) -> Dispensed | UnsetType:
    """Return what of a prescription may leave the shop; nothing where its code says it all."""
    if prescription.origin is Origin.CODE and prescription.issued is None:
        return UNSET
    known = prescription.facility
    code = prescription.code.facility if prescription.code else ""
    return Dispensed(
        origin=prescription.origin.value,
        issued=prescription.issued,
        facility=known if _FACILITY_CODE.fullmatch(known) else code,
        checked=prescription.is_checked,
    )


def override_of(overridden: Overridden, sold: Reference, *, staff: str) -> OverrideDraft:
    """Return the draft of a rule that was set aside within a sale.

    Where nobody signs in, whose badge stands on the sale answers for it.
    """
    return OverrideDraft(
        rule=overridden.rule,
        reason=overridden.reason,
        allowed_by=overridden.by or staff,
        sale=sold,
        drug=overridden.drug,
        batch=overridden.batch,
        units=overridden.units,
    )


def to_seal(
    person: CitizenCard | Buyer | None, prescription: Prescription | None
) -> Patient | None:
    """Return what of a sale is sealed: who it was, and the prescription as it stood (RX-07).

    None where nothing is known that the open part does not say.
    """
    seen = seen_prescription(prescription) if prescription else None
    if person is None and seen is None:
        return None
    if isinstance(person, CitizenCard):
        return patient_of(person, seen)
    number = person.passport if person else ""
    is_citizen = len(number) == _CITIZEN_DIGITS and number.isdecimal()
    return Patient(
        name=person.name if person else "",
        residence=person.address if person else "",
        number=number if is_citizen else "",
        passport="" if is_citizen else number,
        prescription=seen,
    )


def patient_of(card: CitizenCard, seen: SeenPrescription | None = None) -> Patient:
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
        prescription=seen,
    )


def seen_prescription(prescription: Prescription) -> SeenPrescription | None:
    """Return a copy of a prescription; None where no more is known of it than its code."""
    is_more = (
        prescription.lines
        or prescription.prescriber
        or prescription.facility
        or prescription.icd10
        or prescription.number
    )
    if not is_more:
        return None
    return SeenPrescription(
        code=prescription.text,
        issued=prescription.issued,
        facility=prescription.facility,
        prescriber=prescription.prescriber,
        icd10=prescription.icd10,
        days=prescription.days,
        lines=tuple(
            SeenLine(
                number=line.number,
                name=line.name,
                quantity=line.quantity,
                strength=line.strength,
                route=line.route,
                unit=line.unit,
                directions=line.directions,
            )
            for line in prescription.lines
        ),
    )
