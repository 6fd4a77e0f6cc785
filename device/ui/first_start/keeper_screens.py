"""The screens of the person in charge: badge, PIN, and the codes where there is no printer."""

from device.counter.event import WentBack
from device.enrolment.book import BookPapers
from device.enrolment.states import PIN_DIGITS, CallKeeper, SetPin
from device.ui import theme
from device.ui.drawing import Box, Run
from device.ui.first_start.sentences import keeper_words, pin_words
from device.ui.icons import Icon
from device.ui.pads import number_pad
from device.ui.screens.parts import body, foot_box
from device.ui.screens.proving import PAD_LEFT, trouble_or
from device.ui.sheet import Sheet
from words import _

_WORDS_LEFT = 176.0
_DOT, _STEP = 22.0, 36.0
_PAD_TOP = 108.0
_CODE = 264.0


def draw_keeper(sheet: Sheet, state: CallKeeper) -> None:
    """Draw whose badge is waited for."""
    sheet.fill(Box(0, theme.BODY_TOP, sheet.width, theme.HEIGHT - theme.BODY_TOP), theme.GROUND)
    title, who, trouble = keeper_words(state)
    sheet.icon(Icon.BADGE, theme.MARGIN + 8, 224, height=88)
    room = sheet.right - _WORDS_LEFT
    below = balanced_title(sheet, title, _WORDS_LEFT, 200, room=room) + 4
    sheet.text(who, _WORDS_LEFT, below, theme.STRONG, bold=True, room=room, shrink=True)
    said = _("Người phụ trách giữ chìa khóa sổ khách hàng")
    trouble_or(sheet, trouble, said, _WORDS_LEFT, below + 48, right=sheet.right)


def draw_pin(sheet: Sheet, state: SetPin) -> None:
    """Draw what the PIN is for, one disc a digit, and the pad."""
    sheet.fill(Box(0, theme.BODY_TOP, sheet.width, theme.HEIGHT - theme.BODY_TOP), theme.GROUND)
    title, said, trouble = pin_words(state)
    right = PAD_LEFT - 24
    sheet.icon(Icon.PADLOCK, theme.MARGIN + 4, 122, height=60)
    left = theme.MARGIN + 72
    balanced_title(sheet, title, left, 118, room=right - left)
    if trouble:
        trouble_or(sheet, trouble, "", theme.MARGIN, 232, right=right)
    else:
        room = right - theme.MARGIN
        sheet.paragraph(said, theme.MARGIN, 232, theme.BODY, room=room, lines=3, colour=theme.INK2)
    if state.name:
        baseline = theme.FOOT_TOP - 12
        room = right - theme.MARGIN
        sheet.text(state.name, theme.MARGIN, baseline, theme.BODY, bold=True, room=room)
    sheet.button(_("Quay lại"), foot_box(sheet, theme.MARGIN, 150), WentBack())
    _discs(sheet, len(state.typed))
    bottom = theme.HEIGHT - 2 * theme.MARGIN
    pad = Box(PAD_LEFT, _PAD_TOP, sheet.right - PAD_LEFT, bottom - _PAD_TOP)
    number_pad(sheet, pad, corner="clear")


def balanced_title(sheet: Sheet, words: str, left: float, baseline: float, *, room: float) -> float:
    """Write a title in one line or in two that are about as long; return the baseline below."""
    for line in sheet.balanced((Run(words, bold=True),), theme.TITLE, room=room):
        sheet.text(line, left, baseline, theme.TITLE, room=room, shrink=True)
        baseline += sheet.leading(theme.TITLE)
    return baseline


def _discs(sheet: Sheet, typed: int) -> None:
    middle = (theme.BODY_TOP + _PAD_TOP) / 2
    first = sheet.right - 12 - _DOT - (PIN_DIGITS - 1) * _STEP
    for number in range(PIN_DIGITS):
        icon = Icon.DOT if number < typed else Icon.DOT_EMPTY
        sheet.icon(icon, first + number * _STEP, middle, height=_DOT)
    baseline = sheet.baseline(middle, theme.BODY)
    sheet.text("PIN", PAD_LEFT, baseline, theme.BODY, room=first - PAD_LEFT - 14)


def draw_codes(sheet: Sheet, papers: BookPapers) -> None:
    """Draw card and recovery code, for whoever has no printer."""
    body(sheet, theme.PAPER)
    top = theme.BODY_TOP + 12
    box = Box(theme.MARGIN, top, _CODE, _CODE)
    sheet.code(papers.card, box)
    below = box.bottom + 26
    sheet.text(_("Chụp bằng điện thoại của mình"), box.x, below, theme.NOTE, room=_CODE + 24)
    left = box.right + 40
    room = sheet.right - left
    title = _("Chép mã này ra giấy")
    sheet.text(title, left, top + 30, theme.STRONG, bold=True, room=room, shrink=True)
    baseline = top + 76
    for group in papers.recovery.split("-"):
        spaced = f"{group[:3]} {group[3:]}"
        sheet.text(spaced, left, baseline, theme.TITLE, bold=True, room=room)
        baseline += 42
    sheet.text(_("Cất vào phong bì, khóa lại"), left, below, theme.NOTE, room=room, shrink=True)
