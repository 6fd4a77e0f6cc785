"""The buttons of a foot: the way back at the left, what comes next at the right."""

from collections.abc import Sequence

from device.ui import theme
from device.ui.drawing import Act, Kind
from device.ui.screens.parts import back_button, foot, foot_box, foot_hint, next_button
from device.ui.sheet import Sheet

Press = tuple[str, Act]
"""What a button says, and what pressing it means."""
_NARROWEST, _WIDEST = 132.0, 236.0
_PADDING = 40.0


def foot_row(
    sheet: Sheet,
    *,
    back: Press | None = None,
    others: Sequence[Press] = (),
    primary: Press | None = None,
    room: float = 0.0,
    removes: bool = False,
) -> tuple[float, float]:
    """Draw a foot; return from where to where it is free.

    `others` stand before the primary button. Where all are too wide to leave `room` in the middle,
    they become narrower, and their words stand in two lines. `removes`: going back loses something.
    """
    foot(sheet)
    widths = _widths(sheet, back, others, primary, room)
    left, right = theme.MARGIN, sheet.right + theme.GAP
    if primary:
        words, act = primary
        right = next_button(sheet, words, act, width=widths.pop()).x
    for (words, act), width in zip(reversed(others), reversed(widths[1:]), strict=True):
        box = foot_box(sheet, right - theme.GAP - width, width)
        right = sheet.button(words, box, act).x
    if back:
        words, act = back
        kind = Kind.REMOVE if removes else Kind.OUTLINED
        left = back_button(sheet, words, act, width=widths[0], kind=kind).right + theme.MARGIN
    return left, right - theme.MARGIN


def say_between(sheet: Sheet, words: str, free: tuple[float, float]) -> None:
    """Write a quiet word into what a foot has left free."""
    left, right = free
    if words and right - left > theme.FOOT_BUTTON:
        foot_hint(sheet, words, left=left, right=right)


def sum_between(sheet: Sheet, label: str, amount: str, free: tuple[float, float]) -> None:
    """Write a sum into what a foot has left free, its label above."""
    if not amount:
        say_between(sheet, label, free)
        return
    left, right = free
    room = right - left
    sheet.text(label, left, theme.FOOT_TOP + 38, theme.NOTE, colour=theme.INK2, room=room)
    baseline = theme.FOOT_TOP + 80
    sheet.text(amount, left, baseline, theme.TITLE, bold=True, room=room, shrink=True)


def _widths(
    sheet: Sheet,
    back: Press | None,
    others: Sequence[Press],
    primary: Press | None,
    room: float,
) -> list[float]:
    """Widths of back (0 without one), the others, and the primary button if there is one."""
    widths = [_wanted(sheet, back[0], theme.BODY) if back else 0.0]
    widths += [_wanted(sheet, words, theme.BODY) for words, _act in others]
    if primary:
        widths.append(max(170.0, _wanted(sheet, primary[0], theme.STRONG)))
    gaps = theme.GAP * len(widths) + 2 * theme.MARGIN
    free = sheet.right - theme.MARGIN - gaps - room
    while sum(widths) > free and max(widths) > _NARROWEST:
        widest = widths.index(max(widths))
        widths[widest] = max(_NARROWEST, widths[widest] - 8)
    return widths


def _wanted(sheet: Sheet, words: str, size: float) -> float:
    wide = sheet.width_of(words, size, bold=True) + _PADDING
    return min(max(_NARROWEST, wide), _WIDEST if size == theme.BODY else 300.0)
