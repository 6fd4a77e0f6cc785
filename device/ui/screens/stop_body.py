"""The body of a screen that stops the sale, in letters as large as its words allow."""

from dataclasses import dataclass

from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.refusal_sentences import StopWords
from device.ui.screens.parts import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View

_ICON = 96.0
_TOP = theme.BODY_TOP + 14
_GROUND_BOTTOM = theme.FOOT_TOP - 14
_BETWEEN = 10.0
_GAP = 12.0
"""The title comes so much lower where there is room."""
_DISC = 1.28
"""A step's number: so many times its type size."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Type sizes of one try."""

    title: float
    subject: float
    detail: float
    step: float


_SCALES = (
    _Scale(theme.TITLE, theme.STRONG, theme.BODY, theme.STRONG),
    _Scale(theme.TITLE, theme.BODY, theme.NOTE, theme.BODY),
    _Scale(theme.STRONG, theme.BODY, theme.NOTE, theme.BODY),
    _Scale(theme.STRONG, theme.BODY, theme.NOTE, theme.NOTE),
    _Scale(theme.BODY, theme.NOTE, theme.NOTE, theme.NOTE),
)


def stop_body(sheet: Sheet, view: View, words: StopWords) -> None:
    """Draw what is wrong, with which pack, what to do, and why."""
    status_bar(sheet, view)
    column = theme.STOP_COLUMN_LARGE if sheet.large else theme.STOP_COLUMN
    body = Box(0, theme.BODY_TOP, sheet.width, theme.BODY_HEIGHT)
    sheet.fill(body, theme.PAPER)
    sheet.fill(Box(0, theme.BODY_TOP, column, theme.BODY_HEIGHT), theme.BLOCK)
    icon = min(_ICON, column - 32)
    sheet.icon(Icon.STOP, (column - icon) / 2, body.middle, height=icon)
    left = column + 24
    ground = _ground_lines(sheet, words, sheet.right - left)
    lowest = _GROUND_BOTTOM - ground * sheet.leading(theme.NOTE)
    scale = next(
        (scale for scale in _SCALES if _height(sheet, words, scale, left) <= lowest - _TOP),
        _SCALES[-1],
    )
    spare = lowest - _TOP - _height(sheet, words, scale, left)
    _draw(sheet, words, scale, left, top=_TOP + min(_GAP, max(0, spare / 2)))
    baseline = lowest + sheet.leading(theme.NOTE) - 4
    room = sheet.right - left
    colour = theme.INK2
    sheet.paragraph(words.ground, left, baseline, theme.NOTE, room=room, colour=colour)


def _ground_lines(sheet: Sheet, words: StopWords, room: float) -> int:
    return min(2, sheet.lines_of(words.ground, theme.NOTE, room=room)) if words.ground else 0


def _step_left(sheet: Sheet, words: StopWords, scale: _Scale, left: float) -> float:
    return left + (_DISC * sheet.size(scale.step) + 14 if words.numbered else 0)


def _height(sheet: Sheet, words: StopWords, scale: _Scale, left: float) -> float:
    room = sheet.right - left
    parts = (
        (words.title, scale.title, True),
        (words.subject, scale.subject, True),
        (words.detail, scale.detail, False),
    )
    height = sum(
        sheet.leading(size) * sheet.lines_of(text, size, room=room, bold=bold)
        for text, size, bold in parts
        if text
    )
    inside = sheet.right - _step_left(sheet, words, scale, left)
    for step in words.steps:
        lines = sheet.lines_of(step, scale.step, room=inside)
        height += lines * sheet.leading(scale.step) + _BETWEEN
    return height + _BETWEEN


def _draw(sheet: Sheet, words: StopWords, scale: _Scale, left: float, *, top: float) -> None:
    room = sheet.right - left
    baseline = top + theme.CAPITAL * sheet.size(scale.title)
    baseline = sheet.paragraph(
        words.title, left, baseline, scale.title, bold=True, colour=theme.BLOCK, room=room
    )
    baseline = sheet.paragraph(words.subject, left, baseline, scale.subject, bold=True, room=room)
    if words.detail:
        baseline = sheet.paragraph(words.detail, left, baseline, scale.detail, room=room, lines=3)
    baseline += 2 * _BETWEEN + (sheet.size(scale.step) - sheet.size(scale.detail)) * theme.CAPITAL
    inside = _step_left(sheet, words, scale, left)
    for number, step in enumerate(words.steps, start=1):
        if words.numbered:
            _number(sheet, number, left, baseline, scale.step)
        room = sheet.right - inside
        baseline = sheet.paragraph(step, inside, baseline, scale.step, room=room, lines=3)
        baseline += _BETWEEN


def _number(sheet: Sheet, number: int, left: float, baseline: float, token: float) -> None:
    size = _DISC * sheet.size(token)
    middle = baseline - theme.CAPITAL * sheet.size(token) / 2
    disc = Box(left, middle - size / 2, size, size)
    sheet.fill(disc, theme.INK, radius=size / 2)
    token = min(token, theme.BODY)
    sheet.text(
        str(number),
        disc.centre,
        sheet.baseline(middle, token),
        token,
        bold=True,
        colour=theme.PAPER,
        align="centre",
    )
