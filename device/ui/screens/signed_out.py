"""Nobody stands at the counter: badge first; name and PIN for the day it was forgotten."""

from device.counter.event import WentBack
from device.counter.state import SignedOut
from device.counter.states.people import PEOPLE_ON_A_PAGE
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.people_sentences import invitation, sign_in_trouble, where_words
from device.ui.screens.parts import foot_box
from device.ui.screens.proving import PAD_LEFT, more_names, names, pin, trouble_or
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_LEFT_END = PAD_LEFT - 24
_WORDS_LEFT = 124.0


def draw(sheet: Sheet, view: View, state: SignedOut) -> None:
    """Draw the invitation, the names, and the pad once somebody is chosen."""
    status_bar(sheet, view)
    sheet.fill(Box(0, theme.BODY_TOP, sheet.width, theme.HEIGHT - theme.BODY_TOP), theme.GROUND)
    if state.chosen is None:
        _before_choice(sheet, state)
        right = sheet.right
    else:
        _beside_pad(sheet, state)
        pin(sheet, state, state.chosen, bottom=theme.HEIGHT - 2 * theme.MARGIN)
        right = _LEFT_END
    _last_line(sheet, view, state, right=right)


def _before_choice(sheet: Sheet, state: SignedOut) -> None:
    """Across the whole screen: the badge, and the names in one row."""
    title, said = invitation(state)
    width = sheet.width_of(title, theme.HERO, bold=True)
    icon = 132.0
    top = 0 if state.people else 44
    left = max(theme.MARGIN, (sheet.width - icon - 32 - width) / 2)
    sheet.icon(Icon.BADGE, left, 148 + top, height=96)
    beside = left + icon + 32
    room = sheet.right - beside
    sheet.text(title, beside, 170 + top, theme.HERO, bold=True, room=room, shrink=True)
    left = theme.MARGIN if state.people else left
    trouble_or(sheet, sign_in_trouble(state), said, left, 258 + top, right=sheet.right)
    names(sheet, state, columns=PEOPLE_ON_A_PAGE, top=288, right=sheet.right)


def _beside_pad(sheet: Sheet, state: SignedOut) -> None:
    title, said = invitation(state)
    sheet.icon(Icon.BADGE, theme.MARGIN, 120, height=64)
    # Broken where both lines come out about as long.
    room = _LEFT_END - _WORDS_LEFT
    room = min(room, 0.66 * sheet.width_of(title, theme.TITLE, bold=True))
    first = sheet.baseline(120, theme.TITLE) - sheet.leading(theme.TITLE) / 2
    sheet.paragraph(title, _WORDS_LEFT, first, theme.TITLE, bold=True, room=room)
    trouble_or(sheet, sign_in_trouble(state), said, theme.MARGIN, 202, right=_LEFT_END)
    names(sheet, state, columns=2, top=216, right=_LEFT_END)


def _last_line(sheet: Sheet, view: View, state: SignedOut, *, right: float) -> None:
    """The way back at the bottom left where there is one, more names, and where this is."""
    left = theme.MARGIN
    if state.behind is not None or (state.chosen and not state.people):
        back = sheet.button(_("Quay lại"), foot_box(sheet, left, 150), WentBack())
        left = back.right + theme.GAP
    if more_names(sheet, state, foot_box(sheet, left, 132)):
        left += 132 + theme.GAP
    where = where_words(view)
    if sheet.width_of(where, theme.NOTE) <= right - left:
        baseline = sheet.baseline(foot_box(sheet, left, 0).middle, theme.NOTE)
        sheet.text(where, left, baseline, theme.NOTE, colour=theme.INK2, room=right - left)
