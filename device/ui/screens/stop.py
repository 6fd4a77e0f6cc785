"""The screen that stops the sale: what, which pack, what to do, the rule."""

from device.counter.event import CashTaken, Dismissed, DropSale
from device.counter.state import Blocked, SaveFailed
from device.ui import theme
from device.ui.command import StartAgain
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.refusal_sentences import (
    StopWords,
    no_room_words,
    refusal_words,
    sale_in_doubt_words,
    save_failed_words,
)
from device.ui.screens.parts import back_button, foot, foot_hint, next_button, status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_LEFT = theme.STOP_COLUMN + 24
_NUMBER_RADIUS = 18.0
_NEXT_WIDTH = 260.0


def draw_blocked(sheet: Sheet, view: View, state: Blocked) -> None:
    """Draw why a pack may not be sold. The safe way is at the bottom right."""
    words = refusal_words(state.refusal, state.sale, view.today)
    _frame(sheet, view, words)
    button = next_button(sheet, words.button, Dismissed(), width=_NEXT_WIDTH)
    foot_hint(sheet, words.hint, left=theme.MARGIN, right=button.x - theme.MARGIN)


def draw_save_failed(sheet: Sheet, view: View, state: SaveFailed) -> None:
    """Draw that the sale was not written: no money, no drugs over the counter."""
    if not state.paying:
        _draw_no_room(sheet, view)
        return
    words = save_failed_words(state.fault)
    _frame(sheet, view, words)
    back_button(sheet, _("Quay lại"), Dismissed(), width=170)
    next_button(sheet, words.button, CashTaken(), width=_NEXT_WIDTH, takes_money=True)


def _draw_no_room(sheet: Sheet, view: View) -> None:
    """The sale has only begun: trying again goes on with it, and takes no money."""
    words = no_room_words()
    _frame(sheet, view, words)
    back_button(sheet, _("Bỏ lượt này"), DropSale(), width=170)
    next_button(sheet, words.button, Dismissed(), width=_NEXT_WIDTH)


def draw_sale_in_doubt(sheet: Sheet, view: View) -> None:
    """Draw that nobody knows whether the sale was written."""
    words = sale_in_doubt_words()
    _frame(sheet, view, words)
    next_button(sheet, words.button, StartAgain(), width=_NEXT_WIDTH)


def _frame(sheet: Sheet, view: View, words: StopWords) -> None:
    status_bar(sheet, view)
    body = Box(0, theme.BODY_TOP, sheet.width, theme.BODY_HEIGHT)
    sheet.fill(body, theme.PAPER)
    sheet.fill(Box(0, theme.BODY_TOP, theme.STOP_COLUMN, theme.BODY_HEIGHT), theme.BLOCK)
    sheet.icon(Icon.STOP, (theme.STOP_COLUMN - 96) / 2, body.y + body.height / 2, height=96)
    room = sheet.right - _LEFT
    sheet.text(
        words.title, _LEFT, 98, theme.TITLE, bold=True, colour=theme.BLOCK, room=room, shrink=True
    )
    sheet.text(words.subject, _LEFT, 144, theme.STRONG, bold=True, room=room, shrink=True)
    below = sheet.paragraph(words.detail, _LEFT, 177, theme.BODY, room=room)
    _steps(sheet, words, max(227.0, below + 14))
    sheet.text(words.ground, _LEFT, 359, theme.NOTE, colour=theme.INK2, room=room)
    foot(sheet)


def _steps(sheet: Sheet, words: StopWords, baseline: float) -> None:
    for number, step in enumerate(words.steps, start=1):
        left = _LEFT
        if words.numbered:
            middle = baseline - theme.CAPITAL * theme.STRONG / 2
            _number(sheet, number, left + _NUMBER_RADIUS, middle)
            left += 2 * _NUMBER_RADIUS + 14
        below = sheet.paragraph(step, left, baseline, theme.STRONG, room=sheet.right - left)
        baseline = below + 10


def _number(sheet: Sheet, number: int, x: float, middle: float) -> None:
    size = 2 * _NUMBER_RADIUS
    disc = Box(x - _NUMBER_RADIUS, middle - _NUMBER_RADIUS, size, size)
    sheet.fill(disc, theme.INK, radius=_NUMBER_RADIUS)
    sheet.text(
        str(number),
        x,
        middle + theme.CAPITAL * theme.BODY / 2,
        theme.BODY,
        bold=True,
        colour=theme.PAPER,
        align="centre",
    )
