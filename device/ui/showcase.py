"""Views of every screen with invented drugs, people and sums, as the gallery shows them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from codes import CitizenCard, PrescriptionCode, Sex
from device.counter.drug import Drug, Offer, ShelfBatch
from device.counter.prescription import Prescription
from device.counter.rules import Refusal, Rule
from device.counter.sale import OpenSale, SaleLine
from device.counter.state import (
    Blocked,
    Notice,
    Paid,
    PaperHelp,
    Ready,
    SaveFailed,
    SaveFault,
    Selling,
    State,
)
from device.printing import PaperView
from device.till import LastSale, NetworkView
from device.ui.view import View
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
) -> SaleLine:
    """Make a line of an invented drug."""
    drug = Drug(
        id=name.casefold(),
        name=name,
        prescription_only=prescription_only,
        antibiotic=antibiotic,
    )
    offer = Offer(drug=drug, unit=unit, unit_size=unit_size, price_vnd=price_vnd)
    return SaleLine(offer=offer, batch=batch, expiry=expiry, batch_from="code", quantity=quantity)


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
    price_vnd=11_200,
    batch="2403A",
    expiry=date(2027, 9, 30),
    quantity=2,
    prescription_only=True,
)
METFORMIN = line(
    "Metformin 850 mg",
    unit="vỉ",
    price_vnd=16_800,
    batch="2410M",
    expiry=date(2028, 3, 31),
    quantity=2,
    prescription_only=True,
)
LOSARTAN = line(
    "Losartan 50 mg",
    unit="vỉ",
    price_vnd=21_000,
    batch="2502L",
    expiry=date(2028, 1, 31),
    quantity=2,
    prescription_only=True,
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

FIRST = OpenSale(lines=(VITAMIN,))
THREE = OpenSale(lines=(PARACETAMOL, ORESOL, VITAMIN))
FIVE = OpenSale(lines=(LORATADIN, SALINE, PARACETAMOL, ORESOL, VITAMIN))
PRESCRIBED = OpenSale(lines=(AMLODIPIN, METFORMIN, LOSARTAN), card=CARD, prescription=PRESCRIPTION)
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
)
OFFLINE = NetworkView(
    online=False,
    since=NOW - timedelta(minutes=34),
    unsent=12,
    received_at=NOW - timedelta(minutes=35),
)


def views() -> dict[str, View]:
    """Return every screen by the name of its picture."""
    good = ShelfBatch(number="0423A", expiry=date(2027, 8, 31), on_hand=1450)
    expired = Refusal(rule=Rule.EXPIRED, line=EXPIRED, good_batch=good)
    unprescribed = Refusal(rule=Rule.NEEDS_PRESCRIPTION, line=AMOXICILLIN)
    unknown = Selling(sale=THREE, notice=Notice.NOT_IN_CATALOGUE, code="8936012345674")
    return {
        "01-ready": BASE,
        "02-sale": _with(Selling(sale=THREE)),
        "03-paid": replace(
            _with(PAID), paper=PaperView(waiting=1, printing=True), network=_unsent(1)
        ),
        "04-problem": _with(Blocked(sale=THREE, refusal=expired)),
        "05-ready-offline": replace(BASE, network=OFFLINE),
        "06-sale-first": _with(Selling(sale=FIRST)),
        "07-sale-five-lines": _with(Selling(sale=FIVE)),
        "08-sale-prescription": _with(Selling(sale=PRESCRIBED)),
        "09-problem-needs-prescription": _with(Blocked(sale=THREE, refusal=unprescribed)),
        "10-problem-paper-strip": replace(_with(Selling(sale=THREE)), paper=NO_PAPER),
        "11-problem-paper": replace(_with(PaperHelp(behind=Selling(sale=THREE))), paper=NO_PAPER),
        "12-paid-no-paper": replace(_with(PAID), paper=NO_PAPER, network=_unsent(1)),
        "13-unknown-code": _with(unknown),
        "14-save-failed": _with(SaveFailed(sale=THREE, fault=SaveFault.DISK_FULL)),
        "15-no-room": _with(SaveFailed(sale=THREE, fault=SaveFault.DISK_FULL, paying=False)),
        "16-ledger-renewed": replace(
            _with(Ready(notice=Notice.LEDGER_RENEWED)), is_clock_trusted=False
        ),
    }


def _with(state: State) -> View:
    return replace(BASE, state=state)


def _unsent(sales: int) -> NetworkView:
    return replace(BASE.network, unsent=sales)
