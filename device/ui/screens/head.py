"""Who an open sale is for: the patient's name and the prescription, while the sale is open."""

from device.counter.sale import OpenSale
from device.ui import theme
from device.ui.drawing import Box, Run
from device.ui.icons import Icon
from device.ui.sentences import patient_words, prescription_words
from device.ui.sheet import Sheet
from words import _

_SEEN_LEFT = 37.0
"""From a tick to its words."""


def head(sheet: Sheet, top: float, sale: OpenSale) -> float:
    """Draw the strip at the head of a sale; return where it ends."""
    sheet.fill(Box(0, top, sheet.width, theme.STRIP), theme.OFF_TINT)
    right = _what_was_seen(sheet, top + theme.STRIP / 2, sale)
    room = right - 24 - theme.MARGIN
    sheet.text(
        patient_words(sale), theme.MARGIN, top + 40, theme.STRONG, bold=True, room=room, shrink=True
    )
    detail = prescription_words(sale.prescription)
    sheet.text(detail, theme.MARGIN, top + 69, theme.NOTE, room=room)
    return top + theme.STRIP


def slim_head(sheet: Sheet, top: float, sale: OpenSale) -> float:
    """The same in one line, where a strip stands below; return where it ends."""
    sheet.fill(Box(0, top, sheet.width, theme.SLIM_HEAD), theme.OFF_TINT)
    detail = f" · {prescription_words(sale.prescription)}"
    words = (Run(patient_words(sale), bold=True), Run(detail))
    sheet.text(words, theme.MARGIN, top + 32, theme.BODY, shrink=True)
    return top + theme.SLIM_HEAD


def _what_was_seen(sheet: Sheet, middle: float, sale: OpenSale) -> float:
    """Tick what was scanned, from the right end; return where that begins."""
    right = sheet.right
    seen = [_("đơn thuốc")] if sale.prescription else []
    seen += [_("căn cước")] if sale.card else []
    for number, what in enumerate(seen):
        if number:
            right -= 16
            sheet.fill(Box(right, middle - 24, theme.RULE, 48), theme.LINE)
            right -= 16
        right = _tick(sheet, right, middle, (_("Đã quét"), what))
    return right


def _tick(sheet: Sheet, right: float, middle: float, lines: tuple[str, str]) -> float:
    left = right - max(sheet.width_of(line, theme.NOTE) for line in lines)
    for number, line in enumerate(lines):
        baseline = middle - 6 + number * theme.LEADING[theme.NOTE]
        sheet.text(line, left, baseline, theme.NOTE, room=right - left)
    sheet.icon(Icon.DONE, left - _SEEN_LEFT, middle, height=26)
    return left - _SEEN_LEFT
