"""How to help the printer, in at most three pictures."""

from collections.abc import Sequence

from device.counter.event import Dismissed
from device.counter.state import PaperHelp
from device.ui import theme
from device.ui.command import Reprint
from device.ui.drawing import Box, Run
from device.ui.icons import Icon, shape_of
from device.ui.printer_sentences import HelpStep, help_steps, help_title, waiting_words
from device.ui.screens.parts import body, foot, foot_box, foot_hint, next_button, status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from hardware.errors import PrinterFault
from words import _

_CARDS = Box(theme.MARGIN, 117, 0, 247)
_PICTURE = 116.0
_NEXT_WIDTH = 220.0
_TITLE_MIDDLE = 82.0
_WORDS_TOP = 148.0
"""From the top of a card."""


def draw(sheet: Sheet, view: View, state: PaperHelp) -> None:
    """Draw what is wrong, the steps, and that selling goes on without."""
    del state
    status_bar(sheet, view)
    body(sheet)
    _title(sheet, view)
    steps = help_steps(view.paper.fault)
    # The cards stand as wide as three, however many there are: each is read at the same size.
    width = (sheet.right - theme.MARGIN - 2 * theme.GAP) / 3
    left = (sheet.width - len(steps) * width - (len(steps) - 1) * theme.GAP) / 2
    words = [_words(step, number, len(steps)) for number, step in enumerate(steps, start=1)]
    token = _token(sheet, words, width - theme.MARGIN)
    for step, said in zip(steps, words, strict=True):
        _card(sheet, Box(left, _CARDS.y, width, _CARDS.height), step.icon, said, token)
        left += width + theme.GAP
    foot(sheet)
    _foot(sheet, view)


def _words(step: HelpStep, number: int, of: int) -> tuple[Run, ...]:
    words = Run(step.words)
    return (Run(f"{number}. ", bold=True), words) if of > 1 else (words,)


def _title(sheet: Sheet, view: View) -> None:
    fault = view.paper.fault
    sign, height = (Icon.WARNING, 38) if fault else (Icon.DONE, 40)
    icon = sheet.icon(sign, theme.MARGIN, _TITLE_MIDDLE, height=height)
    right = sheet.right
    if view.paper.waiting:
        waiting = waiting_words(view.paper.waiting)
        baseline = sheet.baseline(_TITLE_MIDDLE, theme.BODY)
        text = sheet.text(waiting, right, baseline, theme.BODY, align="right", room=240)
        right = text.x - 16
    left = icon.right + 18
    baseline = sheet.baseline(_TITLE_MIDDLE, theme.TITLE)
    room = right - left
    sheet.text(help_title(fault), left, baseline, theme.TITLE, bold=True, room=room, shrink=True)


def _card(sheet: Sheet, box: Box, icon: Icon, words: tuple[Run, ...], token: float) -> None:
    sheet.fill(box, theme.PAPER, radius=theme.RADIUS)
    width, height = shape_of(icon)
    size = min(_PICTURE, height * 2.4)
    left = box.x + (box.width - size * width / height) / 2
    sheet.icon(icon, left, box.y + 14 + _PICTURE / 2, height=size)
    room = box.width - theme.MARGIN
    baseline = box.y + _WORDS_TOP + theme.CAPITAL * sheet.size(token)
    for line in _lines(sheet, words, token, room):
        sheet.text(line, box.centre, baseline, token, align="centre", room=room, shrink=True)
        baseline += sheet.leading(token)


def _lines(
    sheet: Sheet, words: tuple[Run, ...], token: float, room: float
) -> tuple[tuple[Run, ...], ...]:
    """In two lines of about the same length, or in three where two have no room."""
    two = sheet.balanced(words, token, room=room)
    fits = all(sheet.width_of(line, token) <= room for line in two)
    return two if fits else sheet.broken(words, token, room=room, lines=3)


def _token(sheet: Sheet, cards: Sequence[tuple[Run, ...]], room: float) -> float:
    """Return the largest type size that the words of all cards have room in."""
    for token in (theme.STRONG, theme.BODY):
        most = int((_CARDS.height - _WORDS_TOP) // sheet.leading(token))
        if all(sheet.lines_of(words, token, room=room) <= most for words in cards):
            return token
    return theme.NOTE


def _foot(sheet: Sheet, view: View) -> None:
    left = theme.MARGIN
    if view.paper.fault is PrinterFault.IN_DOUBT:
        box = foot_box(sheet, left, 132)
        left = sheet.button(_("In lại"), box, Reprint()).right + theme.MARGIN
    button = next_button(sheet, _("Bán tiếp"), Dismissed(), width=_NEXT_WIDTH)
    needs_paper = view.paper.fault is PrinterFault.PAPER_OUT
    hint = _("Quét mã là bán tiếp, chưa cần giấy") if needs_paper else _("Quét mã là bán tiếp")
    foot_hint(sheet, hint, left=left, right=button.x - theme.MARGIN)
