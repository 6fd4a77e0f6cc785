"""An open sale: its lines, what it costs, and taking the money."""

from device.amounts import vnd
from device.counter.event import CashTaken, MenuWanted, TransferWanted, TurnedPage
from device.counter.sale import OpenSale
from device.counter.state import Saving, Selling
from device.ui import theme
from device.ui.drawing import Box
from device.ui.screens.head import has_head, head, slim_head
from device.ui.screens.line_row import Row, line_row
from device.ui.screens.lines import Rows, rows_of
from device.ui.screens.paging import Page, page_of
from device.ui.screens.parts import (
    back_button,
    body,
    foot,
    foot_box,
    foot_middle,
    next_button,
    slim_strip,
    status_bar,
    training_tag,
)
from device.ui.screens.prescribed_row import prescribed_row
from device.ui.screens.strips import has_strip, has_strip_button, strip
from device.ui.selling_sentences import next_scan_words, progress_words, strip_words
from device.ui.sentences import earlier_lines, page_words, prompt
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_MENU_WIDTH = 96.0
_TRANSFER_WIDTH = 136.0
_CASH_WIDTH = 212.0
_TOTAL_GAP = 13.0
"""Between the total and what stands above it."""
_PAYING = 3
"""Buttons of the foot."""


def draw(sheet: Sheet, view: View, state: Selling) -> None:
    """Draw the sale, and both ways of paying once there is anything to pay for."""
    status_bar(sheet, view)
    body(sheet)
    top = _head_and_strip(sheet, view, state)
    rows = rows_of(state.sale, state.warnings, can_press=True)
    page = _page(sheet, view, state, rows, top)
    _rows(sheet, page, top)
    _below(sheet, page, state, top)
    foot(sheet)
    _foot(sheet, view, state)


def draw_saving(sheet: Sheet, view: View, state: Saving) -> None:
    """Draw the sale while it is being written: nothing can be pressed."""
    status_bar(sheet, view)
    body(sheet)
    shown = Selling(sale=state.sale)
    top = _head_and_strip(sheet, view, shown)
    rows = rows_of(state.sale, (), can_press=False)
    page = _page(sheet, view, shown, rows, top)
    _rows(sheet, page, top)
    foot(sheet)
    _total(sheet, state.sale, left=theme.MARGIN, label=_("Đang lưu phiếu…"))


def _head_and_strip(sheet: Sheet, view: View, state: Selling) -> float:
    """Draw who the sale is for, and what there is to know; return where the lines begin."""
    sale, top = state.sale, theme.BODY_TOP
    strips = has_strip(view)
    if has_head(sale):
        # A strip below needs the room of a line, as large letters do: then it keeps to one itself.
        if strips or sheet.large:
            top = slim_head(sheet, top, sale)
        else:
            top = head(sheet, top, sale, is_asking=state.is_asking)
    if strips:
        return strip(sheet, view, top)
    words = strip_words(state.warnings, view.today)
    return slim_strip(sheet, top, words) if words else top


def _page(sheet: Sheet, view: View, state: Selling, rows: Rows, top: float) -> Page:
    others = _PAYING + has_strip_button(view)
    return page_of(
        rows,
        state.page,
        room=theme.FOOT_TOP - top,
        most=theme.MOST_TO_PRESS - others,
        large=sheet.large,
    )


def _rows(sheet: Sheet, page: Page, top: float) -> None:
    for row in page.rows:
        box = Box(0, top, sheet.width, page.height)
        if isinstance(row, Row):
            line_row(sheet, box, row)
        else:
            prescribed_row(sheet, box, row)
        top += page.height


def _below(sheet: Sheet, page: Page, state: Selling, top: float) -> None:
    """Below the lines: the way to the others, or what comes next."""
    top += len(page.rows) * page.height
    left = theme.FOOT_TOP - top
    if page.pages > 1:
        _turn(sheet, page, state, top, min(left, theme.ROW))
    elif left >= theme.SLIM_ROW and state.can_pay:
        _say(sheet, prompt(state.sale), top, left)


def _turn(sheet: Sheet, page: Page, state: Selling, top: float, height: float) -> None:
    words = (
        page_words(page.first + 1, page.first + len(page.rows), page.of)
        if page.number or state.sale.prescription
        else earlier_lines(page.of - len(page.rows))
    )
    middle = top + height / 2
    tall = min(theme.LINE_BUTTON, height - theme.KEY_GAP)
    box = Box(sheet.right - _TRANSFER_WIDTH, middle - tall / 2, _TRANSFER_WIDTH, tall)
    sheet.button(_("Xem tiếp"), box, TurnedPage())
    baseline = sheet.baseline(middle, theme.BODY)
    sheet.text(words, theme.MARGIN, baseline, theme.BODY, colour=theme.INK2, room=box.x - 32)


def _say(sheet: Sheet, words: str, top: float, height: float) -> None:
    baseline = sheet.baseline(top + height / 2, theme.STRONG)
    middle = sheet.width / 2
    sheet.text(
        words, middle, baseline, theme.STRONG, colour=theme.INK2, align="centre", shrink=True
    )


def _foot(sheet: Sheet, view: View, state: Selling) -> None:
    sale = state.sale
    left = back_button(sheet, _("Việc khác"), MenuWanted(), width=_MENU_WIDTH).right + 20
    if not state.can_pay:
        _what_to_scan(sheet, sale, left)
        return
    cash = next_button(sheet, _("Thu tiền mặt"), CashTaken(), width=_CASH_WIDTH, takes_money=True)
    right = cash.x - theme.GAP
    if view.account:
        box = foot_box(sheet, right - _TRANSFER_WIDTH, _TRANSFER_WIDTH)
        right = sheet.button(_("Chuyển khoản"), box, TransferWanted()).x - theme.GAP
    has_order = sale.prescription is not None and sale.prescription.lines
    label = progress_words(sale) if has_order else _("Phải thu")
    _total(sheet, sale, left=left, label=label, right=right)


def _what_to_scan(sheet: Sheet, sale: OpenSale, left: float) -> None:
    words = next_scan_words(sale) if sale.prescription else prompt(sale)
    room = sheet.right - left
    baseline = foot_middle(sheet, theme.BODY)
    sheet.text(words, left, baseline, theme.BODY, bold=True, room=room, shrink=True)


def _total(
    sheet: Sheet, sale: OpenSale, *, left: float, label: str, right: float | None = None
) -> None:
    room = (sheet.right if right is None else right) - left
    box = foot_box(sheet, left, room)
    label_height, height = (
        theme.CAPITAL * sheet.size(token) for token in (theme.NOTE, theme.NUMBER)
    )
    above = box.y + (box.height - label_height - _TOTAL_GAP - height) / 2 + label_height
    below = above + _TOTAL_GAP + height
    start, free = left, room
    if sheet.is_training:
        tag = sheet.text((training_tag(),), left, above, theme.NOTE, room=room, shrink=True)
        start, free = left + tag.width + 8, room - tag.width - 8
        if sheet.least_width_of(label) > free:
            label = _("Phải thu")
    sheet.text(label, start, above, theme.NOTE, colour=theme.INK2, room=free, shrink=True)
    sheet.text(vnd(sale.total_vnd), left, below, theme.NUMBER, bold=True, room=room, shrink=True)
