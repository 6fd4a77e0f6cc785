"""Sold: what was paid, how the receipt is doing, and the change table."""

from device.amounts import thousands, vnd
from device.counter.change import change_rows
from device.counter.event import HelpWanted
from device.counter.state import Paid
from device.ui import theme
from device.ui.command import Reprint
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.printer_sentences import can_print, printer_words, receipt_words
from device.ui.screens.parts import back_button, foot, foot_middle, status_bar
from device.ui.sentences import receipt_number
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_LEFT = 24.0
_HEAD = 50.0
"""Height of the change table's head."""
_TALLEST_ROW = 64.0
_FAULT_TOP = 306.0


def draw(sheet: Sheet, view: View, state: Paid) -> None:
    """Draw the sale that is in the ledger. Nothing stands where the money button was."""
    status_bar(sheet, view)
    _sold(sheet, state)
    _receipt(sheet, view, state)
    _change(sheet, state.total_vnd)
    foot(sheet)
    _buttons(sheet, view)


def _sold(sheet: Sheet, state: Paid) -> None:
    box = Box(0, theme.BODY_TOP, theme.PAID_COLUMN, theme.BODY_HEIGHT)
    sheet.fill(box, theme.OK_TINT)
    room = theme.PAID_COLUMN - 2 * _LEFT
    sheet.icon(Icon.DONE, _LEFT + 2, 106, height=60)
    sheet.text(_("Đã bán"), 104, 124, theme.SOLD, bold=True, colour=theme.OK, room=room - 80)
    number = _("Phiếu {number}").format(number=receipt_number(state.number))
    sheet.text(number, _LEFT, 180, theme.STRONG, room=room)
    sheet.text(vnd(state.total_vnd), _LEFT, 245, theme.PRICE, bold=True, room=room, shrink=True)
    sheet.text(_("Tiền mặt"), _LEFT, 291, theme.STRONG, room=room)


def _receipt(sheet: Sheet, view: View, state: Paid) -> None:
    """How the receipt is doing; a fault gets a tinted ground of its own."""
    age = (view.now - state.at).total_seconds()
    words, detail = receipt_words(view.paper, is_fresh=age < theme.SURELY_PRINTING)
    room = theme.PAID_COLUMN - 72 - theme.MARGIN
    if not detail:
        sheet.icon(Icon.PRINTER, _LEFT + 3, 341, height=30)
        sheet.text(words, 72, 349, theme.BODY, room=room)
        return
    bottom = theme.FOOT_TOP
    sheet.fill(Box(0, _FAULT_TOP, theme.PAID_COLUMN, bottom - _FAULT_TOP), theme.WARN_TINT)
    sheet.icon(Icon.WARNING, _LEFT, (_FAULT_TOP + bottom) / 2, height=34)
    sheet.text(words, 72, _FAULT_TOP + 30, theme.NOTE, bold=True, room=room)
    sheet.text(detail, 72, _FAULT_TOP + 57, theme.NOTE, room=room)


def _change(sheet: Sheet, total_vnd: int) -> None:
    """Draw what to give back for each sum that the customer may give."""
    left, right = theme.PAID_COLUMN + 24, sheet.width - 24
    ground = Box(
        theme.PAID_COLUMN, theme.BODY_TOP, sheet.width - theme.PAID_COLUMN, theme.BODY_HEIGHT
    )
    sheet.fill(ground, theme.PAPER)
    half = (right - left) / 2
    top = theme.BODY_TOP + _HEAD
    sheet.text(_("Khách đưa"), left, 81, theme.BODY, colour=theme.INK2, room=half)
    sheet.text(
        _("Trả lại khách"), right, 81, theme.BODY, colour=theme.INK2, align="right", room=half
    )
    sheet.fill(Box(ground.x, top - theme.RULE, ground.width, theme.RULE), theme.LINE)
    rows = change_rows(total_vnd)
    height = min(_TALLEST_ROW, (theme.FOOT_TOP - 8 - top) / max(1, len(rows)))
    for given, back in rows:
        middle = top + height / 2
        sheet.text(
            thousands(given),
            left,
            middle + theme.CAPITAL * theme.STRONG / 2,
            theme.STRONG,
            room=half,
            shrink=True,
        )
        sheet.text(
            thousands(back),
            right,
            middle + theme.CAPITAL * theme.CHANGE / 2,
            theme.CHANGE,
            bold=True,
            align="right",
            room=half + 40,
            shrink=True,
        )
        top += height
        sheet.fill(Box(ground.x, top - theme.HAIRLINE, ground.width, theme.HAIRLINE), theme.LINE)


def _buttons(sheet: Sheet, view: View) -> None:
    fault = view.paper.fault
    if fault is None or can_print(view.paper):
        back = back_button(sheet, _("In lại"), Reprint(), width=132)
    else:
        back = back_button(sheet, printer_words(fault).button, HelpWanted(), width=170)
    sheet.text(
        _("Quét mã để bán tiếp"),
        sheet.right,
        foot_middle(theme.STRONG),
        theme.STRONG,
        bold=True,
        align="right",
        room=sheet.right - back.right - theme.MARGIN,
    )
