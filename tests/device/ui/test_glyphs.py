from pathlib import Path

import pytest
from PIL import ImageFont

from device.ui.glyphs import characters
from device.ui.typeface import FONTS

VIETNAMESE = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"


@pytest.mark.parametrize("font", FONTS)
def test_the_font_has_every_vietnamese_letter_and_no_tick(font: Path) -> None:
    found = characters(font)
    assert set(VIETNAMESE) | set(VIETNAMESE.upper()) <= found
    assert "✓" not in found


@pytest.mark.parametrize("font", FONTS)
def test_a_character_is_there_exactly_where_the_font_draws_one(font: Path) -> None:
    """The glyph of a missing character is always the same empty box."""
    found = characters(font)
    drawing = ImageFont.truetype(str(font), 40, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(drawing.getmask("\U0010fffd"))
    for letter in map(chr, range(0x21, 0x2200)):
        is_drawn = bytes(drawing.getmask(letter)) != missing
        if letter in found:
            assert is_drawn or letter.isspace() or not letter.isprintable(), hex(ord(letter))
        else:
            assert not is_drawn or not letter.isprintable(), hex(ord(letter))
