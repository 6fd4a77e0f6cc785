"""A shift begins: how much is in the drawer."""

from device.counter.event import Confirmed, WentBack
from device.counter.state import ShiftOpening
from device.ui import theme
from device.ui.people_sentences import carried_words, not_written_words
from device.ui.screens.drawer_sum import (
    SUM_RIGHT,
    say_saving,
    sum_pad,
    trouble_below,
    typed_sum,
)
from device.ui.screens.foot_row import foot_row, say_between
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _


def draw(sheet: Sheet, view: View, state: ShiftOpening) -> None:
    """Draw what to count, what the shift before left, and the pad."""
    status_bar(sheet, view)
    body(sheet)
    room = SUM_RIGHT - theme.MARGIN
    left = theme.MARGIN
    title = _("Đếm tiền đầu ca")
    sheet.text(title, left, 98, theme.TITLE, bold=True, room=room, shrink=True)
    said = _("Đếm tiền trong ngăn kéo, bấm số đếm được")
    below = sheet.paragraph(said, left, 138, theme.BODY, room=room, lines=2, colour=theme.INK2)
    typed_sum(sheet, _("Đếm được"), state.typed, below - 4, height=72)
    under = below + 68 + 32 + (8 if sheet.large else 0)
    if state.fault:
        trouble_below(sheet, not_written_words(state.fault), under - 8)
    elif state.carried_vnd:
        _carried(sheet, state, under)
    _foot(sheet, state)


def _carried(sheet: Sheet, state: ShiftOpening, baseline: float) -> None:
    """What the shift before left: it counts where nothing is typed."""
    amount = sheet.text(
        carried_words(state),
        SUM_RIGHT,
        baseline,
        theme.BODY,
        bold=True,
        align="right",
        room=190,
        shrink=True,
    )
    label = _("Ca trước để lại")
    room = amount.x - theme.MARGIN - 12
    sheet.text(label, theme.MARGIN, baseline, theme.BODY, room=room, shrink=True)


def _foot(sheet: Sheet, state: ShiftOpening) -> None:
    if state.is_saving:
        say_saving(sheet)
        foot_row(sheet)
        return
    sum_pad(sheet, 60)
    free = foot_row(sheet, back=(_("Quay lại"), WentBack()), primary=(_("Mở ca"), Confirmed()))
    hint = "" if state.typed or not state.carried_vnd else _("Đúng số ca trước thì bấm Mở ca")
    say_between(sheet, hint, free)
