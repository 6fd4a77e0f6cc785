"""A shift ends: the drawer's sum by the ledger, the sum that was counted, the difference."""

from device.amounts import thousands
from device.counter.event import Confirmed, WentBack
from device.counter.state import ShiftClosing
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.people_sentences import (
    difference_words,
    drawer_rows,
    not_written_words,
    open_ends_words,
    still_to_count,
    transfers_words,
)
from device.ui.screens.drawer_sum import SUM_RIGHT, say_saving, sum_pad, trouble_below, typed_sum
from device.ui.screens.foot_row import foot_row
from device.ui.screens.parts import body, foot_box
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_ROW = 36.0
_SUM = 60.0


def draw(sheet: Sheet, view: View, state: ShiftClosing) -> None:
    """Draw first what still waits, as information; then the drawer, the pad and the difference."""
    status_bar(sheet, view)
    body(sheet)
    top = _open_ends(sheet, state)
    below = _rows(sheet, state, top) if state.shows_expected else _only_count(sheet, top)
    typed_sum(sheet, _("Đếm được"), state.typed, below, height=_SUM)
    if state.fault:
        trouble_below(sheet, not_written_words(state.fault), below + _SUM + 28)
    else:
        _difference(sheet, state, below + _SUM)
    if state.is_saving:
        foot_row(sheet)
        say_saving(sheet)
        return
    sum_pad(sheet, top + 8 if top > theme.BODY_TOP else 60)
    primary = (_("Kết ca và in"), Confirmed()) if state.typed else None
    left, right = foot_row(sheet, back=(_("Quay lại"), WentBack()), primary=primary)
    _transfers(sheet, state, left, right)


def _open_ends(sheet: Sheet, state: ShiftClosing) -> float:
    """Draw what is still open, as information; return where the rest begins."""
    words = open_ends_words(state)
    if not words:
        return theme.BODY_TOP
    tint = theme.WARN_TINT if state.registers_due else theme.OFF_TINT
    sheet.fill(Box(0, theme.BODY_TOP, sheet.width, theme.SLIM_HEAD), tint)
    middle = theme.BODY_TOP + theme.SLIM_HEAD / 2
    sheet.text(
        words,
        theme.MARGIN,
        sheet.baseline(middle, theme.NOTE),
        theme.NOTE,
        shrink=True,
    )
    return theme.BODY_TOP + theme.SLIM_HEAD


def _rows(sheet: Sheet, state: ShiftClosing, top: float) -> float:
    """Draw what should be there and what it is made of; return where the box begins."""
    rows = drawer_rows(state)
    free = theme.FOOT_TOP - top - _SUM - 46 - 12 - 14
    height = min(_ROW + 6, free / (len(rows) + 1))
    middle = top + 8 + height / 2
    for label, amount in rows:
        _row(sheet, label, amount, middle)
        middle += height
    rule = middle - height / 2 + 2
    sheet.fill(Box(theme.MARGIN, rule, SUM_RIGHT - theme.MARGIN, theme.RULE), theme.INK)
    expected = thousands(state.drawer.expected_vnd)
    _row(sheet, _("Trong ngăn kéo phải có"), expected, middle + 6)
    return middle + 6 + height / 2 + 6


def _row(sheet: Sheet, label: str, amount: str, middle: float) -> None:
    baseline = sheet.baseline(middle, theme.BODY)
    text = sheet.text(
        amount, SUM_RIGHT, baseline, theme.BODY, bold=True, align="right", room=180, shrink=True
    )
    room = text.x - 12 - theme.MARGIN
    sheet.text(label, theme.MARGIN, baseline, theme.BODY, room=room, shrink=True)


def _only_count(sheet: Sheet, top: float) -> float:
    """Where the owner wants the drawer counted blind."""
    words = still_to_count()
    room = SUM_RIGHT - theme.MARGIN
    below = sheet.paragraph(words.title, theme.MARGIN, top + 50, theme.TITLE, bold=True, room=room)
    sheet.text(
        words.detail, theme.MARGIN, below, theme.BODY, colour=theme.INK2, room=room, shrink=True
    )
    return below + 22


def _difference(sheet: Sheet, state: ShiftClosing, top: float) -> None:
    found = difference_words(state)
    if found is None:
        return
    words, is_right = found
    middle = top + 28
    icon = sheet.icon(Icon.DONE if is_right else Icon.WARNING, theme.MARGIN, middle, height=32)
    left = icon.right + 12
    sheet.text(
        words,
        left,
        sheet.baseline(middle, theme.STRONG),
        theme.STRONG,
        bold=True,
        colour=theme.OK if is_right else theme.INK,
        room=SUM_RIGHT - left,
        shrink=True,
    )


def _transfers(sheet: Sheet, state: ShiftClosing, left: float, right: float) -> None:
    """What came by transfer, beside the button."""
    label, amount = transfers_words(state)
    box = foot_box(sheet, left, right - left)
    upper, lower = sheet.pair(box.y, box.height, theme.BODY, theme.BODY)
    sheet.text(
        label, right, upper, theme.BODY, colour=theme.INK2, align="right", room=box.width,
        shrink=True,
    )  # fmt: skip
    sheet.text(
        amount, right, lower, theme.BODY, bold=True, align="right", room=box.width, shrink=True
    )
