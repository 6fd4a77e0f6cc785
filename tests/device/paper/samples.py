"""Invented receipts."""

from datetime import UTC, date, datetime

from device.paper.receipt import Receipt, ReceiptLine
from device.paper.showcase_head import HEAD

WIDTHS = (384, 576)
MARGIN = 12

VITAMIN = ReceiptLine(
    name="Vitamin C 500 mg",
    quantity=1,
    unit="lọ",
    price_vnd=35_000,
    batch="1025B",
    expiry=date(2028, 6, 30),
)
PARACETAMOL = ReceiptLine(
    name="Paracetamol 500 mg",
    quantity=2,
    unit="vỉ",
    price_vnd=8_000,
    batch="0423A",
    expiry=date(2027, 8, 31),
)
SALE = Receipt(
    head=HEAD,
    staff="Cô Lan",
    epoch="0f3a9c21" * 4,
    number=128,
    at=datetime(2026, 11, 22, 3, 45, tzinfo=UTC),
    lines=(VITAMIN, PARACETAMOL),
    total_vnd=51_000,
    payment="Tiền mặt",
    check_code="7f3a91c204de" + "0" * 52,
)
LONG_NAME = (
    "Amoxicilin 875 mg + Acid clavulanic (dưới dạng Kali clavulanat kết hợp Microcrystalline "
    "cellulose) 125 mg viên nén bao phim"
)
