"""The lines of a sale and of a prescription: their order, their pages, their states."""

from dataclasses import replace
from itertools import pairwise

import pytest

from device.counter.state import Selling
from device.ui.icons import Icon
from device.ui.showcase import base
from device.ui.view import View
from tests.device.ui.looking import VIEWS, draw_view, words_of


def test_newest_line_is_on_top_and_the_rest_is_counted() -> None:
    drawing = draw_view(VIEWS["sale-five-lines"])
    names = [line.drug.name for line in base.FIVE.lines[::-1]]
    shown = [text for text in drawing.texts if text.words in names]
    assert [text.words for text in shown] == names[:3]
    assert "và 2 dòng trước" in words_of(drawing)
    assert all(upper.baseline < lower.baseline for upper, lower in pairwise(shown))


@pytest.mark.parametrize("name", ["sale-five-lines", "prescription-five-lines"])
@pytest.mark.parametrize("large", [False, True])
def test_turning_pages_shows_every_line_and_comes_back(name: str, *, large: bool) -> None:
    state = _selling(name)
    prescription = state.sale.prescription
    wanted = {line.drug.name for line in state.sale.lines}
    wanted |= {line.name for line in prescription.lines} if prescription else set()
    view = replace(VIEWS[name], large=large)
    pages = [_names(replace(view, state=replace(state, page=page))) for page in range(6)]
    count = pages.index(pages[0], 1)
    assert {name for page in pages[:count] for name in page & wanted} == wanted


def _selling(name: str) -> Selling:
    state = VIEWS[name].state
    assert isinstance(state, Selling)
    return state


def _names(view: View) -> frozenset[str]:
    return frozenset(text.words for text in draw_view(view).texts)


def test_the_page_of_a_prescription_follows_the_scanner() -> None:
    state = replace(_selling("prescription-beside"), page=0)
    drawing = draw_view(replace(VIEWS["prescription-beside"], state=state))
    assert base.ORESOL.drug.name in words_of(drawing)


def test_a_prescription_stands_in_its_own_order_with_its_states() -> None:
    drawing = draw_view(VIEWS["prescription-partial"])
    names = [line.name for line in base.KNOWN.lines]
    assert [text.words for text in drawing.texts if text.words in names] == names
    signs = [mark.icon for mark in drawing.shapes if hasattr(mark, "icon")]
    assert signs.count(Icon.PART) == 1
    assert "thiếu 14 viên" in words_of(drawing)
    loaded = draw_view(VIEWS["prescription-loaded"])
    rings = [mark for mark in loaded.shapes if getattr(mark, "icon", None) is Icon.RING]
    assert len(rings) == 4  # three drugs, and the card


def test_only_the_next_drug_is_asked_for() -> None:
    words = [text.words for text in draw_view(VIEWS["prescription"]).texts]
    assert words.count("Mời quét hộp này") == 1
    loaded = [text.words for text in draw_view(VIEWS["prescription-loaded"]).texts]
    assert loaded.count("Chưa quét") == 3
