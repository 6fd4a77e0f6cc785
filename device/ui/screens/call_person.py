"""Somebody with a role is called: badge first; name and PIN where that is allowed."""

from device.counter.event import WentBack
from device.counter.shop import Person
from device.counter.state import CallPerson
from device.ui import theme
from device.ui.asking_sentences import call_detail, call_title, call_trouble
from device.ui.drawing import Run
from device.ui.icons import Icon
from device.ui.screens.parts import back_button, body, foot, foot_box, foot_hint, status_bar
from device.ui.screens.proving import (
    NAME_HEIGHT,
    PAD_LEFT,
    more_names,
    names,
    pin,
    trouble_or,
)
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_COLUMNS = 4
_ICON, _SMALL_ICON = 96.0, 64.0
_MORE_WIDTH = 150.0
_BESIDE = 32.0


def draw(sheet: Sheet, view: View, state: CallPerson) -> None:
    """Draw who is called and why; the pad once a name is chosen."""
    status_bar(sheet, view)
    body(sheet)
    foot(sheet)
    if state.chosen is None:
        _badge_first(sheet, state)
    else:
        _by_pin(sheet, state, state.chosen)
    _foot(sheet, state)


def _badge_first(sheet: Sheet, state: CallPerson) -> None:
    bottom = theme.FOOT_TOP - (NAME_HEIGHT + theme.MARGIN if state.people else 0)
    height = bottom - theme.BODY_TOP
    icon = sheet.icon(Icon.BADGE, theme.MARGIN + 24, theme.BODY_TOP + height / 2, height=_ICON)
    left = icon.right + _BESIDE
    first, second = sheet.pair(theme.BODY_TOP, height, theme.TITLE, theme.BODY)
    room = sheet.right - left
    sheet.text(call_title(state), left, first, theme.TITLE, bold=True, room=room, shrink=True)
    trouble_or(sheet, call_trouble(state), call_detail(state), left, second + 8, right=sheet.right)
    names(sheet, state, columns=_COLUMNS, top=bottom, right=sheet.right)


def _by_pin(sheet: Sheet, state: CallPerson, person: Person) -> None:
    right = PAD_LEFT - 24
    rows = -(-len(state.on_page) // 2)
    top = theme.FOOT_TOP - theme.GAP - rows * (NAME_HEIGHT + theme.GAP) + theme.GAP
    middle = theme.BODY_TOP + (top - theme.BODY_TOP - 40) / 2
    icon = sheet.icon(Icon.BADGE, theme.MARGIN, middle, height=_SMALL_ICON)
    left = icon.right + theme.MARGIN
    title = (Run(call_title(state), bold=True),)
    lines = sheet.balanced(title, theme.STRONG, room=right - left)
    baseline = sheet.baseline(middle, theme.STRONG)
    baseline -= (len(lines) - 1) * sheet.leading(theme.STRONG) / 2
    for line in lines:
        sheet.text(line, left, baseline, theme.STRONG, room=right - left, shrink=True)
        baseline += sheet.leading(theme.STRONG)
    trouble_or(sheet, call_trouble(state), "", theme.MARGIN, top - 16, right=right)
    names(sheet, state, columns=2, top=top, right=right)
    pin(sheet, state, person, bottom=theme.FOOT_TOP - theme.KEY_GAP)


def _foot(sheet: Sheet, state: CallPerson) -> None:
    left = back_button(sheet, _("Quay lại"), WentBack(), width=196).right
    box = foot_box(sheet, left + theme.GAP, _MORE_WIDTH)
    if more_names(sheet, state, box):
        left = box.right
    hint = _("Quét thẻ, hoặc chọn tên rồi bấm PIN") if state.people else _("Quét thẻ là làm tiếp")
    left += theme.MARGIN
    foot_hint(sheet, hint, left=left, right=sheet.right, to_the_right=True)
