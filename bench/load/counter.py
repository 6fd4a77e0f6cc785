"""Invented sales, as a counter makes them."""

from datetime import UTC, date, datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from codes import CitizenCard, PrescriptionCode, Sex
from device.counter.drug import Drug, Offer
from device.counter.prescription import Prescription
from device.counter.sale import OpenSale, SaleLine

STAFF = "NV-07"
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)

_CARD = CitizenCard(
    number="001090000001",
    old_number="012345678",
    name="Nguyễn Văn Anh",
    birth_date=date(1990, 2, 1),
    sex=Sex.MALE,
    residence="Số 1, Phường B, Hà Nội",
    issue_date=date(2022, 6, 22),
)
_SHELF = (
    Drug(id="VD-12345-24", name="Paracetamol 500 mg", prescription_only=False),
    Drug(id="893110123424", name="Vitamin C 500 mg", prescription_only=False),
)
_PRESCRIBED = (
    Drug(id="893110045623", name="Amoxicillin 500 mg", prescription_only=True),
    Drug(id="VD-33871-19", name="Omeprazol 20 mg", prescription_only=True),
)


def readers() -> dict[str, X25519PrivateKey]:
    """Return who may open patient data: the outlet's book, with a new key."""
    return {"book": X25519PrivateKey.generate()}


def plain_sale() -> OpenSale:
    """Two drugs without a prescription: most sales."""
    return OpenSale(lines=_lines(_SHELF))


def prescribed_sale() -> OpenSale:
    """Two drugs on a prescription, with the patient's card: its data is sealed."""
    code = Prescription(code=PrescriptionCode("01234ab12cd3-c"))
    return OpenSale(lines=_lines(_PRESCRIBED), card=_CARD, prescription=code)


def _lines(drugs: tuple[Drug, ...]) -> tuple[SaleLine, ...]:
    return tuple(
        SaleLine(
            offer=Offer(drug=drug, unit="vỉ", unit_size=10, price_vnd=11_000),
            batch="2406A",
            expiry=date(2027, 8, 31),
            batch_from="code",
            quantity=2,
        )
        for drug in drugs
    )
