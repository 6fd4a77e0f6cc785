"""The keyboard: letters for the rare word. All its keys count as one thing to press.

Telex composes the marks, so there are no keys for them.
"""

from device.counter.event import Erased, SymbolsWanted, Typed
from device.ui import theme
from device.ui.drawing import Box, Kind
from device.ui.icons import Icon
from device.ui.sheet import Sheet
from words import _

KEYBOARD = "keyboard"
"""The group that the keys belong to."""
_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SYMBOLS = ("1234567890", "-/.,:()+%", "'&@#*;?")
_BETWEEN = 4.0
"""Between two rows of keys."""
_GAP = 10.0
_SPACE_LEFT, _RIGHT_WIDTH = 168.0, 224.0
_LOWEST = theme.SMALLEST_TARGET
HEIGHT = 3 * theme.KEY_HEIGHT + 2 * _BETWEEN + theme.KEY_GAP + _LOWEST


def keyboard(sheet: Sheet, top: float, *, symbols: bool) -> tuple[Box, Box]:
    """Draw the keys; return the places left and right of the space bar: for back and on."""
    gap, height = theme.KEY_GAP, theme.KEY_HEIGHT
    width = (sheet.right - theme.MARGIN - 9 * gap) / 10
    for row in _SYMBOLS if symbols else _LETTERS:
        left = (sheet.width - len(row) * (width + gap) + gap) / 2
        for number, key in enumerate(row):
            box = Box(left + number * (width + gap), top, width, height)
            sheet.button(key, box, Typed(key), kind=Kind.LETTER, group=KEYBOARD)
        top += height + _BETWEEN
    top -= height + _BETWEEN
    end = left - gap - theme.MARGIN
    other = "abc" if symbols else "123"
    box = Box(theme.MARGIN, top, end, height)
    sheet.button(other, box, SymbolsWanted(), kind=Kind.LETTER, group=KEYBOARD)
    box = Box(sheet.right - end, top, end, height)
    sheet.button(_("Xóa lùi"), box, Erased(), icon=Icon.ERASE, group=KEYBOARD)
    return _lowest_row(sheet, top + height + gap)


def _lowest_row(sheet: Sheet, top: float) -> tuple[Box, Box]:
    space = Box(_SPACE_LEFT, top, sheet.right - _RIGHT_WIDTH - _GAP - _SPACE_LEFT, _LOWEST)
    words = _("Dấu cách")
    sheet.button(words, space, Typed(" "), kind=Kind.LETTER, group=KEYBOARD)
    left = Box(theme.MARGIN, top, space.x - _GAP - theme.MARGIN, _LOWEST)
    return left, Box(space.right + _GAP, top, _RIGHT_WIDTH, _LOWEST)
