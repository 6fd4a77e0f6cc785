"""What is on the shelf: what expires soon, and what has run out."""

from device.counter.event import Chosen, PrintWanted, TurnedPage, WentBack
from device.counter.past import StockRow
from device.counter.state import StockList
from device.ui import theme
from device.ui.drawing import Box, Run
from device.ui.goods_sentences import batch_and_expiry, page_words
from device.ui.screens.foot_row import Press, foot_row, say_between
from device.ui.screens.listing import one_page, row_ground, say_in_the_middle, two_words
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.stock_sentences import (
    aside_words,
    days_left_words,
    nothing_in_stock_list,
    stock_heading,
    tab_words,
)
from device.ui.units import count_words
from device.ui.view import View
from words import _

_TABS = ("30", "60", "90", "out", "all")
_TABS_TOP = 60.0
_AMOUNT_ROOM = 150.0
_LEFT_ROOM = 178.0


def draw(sheet: Sheet, view: View, state: StockList) -> None:
    """Draw the tabs and one page of rows."""
    status_bar(sheet, view)
    body(sheet)
    _tabs(sheet, state)
    _heading(sheet, state)
    shown = _rows(sheet, view, state)
    if state.posting:
        say_between(sheet, _("Đang ghi…"), foot_row(sheet))
        return
    more = len(state.rows) > rows_on_a_page(sheet)
    others: list[Press] = [(_("In danh sách"), PrintWanted())] if state.rows else []
    free = foot_row(
        sheet,
        back=(_("Quay lại"), WentBack()),
        others=others,
        primary=(_("Xem tiếp"), TurnedPage()) if more else None,
    )
    say_between(sheet, shown if more else "", free)


def rows_on_a_page(sheet: Sheet) -> int:
    """Return how many batches fit."""
    return 2 if sheet.large else 3


def _tab_height(sheet: Sheet) -> float:
    return 84.0 if sheet.large else 72.0


def _list_top(sheet: Sheet) -> float:
    return _TABS_TOP + _tab_height(sheet) + 45


def _tabs(sheet: Sheet, state: StockList) -> None:
    """The tab that is open cannot be pressed, and has no outline."""
    width = (sheet.right - theme.MARGIN - (len(_TABS) - 1) * theme.GAP) / len(_TABS)
    for number, tab in enumerate(_TABS):
        name, detail = tab_words(tab, state.counts)
        box = Box(theme.MARGIN + number * (width + theme.GAP), _TABS_TOP, width, _tab_height(sheet))
        if tab == state.tab:
            _open_tab(sheet, box, name, detail)
        else:
            sheet.button(name, box, Chosen(tab), detail=detail)


def _open_tab(sheet: Sheet, box: Box, name: str, detail: str) -> None:
    sheet.fill(box, theme.ACT_TINT, radius=theme.RADIUS)
    bar = Box(box.x + 24, box.bottom - theme.NEWEST_BAR, box.width - 48, theme.NEWEST_BAR)
    sheet.fill(bar, theme.ACT)
    upper, lower = sheet.pair(box.y, box.height, theme.BODY, theme.NOTE)
    for words, baseline, size in ((name, upper, theme.BODY), (detail, lower, theme.NOTE)):
        sheet.text(
            words,
            box.centre,
            baseline,
            size,
            bold=size == theme.BODY,
            colour=theme.ACT,
            align="centre",
            room=box.width - 16,
            shrink=True,
        )


def _heading(sheet: Sheet, state: StockList) -> None:
    middle = (_TABS_TOP + _tab_height(sheet) + _list_top(sheet)) / 2
    baseline = sheet.baseline(middle, theme.BODY)
    right = sheet.text(
        _("Trên kệ"), sheet.right, baseline, theme.BODY, colour=theme.INK2, align="right", room=180
    )
    room = right.x - 2 * theme.MARGIN
    sheet.text(
        stock_heading(state), theme.MARGIN, baseline, theme.BODY, colour=theme.INK2, room=room,
        shrink=True,
    )  # fmt: skip
    rule = Box(0, _list_top(sheet) - theme.HAIRLINE, sheet.width, theme.HAIRLINE)
    sheet.fill(rule, theme.LINE)


def _rows(sheet: Sheet, view: View, state: StockList) -> str:
    """Draw one page; return which rows they are."""
    if not state.rows:
        say_in_the_middle(sheet, nothing_in_stock_list(state), _list_top(sheet), theme.FOOT_TOP)
        return ""
    size = rows_on_a_page(sheet)
    start, rows = one_page(state.rows, state.page, size)
    height = (theme.FOOT_TOP - _list_top(sheet)) / size
    for number, row in enumerate(rows):
        _row(sheet, view, row, _list_top(sheet) + number * height, height)
    return page_words(start + 1, start + len(rows), len(state.rows))


def _row(sheet: Sheet, view: View, row: StockRow, top: float, height: float) -> None:
    row_ground(sheet, top, height)
    middle = top + height / 2
    sheet.text(
        count_words(row.on_hand, row.unit),
        sheet.right,
        sheet.baseline(middle, theme.STRONG),
        theme.STRONG,
        bold=True,
        align="right",
        room=_AMOUNT_ROOM,
        shrink=True,
    )
    left = sheet.right - _AMOUNT_ROOM - theme.MARGIN - _LEFT_ROOM
    words, is_urgent = days_left_words(row, view.today)
    if words:
        tag = Run(words, ground=theme.WARN_TINT if is_urgent else None)
        baseline = sheet.baseline(middle, theme.BODY)
        inset = 0.0 if is_urgent else 7.0
        sheet.text((tag,), left + inset, baseline, theme.BODY, room=_LEFT_ROOM - inset, shrink=True)
    detail = batch_and_expiry(row.batch, row.expiry) if row.batch else _("Đã hết trên kệ")
    aside = aside_words(row)
    two_words(
        sheet,
        row.name,
        f"{detail} · {aside}" if aside else detail,
        top,
        height,
        left=theme.MARGIN,
        room=left - 2 * theme.MARGIN,
    )
