"""Invented drugs, people and sums that the gallery's views are made of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from codes import CitizenCard, PrescriptionCode, Sex
from device.counter.drug import Drug, Offer
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.rules import Warn, Warning_
from device.counter.sale import OpenSale, SaleLine
from device.counter.shop import Account
from device.counter.state import (
    Paid,
    Ready,
    State,
)
from device.printing import PaperView
from device.ui.view import View
from device.watching import LastSale, NetworkView
from hardware.errors import PrinterFault

NOW = datetime(2026, 11, 22, 3, 42, tzinfo=UTC)
"""10:42 at the counter."""
TODAY = date(2026, 11, 22)


def line(  # noqa: PLR0913 - what stands in a line
    name: str,
    *,
    unit: str,
    price_vnd: int,
    batch: str,
    expiry: date | None,
    quantity: int = 1,
    unit_size: int = 1,
    prescription_only: bool = False,
    antibiotic: bool = False,
    prescribed: int | None = None,
) -> SaleLine:
    """Make a line of an invented drug."""
    drug = Drug(
        id=name.casefold(),
        name=name,
        prescription_only=prescription_only,
        antibiotic=antibiotic,
    )
    offer = Offer(drug=drug, unit=unit, unit_size=unit_size, price_vnd=price_vnd)
    return SaleLine(
        offer=offer,
        batch=batch,
        expiry=expiry,
        batch_from="code",
        quantity=quantity,
        prescribed=prescribed,
    )


PARACETAMOL = line(
    "Paracetamol 500 mg",
    unit="vỉ",
    price_vnd=8_000,
    batch="0423A",
    expiry=date(2027, 8, 31),
    quantity=2,
)
ORESOL = line(
    "Oresol vị cam, gói 4,1 g",
    unit="gói",
    price_vnd=3_000,
    batch="0725K",
    expiry=date(2027, 1, 15),
    quantity=5,
)
VITAMIN = line(
    "Vitamin C 500 mg", unit="lọ", price_vnd=35_000, batch="1025B", expiry=date(2028, 6, 30)
)
LORATADIN = line(
    "Loratadin 10 mg", unit="vỉ", price_vnd=12_000, batch="0226D", expiry=date(2028, 2, 29)
)
SALINE = line(
    "Natri clorid 0,9 %, 500 ml",
    unit="chai",
    price_vnd=11_000,
    batch="L2604",
    expiry=date(2029, 4, 30),
    quantity=2,
)
AMLODIPIN = line(
    "Amlodipin 5 mg",
    unit="vỉ",
    unit_size=14,
    price_vnd=11_200,
    batch="2403A",
    expiry=date(2027, 9, 30),
    quantity=2,
    prescription_only=True,
    prescribed=1,
)
METFORMIN = line(
    "Metformin 850 mg",
    unit="vỉ",
    unit_size=14,
    price_vnd=16_800,
    batch="2410M",
    expiry=date(2028, 3, 31),
    quantity=2,
    prescription_only=True,
    prescribed=2,
)
LOSARTAN = line(
    "Losartan 50 mg",
    unit="vỉ",
    unit_size=14,
    price_vnd=21_000,
    batch="2502L",
    expiry=date(2028, 1, 31),
    quantity=2,
    prescription_only=True,
    prescribed=3,
)
AMOXICILLIN = line(
    "Amoxicillin 500 mg",
    unit="vỉ",
    price_vnd=14_000,
    batch="0926C",
    expiry=date(2028, 9, 30),
    prescription_only=True,
    antibiotic=True,
)
EXPIRED = line(
    "Paracetamol 500 mg",
    unit="hộp",
    unit_size=100,
    price_vnd=80_000,
    batch="0322B",
    expiry=date(2026, 10, 31),
)
CARD = CitizenCard(
    number="001056000000",
    old_number="",
    name="Nguyễn Văn Mẫu",
    birth_date=date(1956, 3, 2),
    sex=Sex.MALE,
    residence="Xã Mẫu, Tỉnh Mẫu",
    issue_date=None,
)
PRESCRIPTION = Prescription(code=PrescriptionCode("01234ab12cd3-c"))
"""Only its code is known."""


def _prescribed(number: int, name: str, quantity: int, dispensed: int = 0) -> PrescribedLine:
    return PrescribedLine(number=number, name=name, quantity=quantity, dispensed=dispensed)


KNOWN = Prescription(
    code=PRESCRIPTION.code,
    origin=Origin.PROVINCE,
    issued=date(2026, 11, 20),
    lines=(
        _prescribed(1, "Amlodipin 5 mg", 28),
        _prescribed(2, "Metformin 850 mg", 56, 28),
        _prescribed(3, "Losartan 50 mg", 28),
    ),
    is_checked=True,
)
"""What is on it came from the province."""
LONG_KNOWN = replace(
    KNOWN,
    lines=(
        *KNOWN.lines,
        _prescribed(4, "Atorvastatin 20 mg", 28),
        _prescribed(5, "Aspirin 81 mg", 28, 28),
    ),
)

FIRST = OpenSale(lines=(VITAMIN,))
THREE = OpenSale(lines=(PARACETAMOL, ORESOL, VITAMIN))
FIVE = OpenSale(lines=(LORATADIN, SALINE, PARACETAMOL, ORESOL, VITAMIN))
PRESCRIBED = OpenSale(lines=(AMLODIPIN, METFORMIN, LOSARTAN), card=CARD, prescription=PRESCRIPTION)
"""Nothing but the prescription's code is known."""
ASKED = OpenSale(card=CARD, prescription=PRESCRIPTION)
LOADED = OpenSale(prescription=KNOWN)
PART = OpenSale(lines=(AMLODIPIN, METFORMIN), card=CARD, prescription=KNOWN)
COMPLETE = OpenSale(lines=(AMLODIPIN, METFORMIN, LOSARTAN), card=CARD, prescription=KNOWN)
SHORT_DATED = (Warning_(Warn.SHORT_DATED, ORESOL, "54"),)
PAID = Paid(
    number=128, total_vnd=66_000, line_count=3, on_prescription=False, at=NOW - timedelta(seconds=1)
)
NO_PAPER = PaperView(fault=PrinterFault.PAPER_OUT, waiting=2)

BASE = View(
    state=Ready(),
    paper=PaperView(),
    network=NetworkView(
        online=True,
        since=NOW - timedelta(hours=3),
        unsent=0,
        received_at=NOW - timedelta(minutes=1),
    ),
    last_sale=LastSale(127, NOW - timedelta(minutes=4), 45_000),
    now=NOW,
    today=TODAY,
    staff="Cô Lan",
    outlet="Quầy thuốc Tâm An",
    label="máy 01",
    account=Account(
        bank="970415",
        bank_name="VietinBank",
        number="113366668888",
        holder="QUAY THUOC TAM AN",
    ),
)
OFFLINE = NetworkView(
    online=False,
    since=NOW - timedelta(minutes=34),
    unsent=12,
    received_at=NOW - timedelta(minutes=35),
)


def with_state(state: State) -> View:
    """Return a view of a state at an ordinary moment."""
    return replace(BASE, state=state)


def unsent(sales: int) -> NetworkView:
    """Return a network over which so many sales have not been received yet."""
    return replace(BASE.network, unsent=sales)
