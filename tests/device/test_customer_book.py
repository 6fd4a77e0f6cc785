from hashlib import sha256

import msgspec

from device.customer_book import Page, page_text
from device.ledger.sealed import SealedEntry
from tests.wire.samples import EPOCH, PATIENT, sale
from wire.patient import Patient

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
