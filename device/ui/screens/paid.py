"""Sold: what was paid, how the receipt is doing, and the change table."""

from device.amounts import vnd
from device.counter.event import HelpWanted, Opened, PrintWanted
from device.counter.payment import Transfer
from device.counter.state import Paid
from device.counter.states.asking import Item
from device.ui import theme
from device.ui.command import Reprint
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.paying_sentences import label_words, paid_by, rest_words, witness_words
from device.ui.printer_sentences import can_print, printer_words, receipt_words
from device.ui.screens.change_table import change_table
from device.ui.screens.parts import (
    back_button,
    foot,
    foot_box,
    foot_middle,
    status_bar,
    training_tag,
)
from device.ui.sentences import receipt_number
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_LEFT = 24.0
_FAULT_HEIGHT = 70.0


def draw(sheet: Sheet, view: View, state: Paid) -> None:
    """Draw the sale that is in the ledger. Nothing stands where the money button was."""
    status_bar(sheet, view)
    _sold(sheet, state)
    _receipt(sheet, view, state)
    right = Box(
        theme.PAID_COLUMN, theme.BODY_TOP, sheet.width - theme.PAID_COLUMN, theme.BODY_HEIGHT
    )
    sheet.fill(right, theme.PAPER)
    if state.rest:
        right = right._replace(height=right.height - theme.INFORMATION)
        _rest(sheet, state, right.bottom)
    if isinstance(state.payment, Transfer):
        _transferred(sheet, state, state.payment, right)
    else:
        change_table(sheet, state.total_vnd, right)
    foot(sheet)
    _buttons(sheet, view, state)


def _sold(sheet: Sheet, state: Paid) -> None:
    box = Box(0, theme.BODY_TOP, theme.PAID_COLUMN, theme.BODY_HEIGHT)
    sheet.fill(box, theme.OK_TINT)
    room = theme.PAID_COLUMN - 2 * _LEFT
    sheet.icon(Icon.DONE, _LEFT + 2, 106, height=60)
    sheet.text(
        _("Đã bán"),
        104,
        sheet.baseline(106, theme.SOLD),
        theme.SOLD,
        bold=True,
        colour=theme.OK,
        room=room - 80,
        shrink=True,
    )
    number = _("Phiếu {number}").format(number=receipt_number(state.number))
    sheet.text(number, _LEFT, 180, theme.STRONG, room=room, shrink=True)
    sheet.text(vnd(state.total_vnd), _LEFT, 242, theme.PRICE, bold=True, room=room, shrink=True)
    by = sheet.text(paid_by(state), _LEFT, 287, theme.STRONG, room=room, shrink=True)
    if sheet.is_training:
        left = by.x + by.width + theme.GAP
        room = theme.PAID_COLUMN - theme.GAP - left
        sheet.text((training_tag(),), left, 287, theme.BODY, room=room, shrink=True)


def _receipt(sheet: Sheet, view: View, state: Paid) -> None:
    """How the receipt is doing; a fault gets a tinted ground of its own."""
    age = (view.now - state.at).total_seconds()
    words, detail = receipt_words(view.paper, is_fresh=age < theme.SURELY_PRINTING)
    room = theme.PAID_COLUMN - 72 - theme.MARGIN
    top = theme.FOOT_TOP - _FAULT_HEIGHT
    box = Box(0, top, theme.PAID_COLUMN, _FAULT_HEIGHT)
    if detail:
        sheet.fill(box, theme.WARN_TINT)
        sheet.icon(Icon.WARNING, _LEFT, box.middle, height=34)
        first, second = sheet.pair(top, _FAULT_HEIGHT, theme.NOTE, theme.NOTE)
        sheet.text(words, 72, first, theme.NOTE, bold=True, room=room, shrink=True)
        sheet.text(detail, 72, second, theme.NOTE, room=room, shrink=True)
        return
    sheet.icon(Icon.PRINTER, _LEFT + 3, box.middle, height=30)
    if not state.labels:
        baseline = sheet.baseline(box.middle, theme.BODY)
        sheet.text(words, 72, baseline, theme.BODY, room=room, shrink=True)
        return
    first, second = sheet.pair(top, _FAULT_HEIGHT, theme.BODY, theme.NOTE)
    sheet.text(words, 72, first, theme.BODY, room=room, shrink=True)
    sheet.text(label_words(state.labels), 72, second, theme.NOTE, room=room, shrink=True)


def _rest(sheet: Sheet, state: Paid, top: float) -> None:
    """A part of the prescription is left: the customer should be told."""
    left = theme.PAID_COLUMN
    box = Box(left, top, sheet.width - left, theme.INFORMATION)
    sheet.fill(box, theme.OFF_TINT)
    icon = sheet.icon(Icon.PART, left + _LEFT, box.middle, height=30)
    beside = icon.right + 14
    first, second = sheet.pair(box.y, box.height, theme.BODY, theme.NOTE)
    room = sheet.right - beside
    words = rest_words(state.rest)
    sheet.text(words, beside, first, theme.BODY, bold=True, room=room, shrink=True)
    sheet.text(_("Khách quay lại lấy sau"), beside, second, theme.NOTE, room=room, shrink=True)


def _transferred(sheet: Sheet, state: Paid, payment: Transfer, box: Box) -> None:
    """The money came by itself: nothing to give back."""
    left, right = box.x + _LEFT, box.right - _LEFT
    middle = box.middle - sheet.leading(theme.STRONG)
    icon = sheet.icon(Icon.DONE, left, middle, height=38)
    beside = icon.right + 16
    baseline = sheet.baseline(middle, theme.STRONG)
    room = right - beside
    sheet.text(_("Tiền đã về"), beside, baseline, theme.STRONG, bold=True, room=room, shrink=True)
    baseline += sheet.leading(theme.STRONG) + 10
    room = right - left
    sheet.text(
        witness_words(payment, state.at), left, baseline, theme.STRONG, room=room, shrink=True
    )
    baseline += sheet.leading(theme.BODY) + 6
    words = _("Không phải trả lại tiền")
    sheet.text(words, left, baseline, theme.BODY, colour=theme.INK2, room=room, shrink=True)


def _buttons(sheet: Sheet, view: View, state: Paid) -> None:
    fault = view.paper.fault
    if fault is None or can_print(view.paper):
        last = back_button(sheet, _("In lại"), Reprint(), width=132)
    else:
        last = back_button(sheet, printer_words(fault).button, HelpWanted(), width=150)
    box = foot_box(sheet, last.right + theme.GAP, 160)
    last = sheet.button(_("Hủy phiếu"), box, Opened(Item.RETURN))
    if state.labels and can_print(view.paper):
        box = foot_box(sheet, last.right + theme.GAP, 132)
        last = sheet.button(_("In nhãn"), box, PrintWanted())
    sheet.text(
        _("Quét mã để bán tiếp"),
        sheet.right,
        foot_middle(sheet, theme.STRONG),
        theme.STRONG,
        bold=True,
        align="right",
        room=sheet.right - last.right - theme.MARGIN,
        shrink=True,
    )
