"""Numbered steps: what the hands have to do, one after the other."""

from device.ui import theme
from device.ui.drawing import Box
from device.ui.rich import Rich
from device.ui.sheet import Sheet

_RADIUS = 18.0


def numbered_step(sheet: Sheet, number: int, step: Rich, x: float, baseline: float) -> float:
    """Draw what is to be done, from `x` on; return where the next begins."""
    middle = baseline - theme.CAPITAL * sheet.size(theme.STRONG) / 2
    disc = Box(x, middle - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
    sheet.fill(disc, theme.INK, radius=_RADIUS)
    sheet.text(
        str(number),
        disc.centre,
        sheet.baseline(middle, theme.BODY),
        theme.BODY,
        bold=True,
        colour=theme.PAPER,
        align="centre",
        room=2 * _RADIUS,
    )
    left = disc.right + 14
    sheet.text(step, left, baseline, theme.STRONG, room=sheet.right - left, shrink=True)
    return baseline + sheet.leading(theme.STRONG) + 10
