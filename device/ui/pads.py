"""The pad: digits on the screen. All its keys count as one thing to press."""

from typing import Literal

from device.counter.event import Erased, Typed
from device.ui import theme
from device.ui.drawing import Box, Kind
from device.ui.icons import Icon
from device.ui.sheet import Sheet
from words import _

PAD = "pad"
"""The group that the keys belong to."""
_COLUMNS, _ROWS = 3, 4


def number_pad(sheet: Sheet, box: Box, *, corner: Literal["clear", "000"]) -> None:
    """Draw the digits as large as the box allows; at the bottom left "Xóa" or three noughts."""
    for number, digit in enumerate("123456789"):
        _key(sheet, _place(box, number), digit)
    if corner == "000":
        _key(sheet, _place(box, 9), "000")
    else:
        act = Erased(all=True)
        sheet.button(_("Xóa"), _place(box, 9), act, kind=Kind.OUTLINED, group=PAD)
    _key(sheet, _place(box, 10), "0")
    sheet.button(_("Xóa lùi"), _place(box, 11), Erased(), icon=Icon.ERASE, group=PAD)


def _key(sheet: Sheet, box: Box, digits: str) -> None:
    sheet.button(digits, box, Typed(digits), kind=Kind.DIGIT, group=PAD)


def _place(box: Box, number: int) -> Box:
    row, column = divmod(number, _COLUMNS)
    gap = theme.KEY_GAP
    width = (box.width - (_COLUMNS - 1) * gap) / _COLUMNS
    height = (box.height - (_ROWS - 1) * gap) / _ROWS
    return Box(box.x + column * (width + gap), box.y + row * (height + gap), width, height)
