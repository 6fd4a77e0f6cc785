"""Showing who one is: the names to choose from, whose PIN it is, and the pad."""

from device.counter.event import Picked, TurnedPage
from device.counter.shop import Person
from device.counter.states.people import PEOPLE_ON_A_PAGE, Proving
from device.ui import theme
from device.ui.drawing import Box, Kind
from device.ui.icons import Icon
from device.ui.pads import number_pad
from device.ui.people_sentences import pin_of
from device.ui.sheet import Sheet
from words import _

PAD_LEFT = 424.0
NAME_HEIGHT = 72.0
_FEW_DIGITS = 4
_PAD_TOP, _TALLEST_PAD = 108.0, 320.0


def names(sheet: Sheet, state: Proving, *, columns: int, top: float, right: float) -> None:
    """Draw the names of one page; the chosen one is marked."""
    width = (right - theme.MARGIN - (columns - 1) * theme.GAP) / columns
    first = state.page * PEOPLE_ON_A_PAGE
    for number, person in enumerate(state.on_page):
        row, column = divmod(number, columns)
        left = theme.MARGIN + column * (width + theme.GAP)
        box = Box(left, top + row * (NAME_HEIGHT + theme.GAP), width, NAME_HEIGHT)
        kind = Kind.CHOSEN if person == state.chosen else Kind.OUTLINED
        sheet.button(person.name, box, Picked(first + number), kind=kind)


def more_names(sheet: Sheet, state: Proving, box: Box) -> bool:
    """Draw the way to the names that do not show; return whether there are any."""
    if len(state.people) <= PEOPLE_ON_A_PAGE:
        return False
    sheet.button(_("Xem tiếp"), box, TurnedPage())
    return True


def pin(
    sheet: Sheet, state: Proving, person: Person, *, bottom: float = theme.FOOT_TOP - 4
) -> None:
    """Draw whose PIN it is, one disc a digit, and the pad; never the digits themselves.

    Everything stands in the right column, down to `bottom`. The last digit ends it.
    """
    top = max(_PAD_TOP, bottom - _TALLEST_PAD)
    _discs(sheet, state, person, (theme.BODY_TOP + top) / 2)
    if state.is_checking or state.wait_seconds:
        _wait(sheet, state)
        return
    pad = Box(PAD_LEFT, top, sheet.right - PAD_LEFT, bottom - top)
    number_pad(sheet, pad, corner="clear")


def _discs(sheet: Sheet, state: Proving, person: Person, middle: float) -> None:
    digits = max(person.pin_digits, len(state.pin))
    dot, step = (24.0, 44.0) if digits <= _FEW_DIGITS else (20.0, 30.0)
    first = sheet.right - 12 - dot - (digits - 1) * step
    for number in range(digits):
        icon = Icon.DOT if number < len(state.pin) else Icon.DOT_EMPTY
        sheet.icon(icon, first + number * step, middle, height=dot)
    room = first - PAD_LEFT - 14
    whose = pin_of(person.name)
    # The name is marked at the left as well.
    words = whose if sheet.width_of(whose, theme.NOTE) <= room else "PIN"
    baseline = sheet.baseline(middle, theme.BODY)
    sheet.text(words, PAD_LEFT, baseline, theme.BODY, room=room, shrink=True)


def _wait(sheet: Sheet, state: Proving) -> None:
    """While a PIN is looked at, or after too many wrong ones, there is no pad."""
    words = _("Đang xem PIN…") if state.is_checking else _("Chờ {n} giây")
    sheet.text(
        words.format(n=state.wait_seconds),
        (PAD_LEFT + sheet.right) / 2,
        sheet.baseline((_PAD_TOP + theme.FOOT_TOP) / 2, theme.TITLE),
        theme.TITLE,
        bold=True,
        align="centre",
        room=sheet.right - PAD_LEFT,
        shrink=True,
    )


def trouble_or(
    sheet: Sheet, trouble: str, said: str, left: float, baseline: float, *, right: float
) -> None:
    """What was wrong stands where the second sentence stood, behind a triangle."""
    room = right - left
    if not trouble:
        sheet.text(said, left, baseline, theme.BODY, colour=theme.INK2, room=room, shrink=True)
        return
    icon = sheet.icon(Icon.WARNING, left, baseline - 9, height=28)
    beside = icon.right + 10
    room = right - beside
    sheet.text(trouble, beside, baseline, theme.BODY, bold=True, room=room, shrink=True)
