import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from device.paper import type as typeface
from device.paper.sheet import Space, Words, draw_sheet
from device.paper.type import FontMissingError, clean, face, wrap, wrap_evenly, wrap_parts
from tests.device.paper.reading import ink

SIZES = (22, 24, 27, 28, 32, 34, 42, 44, 54)
ROOM = 360
anything = st.text(max_size=80)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("bold", [False, True])
def test_stacked_marks_do_not_touch_the_line_above(size: int, *, bold: bool) -> None:
    letters = face(size, bold=bold)
    for high in "ẤẦẨẪẬẮẰẲẴẾỀỂỄỐỒỔỖỘỚỜỞỠỨỪỬỮÝỶỸĐ":
        above, below = Words(["gjpqyạẹịọụ"], letters), Words([high], letters)
        dots = ink(draw_sheet([above, below], width=400))
        assert dots[: letters.height].any()
        assert dots[letters.height + 1 :].any()
        assert not dots[letters.height].any(), f"{high} reaches the line above"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("bold", [False, True])
def test_tails_and_dots_below_end_within_their_line(size: int, *, bold: bool) -> None:
    for deep in "gjpqyạẹịọụỵỢỰẬ(),;":
        paper = draw_sheet([Words([deep], face(size, bold=bold)), Space(9)], width=400)
        assert not ink(paper)[-9:].any(), f"{deep} reaches below its line"


@given(anything, st.sampled_from(SIZES), st.sampled_from(["regular", "bold"]))
def test_ink_stays_within_the_width_that_was_measured(text: str, size: int, weight: str) -> None:
    letters, left = face(size, bold=weight == "bold"), 70
    text = clean(text)
    paper = Image.new("1", (letters.width(text) + 2 * left, 4 * size), 1)
    letters.draw(paper, text, left=left, base=2 * size)
    columns = np.flatnonzero(ink(paper).any(axis=0))
    if columns.size:
        assert left <= columns[0]
        assert columns[-1] < left + letters.width(text)


@given(anything, st.sampled_from(SIZES), st.integers(60, 600))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, size: int, room: int) -> None:
    letters = face(size)
    for breaking in (wrap, wrap_evenly):
        lines = breaking(text, letters, room)
        assert all(letters.width(line) <= room for line in lines)
        assert _bare("".join(lines)) == _bare(clean(text))


@given(st.lists(anything, max_size=4), st.integers(100, 600))
def test_parts_fit_and_lose_no_letter(parts: list[str], room: int) -> None:
    lines = wrap_parts(parts, face(22), room)
    assert all(face(22).width(line) <= room for line in lines)
    said = _bare("".join(map(clean, parts))).replace("·", "")
    assert _bare("".join(lines)).replace("·", "") == said


@given(anything)
def test_even_lines_are_as_few_and_no_longer(text: str) -> None:
    letters = face(22)
    plain, even = wrap(text, letters, ROOM), wrap_evenly(text, letters, ROOM)
    assert len(even) == len(plain)
    longest = max(map(letters.width, plain), default=0)
    assert max(map(letters.width, even), default=0) <= longest


def test_even_lines_leave_no_single_word_behind() -> None:
    text = "Thôn 2, xã Phú Sơn, thành phố Cần Thơ"
    assert wrap(text, face(22), ROOM) == ["Thôn 2, xã Phú Sơn, thành phố Cần", "Thơ"]
    assert wrap_evenly(text, face(22), ROOM) == ["Thôn 2, xã Phú Sơn,", "thành phố Cần Thơ"]


def test_lines_break_at_spaces_and_within_a_word_only_if_it_is_too_long() -> None:
    short, *rest = wrap("Thuốc " + "m" * 40 + " mắt", face(24), ROOM)
    assert short == "Thuốc"
    assert [set(line) for line in rest[:-1]] == [{"m"}] * (len(rest) - 1)
    assert rest[-1].endswith("m mắt")


def test_a_strength_is_never_parted_from_its_unit() -> None:
    name = "Metronidazol và Spiramycin 125 mg"
    for room in range(150, 400):
        lines = wrap(name, face(24, bold=True), room)
        assert any("125\N{NO-BREAK SPACE}mg" in line for line in lines)


def test_a_part_goes_to_the_next_line_whole() -> None:
    parts = ["22/11/2026 10:45", "", "Dược sĩ Nguyễn Văn An", "máy 01"]
    assert wrap_parts(parts, face(22), ROOM) == [
        "22/11/2026 10:45",
        "Dược sĩ Nguyễn Văn An · máy 01",
    ]


def test_text_is_composed_and_rid_of_what_cannot_be_printed() -> None:
    taken_apart = unicodedata.normalize("NFD", "Ổ Ẫ")
    assert clean(f" {taken_apart}\t\x1b \r\n\x1d\u200b\u202eđ ") == "Ổ Ẫ đ"


def test_marks_written_apart_are_drawn_as_letters_with_marks() -> None:
    apart = unicodedata.normalize("NFD", "Thuốc nhỏ mắt")
    assert wrap(apart, face(24), ROOM) == ["Thuốc nhỏ mắt"]


@pytest.mark.parametrize("size", [22, 24, 28])
@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_one_bit_makes_small_text_no_lighter_than_its_letters(size: int, weight: str) -> None:
    letters = face(size, bold=weight == "bold")
    text = "Paracetamol500mgHD31/08/2027LômớiĐỗẨn"
    grey = Image.new("L", (600, 60))
    ImageDraw.Draw(grey).text((20, 40), text, 255, letters.font, anchor="ls")
    paper = draw_sheet([Words([text], letters)], width=600)
    assert 1 <= ink(paper).sum() / (np.asarray(grey).sum() / 255) < 1.15


def test_upright_strokes_of_the_smallest_text_are_two_dots_wide() -> None:
    for letter in "lHđN1":
        dots = ink(draw_sheet([Words([letter], face(22))], width=80))
        middle = dots[face(22).above - 5].astype(int)
        first = int(np.argmax(middle))
        assert middle[first : first + 2].all(), letter


def test_a_missing_font_names_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typeface, "FONTS", tmp_path)
    with pytest.raises(FontMissingError, match="fonts-roboto-unhinted"):
        face(99)


def _bare(text: str) -> str:
    return text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
