"""One of at most six reasons, each one touch."""

from device.counter.event import Chosen, WentBack
from device.counter.state import Choice
from device.ui import theme
from device.ui.asking_sentences import choice_hint, option_word, question_words
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.screens.parts import back_button, body, foot, foot_hint, status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_COLUMNS = 2
_GAP = 14.0


def draw(sheet: Sheet, view: View, state: Choice) -> None:
    """Draw the question and its answers; while one is written down, only that."""
    status_bar(sheet, view)
    body(sheet)
    top = _question(sheet, state)
    _options(sheet, state, top)
    foot(sheet)
    left = theme.MARGIN
    if not state.chosen:
        left = back_button(sheet, _("Quay lại"), WentBack(), width=196).right + theme.MARGIN
    if state.fault:
        icon = sheet.icon(Icon.WARNING, left, theme.FOOT_TOP + theme.FOOT / 2, height=30)
        left = icon.right + theme.GAP
    foot_hint(sheet, choice_hint(state), left=left, right=sheet.right, to_the_right=True)


def _question(sheet: Sheet, state: Choice) -> float:
    """Draw what it is about and the question; return where the answers begin."""
    top, room = theme.BODY_TOP + theme.GAP, sheet.right - theme.MARGIN
    if state.about:
        baseline = sheet.baseline(top + sheet.leading(theme.BODY) / 2, theme.BODY)
        sheet.text(state.about, theme.MARGIN, baseline, theme.BODY, room=room, shrink=True)
        top += sheet.leading(theme.BODY) + 2
    baseline = sheet.baseline(top + sheet.leading(theme.TITLE) / 2, theme.TITLE)
    words = question_words(state)
    sheet.text(words, theme.MARGIN, baseline, theme.TITLE, bold=True, room=room, shrink=True)
    return top + sheet.leading(theme.TITLE) + theme.GAP


def _options(sheet: Sheet, state: Choice, top: float) -> None:
    width = (sheet.right - theme.MARGIN - _GAP) / _COLUMNS
    rows = -(-len(state.options) // _COLUMNS)
    room = theme.FOOT_TOP - theme.GAP - top
    height = min(theme.REASON_BUTTON, (room - (rows - 1) * _GAP) / max(1, rows))
    for number, option in enumerate(state.options):
        row, column = divmod(number, _COLUMNS)
        x = theme.MARGIN + column * (width + _GAP)
        box = Box(x, top + row * (height + _GAP), width, height)
        if not state.chosen:
            sheet.button(option_word(option), box, Chosen(option))
        elif option == state.chosen:
            _chosen(sheet, option_word(option), box)


def _chosen(sheet: Sheet, words: str, box: Box) -> None:
    """The answer that is being written down is nothing to press."""
    sheet.fill(box, theme.ACT_TINT, radius=theme.RADIUS)
    baseline = sheet.baseline(box.middle, theme.BODY)
    room = box.width - 2 * theme.MARGIN
    sheet.text(
        words,
        box.centre,
        baseline,
        theme.BODY,
        bold=True,
        align="centre",
        room=room,
        shrink=True,
    )
