"""The screen that stops the sale: what, which pack, what to do, the rule."""

from collections.abc import Sequence

from device.counter.event import CashTaken, Chosen, Dismissed, DropSale, MoneySeen
from device.counter.payment import CASH
from device.counter.rules import Way
from device.counter.state import Blocked, SaveFailed
from device.ui import theme
from device.ui.command import StartAgain
from device.ui.refusal_sentences import (
    no_room_words,
    refusal_words,
    sale_in_doubt_words,
    save_failed_words,
    way_words,
)
from device.ui.screens.parts import back_button, foot, foot_box, foot_hint, next_button
from device.ui.screens.stop_body import stop_body
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_NEXT_WIDTH = 260.0
_WAY_WIDTH = 236.0
_HINT_ROOM = 150.0


def draw_blocked(sheet: Sheet, view: View, state: Blocked) -> None:
    """Draw why a pack may not be sold. The safe way is at the bottom right."""
    words = refusal_words(state.refusal, state.sale, view.today)
    stop_body(sheet, view, words)
    foot(sheet)
    if state.is_saving:
        right = sheet.right
        foot_hint(sheet, _("Đang ghi…"), left=theme.MARGIN, right=right, to_the_right=True)
        return
    ways = [way for way in state.refusal.ways if way is not Way.SET_ASIDE]
    sets_aside = len(ways) < len(state.refusal.ways)
    act = Chosen(Way.SET_ASIDE.name) if sets_aside else Dismissed()
    width = _NEXT_WIDTH if len(ways) < 2 else 220.0  # noqa: PLR2004 - more leave less room
    button = next_button(sheet, words.button, act, width=width)
    left = _ways(sheet, ways, right=button.x)
    room = button.x - theme.MARGIN - left
    note = next((way_words(way).note for way in ways if way_words(way).note), "")
    hint = note if len(ways) == 1 and note else words.hint
    if room > _HINT_ROOM or not ways:
        foot_hint(sheet, hint, left=left, right=button.x - theme.MARGIN)


def _ways(sheet: Sheet, ways: Sequence[Way], *, right: float) -> float:
    """Draw the exceptional ways from the bottom left; return where the foot is free again."""
    left = theme.MARGIN
    if not ways:
        return left
    width = min(_WAY_WIDTH, (right - left) / len(ways) - theme.GAP)
    for way in ways:
        box = foot_box(sheet, left, width)
        words = way_words(way).button
        left = sheet.button(words, box, Chosen(way.name)).right + theme.GAP
    return left + 4


def draw_save_failed(sheet: Sheet, view: View, state: SaveFailed) -> None:
    """Draw that the sale was not written: no money, no drugs over the counter."""
    if not state.paying:
        _draw_no_room(sheet, view)
        return
    words = save_failed_words(state.fault)
    stop_body(sheet, view, words)
    foot(sheet)
    back_button(sheet, _("Quay lại"), Dismissed(), width=170)
    act = CashTaken() if state.payment == CASH else MoneySeen()
    next_button(sheet, words.button, act, width=_NEXT_WIDTH, takes_money=True)


def _draw_no_room(sheet: Sheet, view: View) -> None:
    """The sale has only begun: trying again goes on with it, and takes no money."""
    words = no_room_words()
    stop_body(sheet, view, words)
    foot(sheet)
    back_button(sheet, _("Bỏ lượt này"), DropSale(), width=170)
    next_button(sheet, words.button, Dismissed(), width=_NEXT_WIDTH)


def draw_sale_in_doubt(sheet: Sheet, view: View) -> None:
    """Draw that nobody knows whether the sale was written."""
    words = sale_in_doubt_words()
    stop_body(sheet, view, words)
    foot(sheet)
    next_button(sheet, words.button, StartAgain(), width=_NEXT_WIDTH)
