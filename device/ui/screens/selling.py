"""An open sale: its lines, what it costs, and taking the money."""

from device.amounts import vnd
from device.counter.event import CashTaken, UndoScan
from device.counter.sale import OpenSale
from device.counter.state import Saving, Selling
from device.ui import theme
from device.ui.drawing import Box, Kind
from device.ui.screens.head import head, slim_head
from device.ui.screens.line_row import line_row
from device.ui.screens.parts import back_button, foot, foot_middle, next_button, status_bar
from device.ui.screens.strips import strip
from device.ui.sentences import earlier_lines, prompt
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_SLIM_ROW = 32.0


def draw(sheet: Sheet, view: View, state: Selling | Saving) -> None:
    """Draw the sale; while it is being written there is nothing to press."""
    status_bar(sheet, view)
    sale = state.sale
    top = _head_and_strip(sheet, view, sale)
    sheet.fill(Box(0, top, sheet.width, theme.FOOT_TOP - top), theme.GROUND)
    _lines(sheet, view, sale, top)
    foot(sheet)
    if isinstance(state, Saving):
        _total(sheet, sale, left=theme.MARGIN, label=_("Đang lưu phiếu…"))
        return
    undo = back_button(sheet, _("Bỏ mã vừa quét"), UndoScan(), width=132, kind=Kind.REMOVE)
    if state.can_pay:
        _total(sheet, sale, left=undo.right + 24, label=_("Phải thu"))
        next_button(sheet, _("Thu tiền mặt"), CashTaken(), width=212, takes_money=True)


def _head_and_strip(sheet: Sheet, view: View, sale: OpenSale) -> float:
    """Draw who the sale is for, and the strip; return where the lines begin."""
    has_head = sale.card is not None or sale.prescription is not None
    if not has_head:
        return strip(sheet, view, theme.BODY_TOP)
    # A strip below needs the room of a line: then the head keeps to one line itself.
    below = strip(sheet, view, theme.BODY_TOP + theme.SLIM_HEAD)
    if below > theme.BODY_TOP + theme.SLIM_HEAD:
        slim_head(sheet, theme.BODY_TOP, sale)
        return below
    return head(sheet, theme.BODY_TOP, sale)


def _lines(sheet: Sheet, view: View, sale: OpenSale, top: float) -> None:
    """Draw the newest lines on top, as many as fit, and how many more there are."""
    newest_first = sale.lines[::-1]
    fits = int((theme.FOOT_TOP - top) // theme.ROW)
    if len(newest_first) > fits and theme.FOOT_TOP - top - fits * theme.ROW < _SLIM_ROW:
        fits -= 1
    for number, line in enumerate(newest_first[:fits]):
        line_row(sheet, top, line, today=view.today, is_newest=number == 0)
        top += theme.ROW
    left = theme.FOOT_TOP - top
    if len(newest_first) > fits:
        _say(sheet, earlier_lines(len(newest_first) - fits), top, left)
    elif left >= theme.ROW and isinstance(view.state, Selling):
        _say(sheet, prompt(sale), top, left)


def _say(sheet: Sheet, words: str, top: float, height: float) -> None:
    size = theme.STRONG if height >= theme.ROW else theme.NOTE
    baseline = top + height / 2 + theme.CAPITAL * size / 2
    middle = sheet.width / 2
    sheet.text(words, middle, baseline, size, colour=theme.INK2, align="centre")


def _total(sheet: Sheet, sale: OpenSale, *, left: float, label: str) -> None:
    sheet.text(label, left, theme.FOOT_TOP + 34, theme.NOTE, colour=theme.INK2)
    baseline = foot_middle(theme.NUMBER) + 14
    sheet.text(vnd(sale.total_vnd), left, baseline, theme.NUMBER, bold=True, room=388, shrink=True)
