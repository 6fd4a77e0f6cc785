"""A message of the province: the whole screen, until somebody has read it."""

from device.counter.event import Dismissed
from device.counter.state import LetterShown
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.letter_sentences import letter_words
from device.ui.screens.foot_row import foot_row
from device.ui.screens.numbered import numbered_step
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_LONG = 240
"""Letters of a text that needs the whole width."""
_GROUND = 359.0


def draw(sheet: Sheet, view: View, state: LetterShown) -> None:
    """Draw from whom and about what, what to do, and when it was sent."""
    status_bar(sheet, view)
    body(sheet, theme.PAPER)
    words = letter_words(state.letter)
    is_long = len(words.text) > _LONG
    left = theme.MARGIN if is_long else _beside_column(sheet)
    room = sheet.right - left
    title = theme.STRONG if is_long else theme.TITLE
    top = theme.BODY_TOP + sheet.leading(title)
    sheet.text(words.title, left, top, title, bold=True, room=room, shrink=True)
    baseline = top + sheet.leading(title)
    if words.subject:
        sheet.text(words.subject, left, baseline, theme.STRONG, bold=True, room=room, shrink=True)
        baseline += sheet.leading(theme.STRONG) + 8
    for number, step in enumerate(words.steps, start=1):
        baseline = numbered_step(sheet, number, step, left, baseline)
    _text(sheet, words.text, left, baseline)
    sheet.text(words.ground, left, _GROUND, theme.NOTE, colour=theme.INK2, room=room, shrink=True)
    foot_row(sheet, primary=(_("Đã đọc"), Dismissed()))


def _beside_column(sheet: Sheet) -> float:
    """Draw the sign at the left; return where the words begin. Long ones need its room."""
    sheet.fill(Box(0, theme.BODY_TOP, theme.STOP_COLUMN, theme.BODY_HEIGHT), theme.WARN_TINT)
    middle = theme.BODY_TOP + theme.BODY_HEIGHT / 2
    sheet.icon(Icon.WARNING, (theme.STOP_COLUMN - 72) / 2, middle, height=72)
    return theme.STOP_COLUMN + 24


def _text(sheet: Sheet, text: str, left: float, baseline: float) -> None:
    """Write what the department wrote, as large as it fits."""
    if not text:
        return
    room, height = sheet.right - left, _GROUND - 25 - baseline
    for size in (theme.STRONG, theme.BODY, theme.NOTE):
        lines = 1 + max(0, int(height // sheet.leading(size)))
        if sheet.lines_of(text, size, room=room) <= lines or size == theme.NOTE:
            sheet.paragraph(text, left, baseline, size, room=room, lines=lines)
            return
