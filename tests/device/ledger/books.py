"""Ledgers to try things on, with synthetic sales."""

from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from codes import CitizenCard, PrescriptionCode, Sex
from device.counter.drug import Control, Drug, Offer
from device.counter.prescription import Prescription
from device.counter.sale import OpenSale, SaleLine
from device.ledger.ledger import Ledger
from device.ledger.tables import Sealed

TERMINAL = "Q33-0001"
AT = datetime(2026, 11, 22, 3, 45, 59, tzinfo=UTC)
BOOK = X25519PrivateKey.from_private_bytes(bytes(range(32)))

CARD = CitizenCard(
    number="001090000001",
    old_number="012345678",
    name="Nguyễn Văn Anh",
    birth_date=date(1990, 2, 1),
    sex=Sex.MALE,
    residence="Số 1, Phường B, Quận C, Hà Nội",
    issue_date=date(2022, 6, 22),
)
PRESCRIPTION = Prescription(code=PrescriptionCode("01234ab12cd3-c"))

FREE = Drug(id="FREE", name="Thuốc không kê đơn", prescription_only=False)
LATE = date(2028, 1, 31)
COMBINATION = Drug(
    id="PH", name="Phối hợp", prescription_only=False, control=Control.PRECURSOR_COMBINATION
)

BOX = Offer(drug=COMBINATION, unit="hộp", unit_size=100, price_vnd=110_000)


def line(drug: Drug = FREE, batch: str = "A", quantity: int = 1) -> SaleLine:
    offer = Offer(drug=drug, unit="vỉ", unit_size=10, price_vnd=11_000)
    expiry = date(2027, 8, 31)
    return SaleLine(offer=offer, batch=batch, expiry=expiry, batch_from="code", quantity=quantity)


def sale(*lines: SaleLine, on_prescription: bool = False, card: bool = False) -> OpenSale:
    return OpenSale(
        lines=lines or (line(),),
        card=CARD if card else None,
        prescription=PRESCRIPTION if on_prescription else None,
    )


def open_book(file: Path, terminal: str = TERMINAL) -> Ledger:
    return Ledger.open(
        file, terminal=terminal, readers={"book": BOOK.public_key()}, clock=lambda: AT
    )


def sealed_blocks(ledger: Ledger) -> dict[int, bytes]:
    return {row.seq: bytes(row.block) for row in Sealed.select().execute(ledger.database)}
