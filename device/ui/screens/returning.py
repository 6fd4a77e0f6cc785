"""What of a sale comes back: its lines, each with a plus, and what is given back."""

from device.amounts import vnd
from device.counter.event import Chosen, Confirmed, Picked, TurnedPage, WentBack
from device.counter.past import SoldLine
from device.counter.reversal.sold import needs_minutes
from device.counter.state import Returning
from device.ui import theme
from device.ui.drawing import Box, Kind, Run
from device.ui.goods_sentences import batch_and_expiry, page_words
from device.ui.reversal_sentences import (
    bought_words,
    not_of_sale_words,
    return_notice_words,
    returning_words,
    sale_words,
    sold_words,
)
from device.ui.screens.foot_row import Press, foot_row, say_between, sum_between
from device.ui.screens.listing import one_page, row_ground, row_height, slim_title
from device.ui.screens.parts import body, warning_strip
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_PLUS_WIDTH = 72.0
_COUNT_ROOM = 150.0
_MOST_ROWS = 3


def draw(sheet: Sheet, view: View, state: Returning) -> None:
    """Draw the sale, its lines and the refund."""
    status_bar(sheet, view)
    body(sheet)
    said = _("Quét hộp khách trả, hoặc bấm +")
    top = _strip(sheet, state, slim_title(sheet, said, right=sale_words(state.sale)))
    more = _lines(sheet, state, top)
    _foot(sheet, state, more=more)


def _strip(sheet: Sheet, state: Returning, top: float) -> float:
    if state.notice is not None:
        return warning_strip(sheet, top, return_notice_words(state.notice))
    return warning_strip(sheet, top, not_of_sale_words()) if state.not_of_sale else top


def _lines(sheet: Sheet, state: Returning, top: float) -> bool:
    height = row_height(sheet)
    fits = min(_MOST_ROWS, int((theme.FOOT_TOP - top) // height))
    numbered = tuple(enumerate(zip(state.sale.lines, state.quantities, strict=True)))
    start, rows = one_page(numbered, state.page, fits)
    for index, (line, quantity) in rows:
        _line(sheet, state, line, quantity, Box(0, top, sheet.width, height), index)
        top += height
    more = len(numbered) > fits
    left = theme.FOOT_TOP - top
    if left < theme.LEADING[theme.BODY]:
        return more
    shown = page_words(start + 1, start + len(rows), len(numbered))
    hint = f"{shown} · {sold_words(state)}" if more else sold_words(state)
    baseline = sheet.baseline(top + left / 2, theme.NOTE)
    sheet.text(
        hint,
        sheet.width / 2,
        baseline,
        theme.NOTE,
        colour=theme.INK2,
        align="centre",
        shrink=True,
    )
    return more


def _line(
    sheet: Sheet, state: Returning, line: SoldLine, quantity: int, row: Box, index: int
) -> None:
    row_ground(sheet, row.y, row.height, is_newest=quantity > 0)
    right = sheet.right
    left_over = line.quantity - line.returned
    if left_over and not state.is_saving:
        height = theme.LINE_BUTTON
        box = Box(right - _PLUS_WIDTH, row.y + (row.height - height) / 2, _PLUS_WIDTH, height)
        sheet.button("+", box, Picked(index), kind=Kind.DIGIT)
    right -= _PLUS_WIDTH + theme.MARGIN
    sheet.text(
        returning_words(line, quantity),
        right,
        sheet.baseline(row.middle, theme.BODY),
        theme.BODY,
        bold=quantity > 0,
        colour=theme.INK if quantity else theme.INK2,
        align="right",
        room=_COUNT_ROOM,
        shrink=True,
    )
    room = right - _COUNT_ROOM - 2 * theme.MARGIN
    upper, lower = sheet.pair(row.y, row.height, theme.BODY, theme.NOTE)
    name = line.offer.drug.name
    sheet.text(name, theme.MARGIN, upper, theme.BODY, bold=True, room=room, shrink=True)
    detail = f"{batch_and_expiry(line.batch, line.expiry)} · {bought_words(line)}"
    sheet.text(
        (Run(detail),), theme.MARGIN, lower, theme.NOTE, colour=theme.INK2, room=room, shrink=True
    )


def _foot(sheet: Sheet, state: Returning, *, more: bool) -> None:
    if state.is_saving:
        say_between(sheet, _("Đang ghi…"), foot_row(sheet))
        return
    others: list[Press] = [(_("Xem tiếp"), TurnedPage())] if more else []
    has_some = any(state.quantities)
    if needs_minutes(state):
        others = [(_("Nhập người trả"), Chosen("person")), *others]
    if not has_some:
        others = [(_("Hủy cả phiếu"), Chosen("void")), (_("Trả hết"), Chosen("all")), *others]
    free = foot_row(
        sheet,
        back=(_("Quay lại"), WentBack()),
        others=others,
        primary=(_("Trả tiền khách"), Confirmed()) if has_some else None,
        room=190 if has_some else 0,
    )
    if has_some:
        sum_between(sheet, _("Trả lại khách"), vnd(state.refund_vnd), free)
