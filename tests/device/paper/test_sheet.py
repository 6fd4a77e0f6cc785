import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.paper.sheet import Band, Pair, Rule, Space, Words, draw_sheet, row
from device.paper.type import WHITE, face
from tests.device.paper.reading import ink
from tests.device.paper.samples import MARGIN, WIDTHS


@given(st.text(max_size=60), st.integers(0, 10**30), st.sampled_from(WIDTHS))
def test_an_amount_never_touches_the_text_on_its_left(text: str, amount: int, width: int) -> None:
    blocks = row(text, face(24), f"{amount:,} đ", face(34, bold=True), width=width)
    for block in blocks:
        if isinstance(block, Pair):
            taken = block.left_face.width(block.left) + block.right_face.width(block.right)
            assert width - 2 * MARGIN - taken >= 12
    dots = ink(draw_sheet(blocks, width=width))
    assert not dots[:, :MARGIN].any()
    assert not dots[:, -MARGIN:].any()


def test_an_amount_beside_which_the_text_fits_stands_on_its_baseline() -> None:
    small, large = face(24), face(44, bold=True)
    (pair,) = [b for b in row("I", small, "0", large, width=384) if isinstance(b, Pair)]
    dots = ink(draw_sheet([pair], width=384))
    last = [np.flatnonzero(half.any(axis=1))[-1] for half in (dots[:, :190], dots[:, 190:])]
    assert abs(int(last[0]) - int(last[1])) <= 1  # a round figure reaches a dot below


def test_an_amount_that_does_not_fit_beside_goes_below() -> None:
    blocks = row("Tiền mặt", face(24), "8" * 25, face(24), width=384)
    assert not any(isinstance(block, Pair) for block in blocks)
    assert sum(block.height for block in blocks) == 2 * face(24).height


def test_a_row_without_an_amount_is_its_text() -> None:
    blocks = row("Tiền mặt", face(24), "", face(24), width=384)
    text = draw_sheet([Words(["Tiền mặt"], face(24))], width=384)
    assert np.array_equal(ink(draw_sheet(blocks, width=384)), ink(text))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dashed", [False, True])
def test_rules_reach_from_margin_to_margin(width: int, *, dashed: bool) -> None:
    dots = ink(draw_sheet([Rule(dashed=dashed)], width=width))
    columns = np.flatnonzero(dots.any(axis=0))
    assert (columns[0], columns[-1]) == (MARGIN, width - MARGIN - 1)
    assert bool(dots[:, MARGIN:-MARGIN].all()) is not dashed


def test_a_band_is_black_around_white_words() -> None:
    words = Words(["BẢN SAO"], face(27, bold=True), ink=WHITE)
    dots = ink(draw_sheet([Band(words)], width=384))[:, MARGIN:-MARGIN]
    white = np.argwhere(~dots)
    assert 300 < len(white) < dots.size / 4
    assert white[:, 0].min() >= 4
    assert dots.shape[0] - 1 - white[:, 0].max() >= 4


def test_a_sheet_is_as_long_as_its_blocks() -> None:
    paper = draw_sheet([Space(5), Rule(), Space(7)], width=576)
    assert (paper.mode, paper.size) == ("1", (576, 14))
    assert np.flatnonzero(ink(paper).any(axis=1)).tolist() == [5, 6]
