"""The change table: what to give back for each sum that the customer may give."""

from device.amounts import thousands
from device.counter.change import change_rows
from device.ui import theme
from device.ui.drawing import Box
from device.ui.sheet import Sheet
from words import _

_MARGIN = 24.0
_HEAD = 50.0
_TALLEST_ROW = 64.0


def change_table(sheet: Sheet, total_vnd: int, box: Box) -> None:
    """Draw it: to be read, instead of worked out."""
    left, right = box.x + _MARGIN, box.right - _MARGIN
    half = (right - left) / 2
    baseline = sheet.baseline(box.y + _HEAD / 2, theme.BODY)
    colour, room = theme.INK2, half - 6
    sheet.text(_("Khách đưa"), left, baseline, theme.BODY, colour=colour, room=room, shrink=True)
    words = _("Trả lại khách")
    sheet.text(
        words, right, baseline, theme.BODY, colour=colour, align="right", room=room, shrink=True
    )
    top = box.y + _HEAD
    sheet.fill(Box(box.x, top - theme.RULE, box.width, theme.RULE), theme.LINE)
    rows = change_rows(total_vnd)
    if not rows:
        baseline = top + _TALLEST_ROW
        words = _("Khách đưa vừa đủ")
        sheet.text(words, left, baseline, theme.STRONG, room=right - left, shrink=True)
    height = min(_TALLEST_ROW, (box.bottom - 8 - top) / max(1, len(rows)))
    for given, back in rows:
        _row(sheet, Box(box.x, top, box.width, height), given, back)
        top += height


def _row(sheet: Sheet, box: Box, given: int, back: int) -> None:
    left, right = box.x + _MARGIN, box.right - _MARGIN
    half = (right - left) / 2
    # Five rows leave no room for larger letters.
    tall = box.height >= sheet.leading(theme.CHANGE) - 4
    change = theme.CHANGE if tall else theme.STRONG
    sheet.text(
        thousands(given),
        left,
        sheet.baseline(box.middle, theme.STRONG),
        theme.STRONG,
        room=half - 24,
        shrink=True,
    )
    sheet.text(
        thousands(back),
        right,
        sheet.baseline(box.middle, change),
        change,
        bold=True,
        align="right",
        room=half + 16,
        shrink=True,
    )
    line = Box(box.x, box.bottom - theme.HAIRLINE, box.width, theme.HAIRLINE)
    sheet.fill(line, theme.LINE)
