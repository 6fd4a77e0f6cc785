"""A recall, a suspension or a seal: the whole screen, until somebody has answered."""

from device.counter.drug import HoldKind
from device.counter.event import Confirmed, PrintWanted, WentBack
from device.counter.state import RecallShown
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.screens.foot_row import Press, foot_row, say_between
from device.ui.screens.numbered import numbered_step
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.stock_sentences import recall_words
from device.ui.view import View
from words import _

_LEFT = theme.STOP_COLUMN + 24


def draw(sheet: Sheet, view: View, state: RecallShown) -> None:
    """Draw what, which batch, what to do, by whose order."""
    status_bar(sheet, view)
    body(sheet, theme.PAPER)
    words = recall_words(state)
    sheet.fill(Box(0, theme.BODY_TOP, theme.STOP_COLUMN, theme.BODY_HEIGHT), theme.BLOCK)
    middle = theme.BODY_TOP + theme.BODY_HEIGHT / 2
    sheet.icon(Icon.STOP, (theme.STOP_COLUMN - 96) / 2, middle, height=96)
    room = sheet.right - _LEFT
    sheet.text(
        words.title, _LEFT, 98, theme.TITLE, bold=True, colour=theme.BLOCK, room=room, shrink=True
    )
    sheet.text(words.subject, _LEFT, 144, theme.STRONG, bold=True, room=room, shrink=True)
    sheet.text(
        words.detail, _LEFT, 144 + sheet.leading(theme.BODY) + 2, theme.BODY, room=room, shrink=True
    )
    baseline = 144 + sheet.leading(theme.BODY) + 52
    for number, step in enumerate(words.steps, start=1):
        baseline = numbered_step(sheet, number, step, _LEFT, baseline)
    sheet.text(words.ground, _LEFT, 359, theme.NOTE, colour=theme.INK2, room=room, shrink=True)
    _foot(sheet, state, words.button)


def _foot(sheet: Sheet, state: RecallShown, button: str) -> None:
    if state.is_saving:
        say_between(sheet, _("Đang ghi…"), foot_row(sheet))
        return
    prints = bool(state.rows) and state.hold.kind is not HoldKind.SEALED
    others: list[Press] = [(_("In nhãn"), PrintWanted())] if prints else []
    foot_row(
        sheet,
        back=(_("Lát nữa"), WentBack()),
        others=others,
        primary=(button, Confirmed()),
    )
