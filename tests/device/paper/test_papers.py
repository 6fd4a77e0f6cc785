"""Every paper: what it says, that it keeps its margins, and that every piece of it is one bit."""

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from device.paper import showcase, showcase_lists
from device.paper.gallery import main
from device.paper.label import draw_directions_label, draw_recall_label
from device.paper.layout import Layout, Mark
from device.paper.listing import ROWS_ON_A_PAGE, Row, draw_listing
from device.paper.minutes import Minutes, draw_minutes
from device.paper.register import StockBook, StockRow, draw_registers
from device.paper.slip import draw_slip
from device.paper.type import face
from device.paper.z_report import draw_z_report
from tests.device.paper.reading import codes, in_the_middle, ink, line_of, standing
from tests.device.paper.samples import MARGIN, WIDTHS
from words import use_language

both_widths = pytest.mark.parametrize("width", WIDTHS)
NAMES = tuple(showcase.papers())


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    yield
    use_language("vi")


def negative(paper: Image.Image) -> Image.Image:
    return paper.point(lambda dot: 255 - dot)


def turned(page: Image.Image) -> Image.Image:
    return page.transpose(Image.Transpose.ROTATE_270)


def stands(paper: Image.Image, text: str, size: int, *, bold: bool = False) -> bool:
    """Whether exactly this text stands anywhere on the paper."""
    wanted = line_of(face(size, bold=bold), text)
    rows = np.flatnonzero(wanted.any(axis=1))
    wanted = wanted[rows[0] : rows[-1] + 1]
    have, height = ink(paper), len(wanted)
    windows = np.lib.stride_tricks.sliding_window_view(have, wanted.shape)
    firsts = np.argwhere((windows[:, :, 0] == wanted[0]).all(axis=2)) if height else ()
    return any(np.array_equal(windows[row, left], wanted) for row, left in firsts)


@both_widths
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_paper_is_one_bit_wide_as_the_roll_and_keeps_its_margins(
    name: str, width: int, language: str
) -> None:
    use_language(language)
    pages = showcase.papers()[name](width)
    assert pages
    for page in pages:
        assert (page.mode, page.width) == ("1", width)
        dots = ink(page)
        assert dots.any()
        for edge in (dots[:, :MARGIN], dots[:, -MARGIN:], dots[:4], dots[-4:]):
            assert not edge.any()


@pytest.mark.parametrize("width", [0, 383, 832])
def test_paper_of_another_width_is_refused(width: int) -> None:
    for draw in showcase.papers().values():
        with pytest.raises(ValueError, match="384 or 576"):
            draw(width)


@both_widths
def test_the_z_report_adds_up_to_the_dong_and_can_be_checked(width: int) -> None:
    report = showcase.z_report()
    paper = draw_z_report(report, width_dots=width)
    on = Layout(width)
    for name, sum_ in (
        ("Doanh thu", "3.515.000"),
        ("Số", "Z 0042"),
        ("Lệch", "0"),
    ):
        (top,) = standing(paper, on.strong, name)
        assert top in standing(paper, on.strong, sum_, right=True)
    for name, sum_ in (("Phải có", "2.811.000"), ("Trả lại khách", "−35.000")):
        (top,) = standing(paper, on.body, name)
        assert top in standing(paper, on.body, sum_, right=True)
    assert standing(paper, on.note, "Ngân hàng báo 15, tự kiểm 3")
    assert standing(paper, on.note, "000157 đến 000168")
    assert codes(paper) == ["QUAY1|Q33-0001|0f3a9c21|169|7F3A91C204DE"]


@both_widths
@pytest.mark.parametrize(
    ("counted", "shown"),
    [(2_811_000, "0"), (2_800_000, "−11.000"), (2_812_500, "+1.500")],
)
def test_the_difference_says_which_way_the_drawer_is_out(
    width: int, counted: int, shown: str
) -> None:
    report = dataclasses.replace(showcase.z_report(), counted_vnd=counted)
    paper = draw_z_report(report, width_dots=width)
    assert standing(paper, Layout(width).strong, shown, right=True)


@both_widths
def test_without_a_count_there_is_no_difference(width: int) -> None:
    report = dataclasses.replace(showcase.z_report(), counted_vnd=None)
    paper = draw_z_report(report, width_dots=width)
    assert not standing(paper, Layout(width).strong, "Lệch")
    assert standing(paper, Layout(width).body, "không đếm", right=True)


@both_widths
def test_what_nobody_can_tell_any_more_is_left_out_and_not_called_nought(width: int) -> None:
    report = showcase.z_report()
    takings = dataclasses.replace(report.takings, bank_count=None)
    purged = dataclasses.replace(
        report, takings=takings, antibiotic_count=None, override_count=None, unsent_range=None
    )
    paper = draw_z_report(purged, width_dots=width)
    on = Layout(width)
    assert standing(paper, on.body, "Phiếu theo đơn")
    assert not standing(paper, on.body, "Có kháng sinh")
    assert not standing(paper, on.body, "Bán không đơn có lý do")
    assert not standing(paper, on.note, "Ngân hàng báo 15, tự kiểm 3")


@both_widths
def test_a_copy_of_any_paper_says_so_at_head_and_foot(width: int) -> None:
    copy = Mark(copy=2)
    papers = (
        draw_z_report(dataclasses.replace(showcase.z_report(), mark=copy), width_dots=width),
        draw_slip(dataclasses.replace(showcase.delivery_slip(), mark=copy), width_dots=width),
        draw_directions_label(
            dataclasses.replace(showcase.directions_label(), mark=copy), width_dots=width
        ),
        draw_recall_label(
            dataclasses.replace(showcase.recall_label(), mark=copy), width_dots=width
        ),
    )
    for paper in papers:
        assert len(in_the_middle(negative(paper), Layout(width).strong, "BẢN SAO 2")) == 2


@both_widths
def test_nothing_from_training_can_be_taken_for_real_or_checked(width: int) -> None:
    training = Mark(is_training=True)
    papers = (
        draw_z_report(dataclasses.replace(showcase.z_report(), mark=training), width_dots=width),
        draw_slip(dataclasses.replace(showcase.return_slip(), mark=training), width_dots=width),
    )
    for paper in papers:
        assert codes(paper) == []
        assert len(in_the_middle(negative(paper), Layout(width).strong, "KHÔNG BÁN THẬT")) == 2
    assert standing(papers[1], Layout(width).strong, "TẬP 0132", right=True)


@both_widths
def test_a_label_says_what_the_law_asks_for_in_four_boxes(width: int) -> None:
    label = showcase.directions_label()
    paper = draw_directions_label(label, width_dots=width)
    on = Layout(width)
    assert standing(paper, on.strong, "Metformin 850 mg")
    assert standing(paper, on.note, "28 viên · Lô 2410M · HD 31/03/2028")
    assert standing(paper, on.bold, "Uống trong bữa ăn")
    for name in ("Sáng", "Trưa", "Chiều", "Tối"):
        assert stands(paper, name, on.sizes.note)


def test_a_labels_strength_stands_once() -> None:
    label = showcase.directions_label()
    assert dataclasses.replace(label, strength="850mg").name == "Metformin 850 mg"
    named = dataclasses.replace(label, drug="Glucophage", strength="850 mg")
    assert named.name == "Glucophage 850 mg"


@both_widths
def test_without_directions_the_boxes_are_left_to_the_pen(width: int) -> None:
    label = dataclasses.replace(showcase.directions_label(), morning="", evening="", words="")
    paper = draw_directions_label(label, width_dots=width)
    heading = Layout(width).sizes.heading
    assert not stands(paper, "–", heading, bold=True)
    assert stands(
        draw_directions_label(showcase.directions_label(), width_dots=width),
        "–",
        heading,
        bold=True,
    )


@both_widths
def test_goods_of_a_recall_and_other_goods_apart_have_their_own_bands(width: int) -> None:
    label = showcase.recall_label()
    on = Layout(width)
    recalled = negative(draw_recall_label(label, width_dots=width))
    other = negative(draw_recall_label(dataclasses.replace(label, notice=""), width_dots=width))
    for line in ("THUỐC THU HỒI", "ĐỂ RIÊNG"):
        assert in_the_middle(recalled, on.heading, line)
    assert in_the_middle(other, on.heading, "KHÔNG BÁN")
    assert not in_the_middle(other, on.heading, "THUỐC THU HỒI")


@both_widths
def test_a_slip_shows_its_lines_its_sum_and_who_signs(width: int) -> None:
    paper = draw_slip(showcase.delivery_slip(), width_dots=width)
    on = Layout(width)
    assert standing(paper, on.heading, "PHIẾU NHẬP")
    assert standing(paper, on.body, "300 viên × 520") == standing(
        paper, on.body, "156.000", right=True
    )
    assert standing(paper, on.heading, "346.000 đ", right=True)
    assert standing(paper, on.note, "Người giao")
    assert codes(paper) == ["QUAY1|Q33-0001|0f3a9c21|131|7F3A91C204DE"]


@both_widths
def test_every_row_of_a_register_stands_on_one_numbered_page(width: int) -> None:
    rows = tuple(
        StockRow(day=date(2026, 11, 22), document=f"{number:06d}", went=1, left=100 - number)
        for number in range(1, 24)
    )
    book = StockBook(annex="VIII", drug="Codein 30 mg", unit="viên", rows=rows)
    registers = dataclasses.replace(showcase_lists.registers(), books=(book,))
    pages = [turned(page) for page in draw_registers(registers, width_dots=width)]
    assert len(pages) > 1
    note = Layout(width).sizes.note
    for number, page in enumerate(pages, 1):
        assert stands(page, f"Trang {number}/{len(pages)}", note)
        assert stands(page, "Người giữ sổ", note)
        assert stands(page, "Người phụ trách", note)
        assert stands(page, "Phụ lục VIII, TT 18/2026/TT-BYT", note)
    for row in rows:
        assert sum(stands(page, row.document, note) for page in pages) == 1


@both_widths
def test_annex_xvi_names_the_maker_and_annex_viii_does_not(width: int) -> None:
    pages = [turned(page) for page in draw_registers(showcase_lists.registers(), width_dots=width)]
    note = Layout(width).sizes.note
    with_maker = [
        stands(page, "Nhà sản xuất: Dược phẩm Mẫu", note, bold=True)
        for page in pages
        if stands(page, "Phụ lục XVI, TT 18/2026/TT-BYT", note)
    ]
    assert with_maker
    assert all(with_maker)


def test_a_row_of_very_many_lines_is_made_smaller_and_not_cut() -> None:
    row = StockRow(day=date(2026, 11, 22), party="Công ty " * 60, left=1)
    book = StockBook(annex="VIII", drug="Codein 30 mg", unit="viên", rows=(row,))
    registers = dataclasses.replace(showcase_lists.registers(), books=(book,))
    (page,) = draw_registers(registers, width_dots=384)
    assert page.width == 384


def test_the_minutes_are_two_and_name_nobody_who_brought_the_drug() -> None:
    pages = draw_minutes(showcase_lists.minutes(), width_dots=576)
    note = Layout(576).sizes.note
    for number, page in enumerate(pages, 1):
        assert stands(page, f"Bản {number}/2 · Phụ lục XVIII, TT 18/2026/TT-BYT", note)
    assert len(pages) == 2
    assert not {"name", "patient", "customer", "card"} & {
        field.name for field in dataclasses.fields(Minutes)
    }


def test_a_long_list_goes_on_another_piece_of_paper_and_loses_no_row() -> None:
    rows = tuple(Row(name=f"Thuốc số {number:03d}") for number in range(ROWS_ON_A_PAGE + 3))
    listing = dataclasses.replace(showcase_lists.stock_list(), rows=rows)
    pages = draw_listing(listing, width_dots=384)
    assert len(pages) == 2
    bold = Layout(384).bold
    for row in rows:
        assert sum(len(standing(page, bold, row.name)) for page in pages) == 1


def test_a_list_of_nothing_says_so() -> None:
    listing = dataclasses.replace(showcase_lists.stock_list(), rows=(), empty="Không có thuốc nào.")
    (page,) = draw_listing(listing, width_dots=384)
    assert standing(page, Layout(384).body, "Không có thuốc nào.")


def test_no_paper_shows_people_or_drugs_in_its_repr() -> None:
    shown = "".join(
        repr(paper)
        for paper in (
            showcase.prescription_receipt(),
            showcase.directions_label(),
            showcase.z_report(),
            showcase_lists.minutes(),
            showcase_lists.registers().books[-1],
            showcase.return_slip(),
        )
    )
    assert not any(word in shown for word in ("Nguyễn", "Cô Lan", "Vitamin", "Uống"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_gallery_draws_every_paper_for_both_rolls(tmp_path: Path, language: str) -> None:
    assert main([str(tmp_path), "--language", language]) == 0
    suffix = "" if language == "vi" else "-en"
    for name in NAMES:
        for millimetres in (58, 80):
            assert (tmp_path / f"{name}{suffix}-{millimetres}mm.png").exists()
