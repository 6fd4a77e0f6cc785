"""How to help the printer, in at most three pictures."""

from device.counter.event import Dismissed
from device.ui import theme
from device.ui.command import Reprint
from device.ui.drawing import Box, Run
from device.ui.icons import Icon, shape_of
from device.ui.printer_sentences import HelpStep, help_steps, help_title, waiting_words
from device.ui.screens.parts import foot, foot_hint, next_button, status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from hardware.errors import PrinterFault
from words import _

_CARDS = Box(theme.MARGIN, 117, 0, 247)
_PICTURE = 116.0
_NEXT_WIDTH = 220.0


def draw(sheet: Sheet, view: View) -> None:
    """Draw what is wrong, the steps, and that selling goes on without."""
    status_bar(sheet, view)
    ground = Box(0, theme.BODY_TOP, sheet.width, theme.BODY_HEIGHT)
    sheet.fill(ground, theme.GROUND)
    _title(sheet, view)
    steps = help_steps(view.paper.fault)
    # The cards stand as wide as three, however many there are: each is read at the same size.
    width = (sheet.right - theme.MARGIN - 2 * theme.GAP) / 3
    left = (sheet.width - len(steps) * width - (len(steps) - 1) * theme.GAP) / 2
    for number, step in enumerate(steps, start=1):
        _card(sheet, Box(left, _CARDS.y, width, _CARDS.height), step, number, len(steps))
        left += width + theme.GAP
    foot(sheet)
    _foot(sheet, view)


def _title(sheet: Sheet, view: View) -> None:
    fault = view.paper.fault
    icon = sheet.icon(
        Icon.WARNING if fault else Icon.DONE, theme.MARGIN, 82, height=38 if fault else 40
    )
    right = sheet.right
    if view.paper.waiting:
        waiting = waiting_words(view.paper.waiting)
        right = sheet.text(waiting, right, 90, theme.BODY, align="right", room=220).x - 16
    left = icon.right + 18
    sheet.text(help_title(fault), left, 94, theme.TITLE, bold=True, room=right - left)


def _card(sheet: Sheet, box: Box, step: HelpStep, number: int, of: int) -> None:
    sheet.fill(box, theme.PAPER, radius=theme.RADIUS)
    width, height = shape_of(step.icon)
    size = min(_PICTURE, height * 2.4)
    left = box.x + (box.width - size * width / height) / 2
    sheet.icon(step.icon, left, box.y + 16 + _PICTURE / 2, height=size)
    words = (Run(f"{number}. ", bold=True), Run(step.words)) if of > 1 else step.words
    middle, room = box.x + box.width / 2, box.width - theme.MARGIN
    sheet.two_lines(words, middle, box.y + 175, theme.STRONG, room=room)


def _foot(sheet: Sheet, view: View) -> None:
    left = theme.MARGIN
    if view.paper.fault is PrinterFault.IN_DOUBT:
        box = Box(left, theme.FOOT_TOP + theme.GAP, 132, theme.FOOT_BUTTON)
        sheet.button(_("In lại"), box, Reprint())
        left = box.right + theme.MARGIN
    button = next_button(sheet, _("Bán tiếp"), Dismissed(), width=_NEXT_WIDTH)
    needs_paper = view.paper.fault is PrinterFault.PAPER_OUT
    hint = _("Quét mã là bán tiếp, chưa cần giấy") if needs_paper else _("Quét mã là bán tiếp")
    foot_hint(sheet, hint, left=left, right=button.x - theme.MARGIN)
