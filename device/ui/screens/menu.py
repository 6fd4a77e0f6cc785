"""A menu: at most six large tiles, and the way back."""

from device.amounts import vnd
from device.counter.event import Opened, WentBack
from device.counter.open_sale import open_sale
from device.counter.state import Menu
from device.counter.states.asking import Item
from device.ui import theme
from device.ui.asking_sentences import item_word, menu_hint
from device.ui.drawing import Box, Kind
from device.ui.screens.parts import back_button, body, foot, foot_hint, status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_COLUMNS = 2
_TOP = theme.BODY_TOP + theme.GAP + 4
_GAP = 14.0


def draw(sheet: Sheet, view: View, state: Menu) -> None:
    """Draw the tiles; what loses the sale is outlined in red."""
    status_bar(sheet, view)
    body(sheet)
    width = (sheet.right - theme.MARGIN - _GAP) / _COLUMNS
    for number, item in enumerate(state.items):
        row, column = divmod(number, _COLUMNS)
        x = theme.MARGIN + column * (width + _GAP)
        box = Box(x, _TOP + row * (theme.MENU_BUTTON + _GAP), width, theme.MENU_BUTTON)
        kind = Kind.REMOVE if item is Item.DROP else Kind.OUTLINED
        words = item_word(item, is_training=view.is_training)
        sheet.button(words, box, Opened(item), kind=kind)
    foot(sheet)
    back = back_button(sheet, _("Quay lại"), WentBack(), width=196)
    sale = open_sale(state)
    hint = menu_hint(state, len(sale.lines), vnd(sale.total_vnd))
    left = back.right + theme.MARGIN
    foot_hint(sheet, hint, left=left, right=sheet.right, to_the_right=True)
