"""Who an open sale is for: the patient's name and the prescription, while the sale is open."""

from device.counter.sale import OpenSale
from device.ui import theme
from device.ui.drawing import Box, Run
from device.ui.icons import Icon
from device.ui.selling_sentences import patient_words, prescription_words, valid_words
from device.ui.sheet import Sheet
from words import _

_SEEN_LEFT = 37.0
"""From a sign to its words."""
Sign = tuple[Icon, str, str]


def has_head(sale: OpenSale) -> bool:
    """Whether there is anybody, or a prescription, to be named."""
    return sale.card is not None or sale.prescription is not None or sale.buyer is not None


def head(sheet: Sheet, top: float, sale: OpenSale, *, is_asking: bool) -> float:
    """Draw the strip at the head of a sale; return where it ends."""
    sheet.fill(Box(0, top, sheet.width, theme.STRIP), theme.OFF_TINT)
    right = _what_was_seen(sheet, top + theme.STRIP / 2, sale, is_asking=is_asking)
    room = right - 24 - theme.MARGIN
    name, detail = sheet.pair(top, theme.STRIP, theme.STRONG, theme.NOTE)
    sheet.text(
        patient_words(sale), theme.MARGIN, name, theme.STRONG, bold=True, room=room, shrink=True
    )
    words = prescription_words(sale.prescription)
    sheet.text(words, theme.MARGIN, detail, theme.NOTE, room=room, shrink=True)
    return top + theme.STRIP


def slim_head(sheet: Sheet, top: float, sale: OpenSale) -> float:
    """The same in one line, where a strip stands below; return where it ends."""
    sheet.fill(Box(0, top, sheet.width, theme.SLIM_HEAD), theme.OFF_TINT)
    detail = f" · {prescription_words(sale.prescription)}"
    words = (Run(patient_words(sale), bold=True), Run(detail))
    baseline = sheet.baseline(top + theme.SLIM_HEAD / 2, theme.BODY)
    sheet.text(words, theme.MARGIN, baseline, theme.BODY, shrink=True)
    return top + theme.SLIM_HEAD


def _what_was_seen(sheet: Sheet, middle: float, sale: OpenSale, *, is_asking: bool) -> float:
    """Say what was scanned and what is missing, from the right end; return where it begins."""
    right = sheet.right
    for number, sign in enumerate(_signs(sale, is_asking=is_asking)):
        if number:
            right -= 16
            sheet.fill(Box(right, middle - 24, theme.RULE, 48), theme.LINE)
            right -= 16
        right = _sign(sheet, right, middle, sign)
    return right


def _signs(sale: OpenSale, *, is_asking: bool) -> list[Sign]:
    signs: list[Sign] = []
    if is_asking:
        signs.append((Icon.RING, _("Đang hỏi"), _("Sở Y tế…")))
    elif sale.prescription:
        signs.append((Icon.DONE, *valid_words(sale.prescription)))
    if sale.card:
        signs.append((Icon.DONE, _("Đã quét"), _("căn cước")))
    elif sale.buyer:
        signs.append((Icon.DONE, _("Đã ghi tên,"), _("địa chỉ")))
    elif sale.prescription:
        signs.append((Icon.RING, _("Mời quét"), _("thẻ căn cước")))
    return signs


def _sign(sheet: Sheet, right: float, middle: float, sign: Sign) -> float:
    icon, *lines = sign
    waits = icon is Icon.RING
    left = right - max(sheet.width_of(line, theme.NOTE, bold=waits) for line in lines)
    for number, line in enumerate(lines):
        baseline = middle - 6 + number * sheet.leading(theme.NOTE)
        sheet.text(line, left, baseline, theme.NOTE, bold=waits, room=right - left)
    sheet.icon(icon, left - _SEEN_LEFT, middle, height=26)
    return left - _SEEN_LEFT
