"""Something else than a sale is in the ledger: what, its number, what the hands do now."""

from device.amounts import vnd
from device.counter.event import Dismissed
from device.counter.state import Done
from device.ui import theme
from device.ui.icons import Icon
from device.ui.screens.foot_row import foot_row, say_between
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.terminal_sentences import amount_word, done_advice, done_words, lines_words
from device.ui.view import View
from words import _

_LEFT = 116.0


def draw(sheet: Sheet, view: View, state: Done) -> None:
    """Draw that it is written."""
    status_bar(sheet, view)
    body(sheet, theme.OK_TINT)
    title, number = done_words(state)
    room = sheet.right - _LEFT
    sheet.icon(Icon.DONE, 32, 112, height=60)
    sheet.text(title, _LEFT, 130, theme.SOLD, bold=True, colour=theme.OK, room=room, shrink=True)
    facts = " · ".join(part for part in (number, lines_words(state), state.detail) if part)
    sheet.text(facts, _LEFT, 188, theme.STRONG, room=room, shrink=True)
    below = 188 + sheet.leading(theme.STRONG) + 14
    if state.amount_vnd:
        below = _amount(sheet, state, below, room)
    advice = done_advice(state)
    if advice:
        baseline = min(below + 10, theme.FOOT_TOP - 20)
        sheet.text(advice, _LEFT, baseline, theme.STRONG, bold=True, room=room, shrink=True)
    free = foot_row(sheet, primary=(_("Xong"), Dismissed()))
    say_between(sheet, _what_next(view, state), free)


def _what_next(view: View, state: Done) -> str:
    if state.what != "shift":
        return _("Quét mã để bán tiếp")
    return _("Đêm nay máy tự cập nhật: xin để máy bật") if view.awaits_update else ""


def _amount(sheet: Sheet, state: Done, baseline: float, room: float) -> float:
    label = sheet.text(amount_word(state), _LEFT, baseline + 16, theme.STRONG, room=room / 2)
    left = label.x + label.width + 16
    sheet.text(
        vnd(state.amount_vnd), left, baseline + 16, theme.NUMBER, bold=True,
        room=sheet.right - left, shrink=True,
    )  # fmt: skip
    return baseline + 30 + sheet.leading(theme.STRONG)
