"""One of every paper, with invented people, prices and documents."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from PIL import Image

from device.paper.book_papers import draw_card, draw_recovery
from device.paper.label import (
    DirectionsLabel,
    RecallLabel,
    draw_directions_label,
    draw_recall_label,
)
from device.paper.listing import TrialPage, draw_listing, draw_trial_page
from device.paper.minutes import draw_minutes
from device.paper.receipt import Receipt, ReceiptLine, draw_receipt
from device.paper.register import (
    draw_registers,
)
from device.paper.self_test import draw_self_test
from device.paper.showcase_head import AT, CHECK, COPY, EPOCH, HEAD, TRAINING
from device.paper.showcase_lists import minutes, price_list, registers, sent_page, stock_list
from device.paper.showcase_self_test import self_test
from device.paper.slip import Slip, SlipLine, draw_slip
from device.paper.z_report import Takings, ZReport, draw_z_report
from words import _

_VITAMIN = ReceiptLine(
    name="Vitamin C 500 mg",
    quantity=1,
    unit="lọ",
    price_vnd=35_000,
    batch="1025B",
    expiry=date(2028, 6, 30),
)
_ORESOL = ReceiptLine(
    name="Oresol vị cam, gói 4,1 g",
    quantity=5,
    unit="gói",
    price_vnd=3_000,
    batch="0725K",
    expiry=date(2027, 1, 15),
)
_PARACETAMOL = ReceiptLine(
    name="Paracetamol 500 mg",
    quantity=2,
    unit="vỉ",
    price_vnd=8_000,
    batch="0423A",
    expiry=date(2027, 8, 31),
)
_AMLODIPIN = ReceiptLine(
    name="Amlodipin 5 mg",
    quantity=28,
    unit="viên",
    price_vnd=800,
    batch="2403A",
    expiry=date(2027, 9, 30),
    directions="Uống 1 viên buổi sáng",
)
_METFORMIN = ReceiptLine(
    name="Metformin 850 mg",
    quantity=28,
    unit="viên",
    price_vnd=1_200,
    batch="2410M",
    expiry=date(2028, 3, 31),
    directions="Uống 1 viên sáng, 1 viên tối, trong bữa ăn",
)
_LOSARTAN = ReceiptLine(
    name="Losartan 50 mg",
    quantity=28,
    unit="viên",
    price_vnd=1_500,
    batch="2502L",
    expiry=date(2028, 1, 31),
    directions="Uống 1 viên buổi sáng",
)
_SUPPLEMENT = ReceiptLine(
    name="Viên sủi Canxi D3",
    quantity=1,
    unit="tuýp",
    price_vnd=42_000,
    batch="0126S",
    expiry=date(2027, 12, 31),
    is_supplement=True,
)
_CARD, _CODE = "QUAY:K/0000000000MAU000000000000", "22222K-33333Q-44444W-55555B-66666H"


def receipt() -> Receipt:
    """Return a sale over the counter, in cash."""
    return Receipt(
        head=HEAD,
        staff="Cô Lan",
        epoch=EPOCH,
        number=128,
        at=AT,
        lines=(_VITAMIN, _ORESOL, _PARACETAMOL),
        total_vnd=66_000,
        payment=_("Tiền mặt"),
        check_code=CHECK,
    )


def prescription_receipt() -> Receipt:
    """Return a sale on prescription, by transfer, in a shop that prints the patient's name."""
    return replace(
        receipt(),
        number=129,
        lines=(_AMLODIPIN, _METFORMIN, _LOSARTAN, _SUPPLEMENT),
        total_vnd=140_000,
        payment=_("Chuyển khoản"),
        witness=_("Ngân hàng đã báo tiền về"),
        prescription="01234ab12cd3-c",
        patient="Nguyễn Văn Mẫu, 1956",
        rest=_("Đơn đã lấy đủ thuốc."),
    )


def directions_label() -> DirectionsLabel:
    """Return the label of a drug out of its box."""
    return DirectionsLabel(
        drug="Metformin 850 mg",
        quantity=28,
        unit="viên",
        batch="2410M",
        expiry=date(2028, 3, 31),
        morning="1",
        evening="1",
        words="Uống trong bữa ăn",
        at=AT,
        outlet="Quầy thuốc Tâm An",
    )


def recall_label() -> RecallLabel:
    """Return the label of a recalled batch."""
    return RecallLabel(
        drug="Cefixim 200 mg",
        batch="0824C",
        expiry=date(2027, 2, 28),
        quantity="3 hộp 5 viên",
        notice="000/QLD-CL",
        reason="Thu hồi mức 2",
        at=AT,
        staff="Cô Lan",
        outlet="Quầy thuốc Tâm An",
    )


def z_report() -> ZReport:
    """Return the report of a day's shift."""
    return ZReport(
        head=HEAD,
        number=42,
        opened_at=datetime(2026, 11, 21, 23, 58, tzinfo=UTC),
        closed_at=datetime(2026, 11, 22, 10, 3, tzinfo=UTC),
        staff="Cô Lan",
        first=110,
        last=168,
        takings=Takings(
            cash_vnd=2_346_000,
            cash_count=41,
            transfer_vnd=1_204_000,
            transfer_count=18,
            refunded_vnd=35_000,
            return_count=1,
            void_count=0,
            bank_count=15,
        ),
        float_vnd=500_000,
        expected_vnd=2_811_000,
        counted_vnd=2_811_000,
        prescription_count=14,
        antibiotic_count=6,
        override_count=1,
        unsent=12,
        unsent_range=(157, 168),
        epoch=EPOCH,
        entry=169,
        check_code=CHECK,
    )


def delivery_slip() -> Slip:
    """Return what came from a supplier."""
    lines = (
        SlipLine(name="Amlodipin 5 mg", quantity=300, unit="viên", batch="2403A",
                 expiry=date(2027, 9, 30), price_vnd=520),
        SlipLine(name="Oresol vị cam, gói 4,1 g", quantity=100, unit="gói", batch="0725K",
                 expiry=date(2027, 1, 15), price_vnd=1_900),
    )  # fmt: skip
    return Slip(
        head=HEAD,
        title=_("PHIẾU NHẬP"),
        number=131,
        at=AT,
        staff="Cô Lan",
        facts=((_("Nơi cung cấp"), "Công ty Dược Mẫu"), (_("Số chứng từ"), "HĐ 0001234")),
        lines=lines,
        total=(_("TỔNG CỘNG"), sum(line.amount_vnd for line in lines)),
        signatures=(_("Người giao"), _("Người nhận")),
        epoch=EPOCH,
        check_code=CHECK,
    )


def return_slip() -> Slip:
    """Return what a customer signs who brings a drug back."""
    line = SlipLine(name="Vitamin C 500 mg", quantity=1, unit="lọ", batch="1025B",
                    expiry=date(2028, 6, 30), price_vnd=35_000)  # fmt: skip
    return replace(
        delivery_slip(),
        title=_("PHIẾU KHÁCH TRẢ HÀNG"),
        number=132,
        facts=((_("Của phiếu"), "000128"), (_("Lý do"), _("Không dùng nữa"))),
        lines=(line,),
        total=(_("TRẢ LẠI KHÁCH"), 35_000),
        notes=(_("Thuốc nhận lại được để riêng, không bán lại."),),
        signatures=(_("Khách hàng"), _("Người bán")),
    )


def papers() -> dict[str, Callable[[int], list[Image.Image]]]:
    """Return for every paper what draws it at a width in dots."""
    rx = prescription_receipt()
    return {
        "receipt": lambda dots: [draw_receipt(receipt(), width_dots=dots)],
        "receipt-prescription": lambda dots: [draw_receipt(rx, width_dots=dots)],
        "receipt-copy": lambda dots: [
            draw_receipt(replace(rx, mark=COPY, patient=""), width_dots=dots)
        ],
        "receipt-training": lambda dots: [
            draw_receipt(replace(receipt(), mark=TRAINING, number=3), width_dots=dots)
        ],
        "label": lambda dots: [draw_directions_label(directions_label(), width_dots=dots)],
        "recall-label": lambda dots: [draw_recall_label(recall_label(), width_dots=dots)],
        "z-report": lambda dots: [draw_z_report(z_report(), width_dots=dots)],
        "delivery": lambda dots: [draw_slip(delivery_slip(), width_dots=dots)],
        "return": lambda dots: [draw_slip(return_slip(), width_dots=dots)],
        "register": lambda dots: draw_registers(registers(), width_dots=dots),
        "take-back": lambda dots: draw_minutes(minutes(), width_dots=dots),
        "stock-list": lambda dots: draw_listing(stock_list(), width_dots=dots),
        "price-list": lambda dots: draw_listing(price_list(), width_dots=dots),
        "sent-page": lambda dots: draw_listing(sent_page(), width_dots=dots),
        "book-card": lambda dots: [
            draw_card(HEAD, _CARD, keeper="DS. Nguyễn Thị Mẫu", at=AT, width_dots=dots)
        ],
        "book-recovery": lambda dots: [draw_recovery(HEAD, _CODE, at=AT, width_dots=dots)],
        "self-test": lambda dots: [draw_self_test(self_test(), width_dots=dots)],
        "trial-page": lambda dots: [
            draw_trial_page(
                TrialPage(head=HEAD, at=AT, sums=((_("Máy in"), "80 mm"),)), width_dots=dots
            )
        ],
    }
