from datetime import date
from hashlib import sha256

import msgspec

from device.customer_book import Page, page_text
from device.ledger.sealed import SealedEntry
from tests.wire.samples import EPOCH, PATIENT, sale
from wire.entry import Reference
from wire.kinds import Return
from wire.patient import Patient, SeenLine, SeenPrescription

BLOCK = b"sealed"
SALE = msgspec.structs.replace(
    sale(seq=7), sealed_sha256=sha256(BLOCK).hexdigest(), prescription="01234ab12cd3-c"
)
ENTRY = SealedEntry(EPOCH, 7, BLOCK, SALE)


def shown(entry: SealedEntry = ENTRY, patient: Patient | None = PATIENT) -> list[str]:
    text = page_text(Page(entry, patient), drug_name=lambda drug: f"thuốc {drug}")
    return [part.strip() for part in text.split("\n")]


def test_a_page_says_when_who_and_which_drugs() -> None:
    assert shown() == [
        "22/11/2026 10:45 · phiếu 000007, kỳ sổ 00010203",
        "Khách: Nguyễn Văn A · sinh 01/02/1990 · Nam · 001090000001",
        "Nơi cư trú: Số 1, Phường B, Quận C, Hà Nội",
        "Đơn: 01234ab12cd3-c",
        "Thuốc: thuốc SYN001, 1 vỉ, lô 2502B, hạn dùng 22/11/2026",
    ]


def test_what_is_not_known_of_a_person_is_left_out() -> None:
    lines = shown(patient=Patient(name="", number="001090000001"))
    assert lines[1] == "Khách: (không rõ tên) · 001090000001"
    assert not any(line.startswith("Nơi cư trú") for line in lines)


def test_a_time_that_nobody_had_set_is_marked() -> None:
    guess = msgspec.structs.replace(SALE, clock="untrusted")
    assert "22/11/2026 10:45 (giờ máy chưa chỉnh)" in shown(ENTRY._replace(sale=guess))[0]


def test_a_block_that_is_not_the_one_of_the_sale_is_pointed_out() -> None:
    assert shown(ENTRY._replace(block=b"exchanged"))[-1].startswith("CHÚ Ý")
    assert not any(line.startswith("CHÚ Ý") for line in shown())


def test_a_block_that_no_key_opens_keeps_its_drugs() -> None:
    lines = shown(patient=None)
    assert "Không khóa nào của sổ này mở được mục này." in lines
    assert any(line.startswith("Thuốc") for line in lines)


def test_a_person_whose_sale_is_gone_is_still_shown() -> None:
    lines = shown(ENTRY._replace(sale=None))
    assert lines[0] == "phiếu 000007, kỳ sổ 00010203"
    assert "Phiếu bán hàng này không còn trong máy." in lines
    assert lines[1].startswith("Khách: Nguyễn Văn A")


def test_the_prescription_as_it_stood_is_shown() -> None:
    seen = SeenPrescription(
        code="01234ab12cd3-c",
        issued=date(2026, 11, 20),
        facility="Trạm Y tế Mẫu",
        prescriber="BS Mẫu",
        icd10=("J00",),
        lines=(
            SeenLine(number=1, name="Thuốc A", quantity=20, strength="500 mg", unit="viên"),
            SeenLine(number=2, name="Thuốc B", quantity=1, unit="lọ", directions="Tối 1 thìa"),
        ),
    )
    lines = shown(patient=Patient(name="Nguyễn Văn A", passport="C123", prescription=seen))
    assert lines[1:5] == [
        "Khách: Nguyễn Văn A · hộ chiếu C123",
        "Bản chụp đơn: Trạm Y tế Mẫu · BS Mẫu · ngày 20/11/2026 · J00",
        "Kê 1: Thuốc A 500 mg, 20 viên",
        "Kê 2: Thuốc B, 1 lọ. Tối 1 thìa",
    ]


def test_a_return_names_the_sale_that_it_is_of() -> None:
    back = Return(
        terminal=SALE.terminal,
        epoch=EPOCH,
        seq=8,
        prev="0" * 64,
        at=SALE.at,
        staff="NV-07",
        sale=Reference(epoch=EPOCH, seq=7, sha256="0" * 64),
        lines=SALE.lines,
        total_vnd=11_000,
        to_shelf=False,
        sealed_sha256=sha256(BLOCK).hexdigest(),
    )
    lines = shown(ENTRY._replace(sale=back))
    assert "Nhận lại thuốc của phiếu 000007" in lines
    assert not any(line.startswith("CHÚ Ý") for line in lines)
