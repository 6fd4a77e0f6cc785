import dataclasses
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from device.paper.check import draw_code
from device.paper.layout import Letterhead, Mark
from device.paper.receipt import Receipt, ReceiptLine, draw_receipt
from device.paper.type import Face, face
from tests.device.paper.reading import codes, in_the_middle, ink, line_of, standing, tops_of
from tests.device.paper.samples import (
    LONG_NAME,
    MARGIN,
    PARACETAMOL,
    SALE,
    VITAMIN,
    WIDTHS,
)

both_widths = pytest.mark.parametrize("width", WIDTHS)
CHECK = "QUAY1|Q33-0001|0f3a9c21|128|7F3A91C204DE"
NOTE = {384: 22, 576: 24}
BODY = {384: 24, 576: 28}
STRONG = {384: 27, 576: 32}
TOTAL = {384: 44, 576: 54}


HEADS = {field.name for field in dataclasses.fields(Letterhead)}


def changed(**fields: Any) -> Receipt:
    """The sale with other fields, of its letterhead too."""
    heads = {name: fields.pop(name) for name in HEADS & fields.keys()}
    head = dataclasses.replace(SALE.head, **heads)
    mark = Mark(copy=fields.pop("copy", 0))
    return dataclasses.replace(SALE, head=head, mark=mark, **fields)


def with_line(**fields: Any) -> Receipt:
    return changed(lines=(dataclasses.replace(VITAMIN, **fields),))


def note(width: int) -> Face:
    return face(NOTE[width])


def body(width: int, *, bold: bool = False) -> Face:
    return face(BODY[width], bold=bold)


@both_widths
def test_everything_a_receipt_says_stands_on_it(width: int) -> None:
    paper = draw_receipt(SALE, width_dots=width)
    assert in_the_middle(paper, note(width), "Thôn 2, xã Phú Sơn")
    assert in_the_middle(paper, note(width), "GCN ĐĐKKDD số 000/ĐĐKKDD")
    bold = body(width, bold=True)
    assert standing(paper, bold, "PHIẾU BÁN") == standing(paper, bold, "000128", right=True)
    tops = [
        standing(paper, bold, "PHIẾU BÁN"),
        standing(paper, note(width), "22/11/2026 10:45 · Cô Lan · máy 01"),
        standing(paper, bold, "Vitamin C 500 mg"),
        standing(paper, body(width), "1 lọ × 35.000"),
        standing(paper, note(width), "Lô 1025B · HD 30/06/2028"),
        standing(paper, bold, "Paracetamol 500 mg"),
        standing(paper, body(width), "2 vỉ × 8.000"),
        standing(paper, note(width), "Lô 0423A · HD 31/08/2027"),
        standing(paper, face(TOTAL[width], bold=True), "51.000 đ", right=True),
        standing(paper, body(width), "Tiền mặt"),
    ]
    assert all(len(top) == 1 for top in tops)
    assert tops == sorted(tops)
    for text, amount in (("1 lọ × 35.000", "35.000"), ("2 vỉ × 8.000", "16.000")):
        beside = standing(paper, body(width), amount, right=True)
        assert standing(paper, body(width), text) == beside
    assert standing(paper, body(width), "51.000 đ", right=True)


@both_widths
def test_the_outlet_heads_the_paper_in_the_largest_bold_that_takes_two_lines(width: int) -> None:
    heading = face({384: 34, 576: 42}[width], bold=True)
    assert in_the_middle(draw_receipt(SALE, width_dots=width), heading, SALE.head.outlet) == [12]
    name = "NHÀ THUỐC ĐẠI HỌC Y DƯỢC CỔ PHẦN HỖ TRỢ SỨC KHỎE CỘNG ĐỒNG ẤP BẮC"
    paper = draw_receipt(changed(outlet=name), width_dots=width)
    last = in_the_middle(
        paper,
        face(STRONG[width], bold=True),
        {384: "CỘNG ĐỒNG ẤP BẮC"}.get(width, "KHỎE CỘNG ĐỒNG ẤP BẮC"),
    )
    assert len(last) == 1


@both_widths
def test_the_time_is_that_at_the_counter(width: int) -> None:
    late = datetime(2026, 12, 31, 17, 5, tzinfo=UTC)
    paper = draw_receipt(changed(at=late), width_dots=width)
    assert standing(paper, note(width), "01/01/2027 00:05 · Cô Lan · máy 01")


@both_widths
def test_a_sale_on_prescription_says_so_with_its_code(width: int) -> None:
    paper = draw_receipt(changed(prescription="01234ab12cd3-c"), width_dots=width)
    assert standing(paper, body(width, bold=True), "PHIẾU BÁN THEO ĐƠN")
    assert standing(paper, note(width), "Đơn 01234ab12cd3-c")
    plain = draw_receipt(SALE, width_dots=width)
    assert not standing(plain, body(width, bold=True), "PHIẾU BÁN THEO ĐƠN")
    assert paper.height == plain.height + note(width).height


@both_widths
@pytest.mark.parametrize("copy", [0, 1])
def test_the_code_on_the_finished_paper_can_be_read(width: int, copy: int) -> None:
    assert codes(draw_receipt(changed(copy=copy), width_dots=width)) == [CHECK]


@both_widths
def test_the_longest_code_can_be_read(width: int) -> None:
    receipt = changed(terminal="Q" * 32, number=2**63 - 1)
    found = codes(draw_receipt(receipt, width_dots=width))
    assert found == [f"QUAY1|{'Q' * 32}|0f3a9c21|{2**63 - 1}|7F3A91C204DE"]


@both_widths
@pytest.mark.parametrize("number", [1, 128, 123456, 12345678])
def test_four_modules_of_white_surround_the_code(width: int, number: int) -> None:
    paper = draw_receipt(changed(number=number), width_dots=width)
    top, left, side, dots = place_of_code(paper, CHECK.replace("128", str(number)))
    assert dots >= 4
    quiet = 4 * dots
    assert left >= quiet
    around = ink(paper)[top - quiet : top + side + quiet, left - quiet : left + side + quiet]
    around[quiet:-quiet, quiet:-quiet] = False
    assert not around.any()


def place_of_code(paper: Image.Image, text: str) -> tuple[int, int, int, int]:
    """Top, left, side and dots per module of the code that says this."""
    for dots in (3, 4, 5):
        modules = draw_code(text, room=0)[0]
        side = modules.width * dots
        code = ink(modules.resize((side, side), Image.Resampling.NEAREST))
        left = max(MARGIN, 4 * dots)
        for top in tops_of(paper, code, left=left):
            return top, left, side, dots
    raise AssertionError("the code is not on the paper")


@both_widths
def test_a_copy_is_black_at_head_and_foot_and_says_the_same_between(width: int) -> None:
    original, copy = (draw_receipt(changed(copy=c), width_dots=width) for c in (0, 1))
    rows = ink(copy)[:, MARGIN:-MARGIN].mean(axis=1)
    black = np.flatnonzero(rows == 1)
    assert black[0] == 12
    assert black[-1] == copy.height - 13
    words = face(STRONG[width], bold=True)
    line = ink(copy)[12 : 12 + words.height + 14]
    assert np.array_equal(line, ink(copy)[-12 - words.height - 14 : -12])
    assert (~line[:, MARGIN:-MARGIN]).any()
    first, last = (
        (
            in_the_middle(p, note(width), SALE.head.address)[0],
            standing(p, body(width), "Tiền mặt")[0],
        )
        for p in (original, copy)
    )
    assert np.array_equal(
        ink(original)[first[0] : first[1] + 150], ink(copy)[last[0] : last[1] + 150]
    )


@both_widths
def test_the_white_words_of_a_copy_can_be_read(width: int) -> None:
    copy = draw_receipt(changed(copy=1), width_dots=width)
    negative = ImageChops.invert(copy)
    words = face(STRONG[width], bold=True)
    assert len(in_the_middle(negative, words, "BẢN SAO 1")) == 2


@both_widths
def test_only_the_original_asks_to_bring_it_back(width: int) -> None:
    last = {384: "phiếu này và hộp thuốc.", 576: "Đổi, trả: mang theo phiếu này và hộp thuốc."}
    for copy in (0, 1):
        paper = draw_receipt(changed(copy=copy), width_dots=width)
        assert len(in_the_middle(paper, note(width), last[width])) == (not copy)


@both_widths
def test_each_of_forty_lines_takes_its_room_and_all_are_there(width: int) -> None:
    heights = []
    for count in (1, 2, 39, 40):
        paper = draw_receipt(changed(lines=(PARACETAMOL,) * count), width_dots=width)
        assert len(standing(paper, body(width), "2 vỉ × 8.000")) == count
        heights.append(paper.height)
    one = heights[1] - heights[0]
    assert heights == [heights[0] + (count - 1) * one for count in (1, 2, 39, 40)]
    assert codes(paper) == [CHECK]


@both_widths
def test_without_an_expiry_or_a_batch_nothing_is_made_up(width: int) -> None:
    assert standing(draw_receipt(with_line(expiry=None), width_dots=width), note(width), "Lô 1025B")
    assert standing(
        draw_receipt(with_line(batch=""), width_dots=width), note(width), "HD 30/06/2028"
    )
    neither = draw_receipt(with_line(batch="", expiry=None), width_dots=width)
    assert neither.height == draw_receipt(with_line(), width_dots=width).height - note(width).height


@both_widths
def test_a_long_name_is_wrapped_and_its_amount_keeps_its_place(width: int) -> None:
    paper = draw_receipt(with_line(name=LONG_NAME), width_dots=width)
    bold = body(width, bold=True)
    assert standing(paper, bold, {384: "125 mg viên nén bao phim", 576: "nén bao phim"}[width])
    beside = standing(paper, body(width), "35.000", right=True)
    assert standing(paper, body(width), "1 lọ × 35.000") == beside


@both_widths
def test_a_total_of_millions_stays_large_below_its_word_if_need_be(width: int) -> None:
    paper = draw_receipt(changed(total_vnd=12_345_678), width_dots=width)
    large = face(TOTAL[width], bold=True)
    (amount,) = standing(paper, large, "12.345.678 đ", right=True)
    (word,) = standing(paper, face(STRONG[width], bold=True), "TỔNG CỘNG")
    assert (amount - word >= face(STRONG[width], bold=True).height) is (width == 384)


@both_widths
def test_a_total_beyond_the_paper_is_drawn_smaller_not_cut(width: int) -> None:
    paper = draw_receipt(changed(total_vnd=10**15), width_dots=width)
    sizes = {384: 24, 576: 42}
    text = "1.000.000.000.000.000 đ"
    assert standing(paper, face(sizes[width], bold=True), text, right=True)


@both_widths
@pytest.mark.parametrize(
    ("field", "value", "first", "last"),
    [
        ("outlet", "QUẦY THUỐC LÂM AN", 0.0, 0.1),
        ("address", "Thôn 3, xã Phú Sơn", 0.05, 0.15),
        ("staff", "Cô Hoa", 0.15, 0.3),
        ("terminal_label", "máy 02", 0.15, 0.3),
        ("total_vnd", 99_000, 0.5, 0.75),
        ("payment", "Chuyển khoản", 0.6, 0.75),
        ("check_code", "1" * 64, 0.65, 0.95),
        ("epoch", "1" * 32, 0.65, 0.95),
        ("terminal", "Q33-0002", 0.65, 0.95),
    ],
)
def test_another_value_changes_its_own_part_of_the_paper(
    field: str, value: object, first: float, last: float, width: int
) -> None:
    plain = ink(draw_receipt(SALE, width_dots=width))
    other = ink(draw_receipt(changed(**{field: value}), width_dots=width))
    assert plain.shape == other.shape
    rows = np.flatnonzero((plain != other).any(axis=1)) / len(plain)
    assert first <= rows[0]
    assert rows[-1] <= last


anything = st.text(max_size=70)
lines = st.builds(
    ReceiptLine,
    name=anything,
    quantity=st.integers(-5, 10**12),
    unit=anything,
    price_vnd=st.integers(0, 10**15),
    batch=anything,
    expiry=st.none() | st.dates(),
    directions=anything,
    is_supplement=st.booleans(),
)
heads = st.builds(
    Letterhead,
    outlet=anything,
    address=anything,
    licence=anything,
    terminal=st.from_regex(r"[A-Z0-9][A-Z0-9-]{2,31}", fullmatch=True),
    terminal_label=anything,
    phone=anything,
)
receipts = st.builds(
    Receipt,
    head=heads,
    staff=anything,
    epoch=st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
    number=st.integers(1, 2**63 - 1),
    at=st.datetimes(
        min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        timezones=st.just(UTC),
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    ),
    lines=st.lists(lines, max_size=5).map(tuple),
    total_vnd=st.integers(-(10**30), 10**30),
    payment=anything,
    witness=anything,
    prescription=st.none() | anything,
    rest=anything,
    check_code=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    mark=st.builds(Mark, copy=st.integers(0, 10**6)),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(receipts, st.sampled_from(WIDTHS))
def test_whatever_it_says_it_is_drawn_within_the_margins(receipt: Receipt, width: int) -> None:
    paper = draw_receipt(receipt, width_dots=width)
    assert (paper.mode, paper.width) == ("1", width)
    assert {dot for _, dot in paper.convert("L").getcolors() or []} == {0, 255}
    assert ink(ImageChops.invert(paper)).sum() == (~ink(paper)).sum()
    dots = ink(paper)
    for edge in (dots[:, :MARGIN], dots[:, -MARGIN:], dots[:4], dots[-8:]):
        assert not edge.any()


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(receipts, st.sampled_from(WIDTHS))
def test_whatever_it_says_its_code_can_be_read(receipt: Receipt, width: int) -> None:
    expected = (
        f"QUAY1|{receipt.head.terminal}|{receipt.epoch[:8]}|{receipt.number}"
        f"|{receipt.check_code[:12].upper()}"
    )
    assert expected in codes(draw_receipt(receipt, width_dots=width))


def test_a_patient_is_named_only_on_the_first_paper() -> None:
    named = changed(patient="Nguyễn Văn Mẫu, 1956")
    for width in WIDTHS:
        paper = draw_receipt(named, width_dots=width)
        assert standing(paper, note(width), "Nguyễn Văn Mẫu, 1956")
    with pytest.raises(ValueError, match="names no patient"):
        changed(patient="Nguyễn Văn Mẫu, 1956", copy=1)


@both_widths
def test_directions_stand_bold_behind_a_bar(width: int) -> None:
    paper = draw_receipt(with_line(directions="Uống 1 viên buổi sáng"), width_dots=width)
    words = line_of(body(width, bold=True), "Uống 1 viên buổi sáng")
    (top,) = tops_of(paper, words, left=MARGIN + 20)
    bar = ink(paper)[top : top + len(words), MARGIN : MARGIN + 20]
    assert bar[:, :6].all()
    assert not bar[:, 6:].any()


@both_widths
def test_what_is_no_drug_stands_apart_behind_the_drugs(width: int) -> None:
    supplement = dataclasses.replace(VITAMIN, name="Canxi D3", is_supplement=True)
    paper = draw_receipt(changed(lines=(supplement, PARACETAMOL)), width_dots=width)
    bold = body(width, bold=True)
    tops = [
        standing(paper, bold, text)[0]
        for text in ("Paracetamol 500 mg", "Không phải là thuốc:", "Canxi D3")
    ]
    assert tops == sorted(tops)
    plain = draw_receipt(SALE, width_dots=width)
    assert not standing(plain, bold, "Không phải là thuốc:")


@both_widths
def test_the_receipt_says_who_saw_the_transfer_and_what_is_left(width: int) -> None:
    said = changed(payment="Chuyển khoản", witness="Ngân hàng đã báo", rest="Đơn đã lấy đủ thuốc.")
    paper = draw_receipt(said, width_dots=width)
    assert standing(paper, body(width), "Chuyển khoản")
    assert standing(paper, note(width), "Ngân hàng đã báo")
    assert standing(paper, body(width, bold=True), "Đơn đã lấy đủ thuốc.")


@both_widths
def test_a_receipt_from_training_has_its_own_number_and_nothing_to_check(width: int) -> None:
    training = dataclasses.replace(SALE, number=3, mark=Mark(is_training=True))
    paper = draw_receipt(training, width_dots=width)
    assert codes(paper) == []
    assert standing(paper, body(width, bold=True), "TẬP 0003", right=True)
    negative = ImageChops.invert(paper)
    words = face(STRONG[width], bold=True)
    assert len(in_the_middle(negative, words, "PHIẾU TẬP")) == 2
    assert len(in_the_middle(negative, words, "KHÔNG BÁN THẬT")) == 2


def test_its_repr_names_nobody_and_no_drug() -> None:
    shown = repr(changed(prescription="01234ab12cd3-c"))
    assert not any(word in shown for word in ("Lan", "01234ab12cd3-c", "Vitamin"))


@pytest.mark.parametrize("width", [0, 383, 400, 832])
def test_paper_of_another_width_is_refused(width: int) -> None:
    with pytest.raises(ValueError, match=f"384 or 576 dots wide, not {width}"):
        draw_receipt(SALE, width_dots=width)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("terminal", "q|1"),
        ("epoch", "0f3a"),
        ("number", 0),
        ("number", 2**63),
        ("check_code", "7F3A91C204DE"),
        ("check_code", "x" * 64),
        ("at", datetime(2026, 11, 22, 10, 45)),  # noqa: DTZ001 - this is the mistake
    ],
)
def test_a_receipt_that_could_not_be_checked_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"id|digits|number|zone"):
        changed(**{field: value})


def test_a_frozen_receipt_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        SALE.number = 129  # type: ignore[misc]


def test_an_expiry_is_printed_as_the_code_has_it() -> None:
    paper = draw_receipt(with_line(expiry=date(2027, 1, 1)), width_dots=384)
    assert standing(paper, note(384), "Lô 1025B · HD 01/01/2027")
