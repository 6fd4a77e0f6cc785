from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from device.ui.glyphs import characters
from device.ui.typeface import FONTS

VIETNAMESE = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"


@pytest.mark.parametrize("font", FONTS)
def test_the_font_has_every_vietnamese_letter_and_no_tick(font: Path) -> None:
    found = characters(font)
    assert set(VIETNAMESE) | set(VIETNAMESE.upper()) <= found
    assert "✓" not in found


@pytest.mark.parametrize("font", FONTS)
def test_the_table_is_read_as_another_reader_reads_it(font: Path) -> None:
    assert characters(font) == frozenset(map(chr, TTFont(font).getBestCmap()))
