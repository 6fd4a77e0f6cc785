"""The printer in pictures: what to do about paper, lid, power and cable."""

from device.ui import theme
from device.ui.pen import Pen


def printer(pen: Pen) -> None:
    """A small printer."""
    pen.box(6, 0, 20, 18, theme.INK)
    pen.box(9, 3, 14, 15, theme.PAPER)
    pen.box(11.5, 6.5, 9, 2, theme.INK)
    pen.box(11.5, 10.5, 9, 2, theme.INK)
    pen.round_box(0, 14, 32, 16, theme.INK, radius=4)
    pen.box(26, 19, 2.5, 2.5, theme.PAPER)


def _body(pen: Pen) -> None:
    pen.round_box(0, 62, 128, 54, theme.INK, radius=8)


def _arrow(pen: Pen, *, tip: float, end: float) -> None:
    neck = tip + (14 if end > tip else -14)
    pen.polygon([(64, tip), (76, neck), (52, neck)], theme.ACT)
    pen.box(61, min(neck, end), 6, abs(end - neck), theme.ACT)


def lid_open(pen: Pen) -> None:
    """Open the lid."""
    pen.round_box(0, 62, 128, 54, theme.INK, radius=8)
    pen.box(0, 62, 60, 10, theme.INK)
    pen.polygon([(0, 57), (128, 28), (128, 38), (0, 68)], theme.EDGE)
    _arrow(pen, tip=0, end=25)


def roll_in(pen: Pen) -> None:
    """Put the roll in."""
    _body(pen)
    pen.disc(64, 54, 35, theme.INK)
    pen.disc(64, 54, 31.5, theme.PAPER)
    pen.disc(64, 54, 10, theme.INK)
    pen.box(30.5, 54, 12, 62, theme.INK)
    pen.box(34, 54, 6, 59, theme.PAPER)


def lid_shut(pen: Pen) -> None:
    """Shut the lid."""
    _body(pen)
    pen.round_box(0, 50, 128, 16, theme.EDGE, radius=6)
    _arrow(pen, tip=46, end=5)


def power_on(pen: Pen) -> None:
    """Switch the printer on."""
    _lid_down(pen)
    pen.disc(104, 92, 8, theme.WARN_TINT)
    pen.line([(104, 14), (104, 40)], theme.ACT, 5)
    pen.line([(82, 20), (91, 42)], theme.ACT, 5)
    pen.line([(126, 20), (117, 42)], theme.ACT, 5)


def _lid_down(pen: Pen) -> None:
    _body(pen)
    pen.round_box(0, 50, 128, 16, theme.EDGE, radius=6)


def cable_in(pen: Pen) -> None:
    """Put the cable in."""
    pen.round_box(48, 62, 80, 54, theme.INK, radius=8)
    pen.round_box(48, 50, 80, 16, theme.EDGE, radius=6)
    pen.line([(0, 32), (0, 90), (14, 90)], theme.INK, 6)
    pen.box(12, 80, 20, 20, theme.ACT)
    pen.box(32, 84, 12, 4, theme.ACT)
    pen.box(32, 92, 12, 4, theme.ACT)


def paper_comes(pen: Pen) -> None:
    """Paper comes out."""
    pen.box(30, 0, 68, 66, theme.INK)
    pen.box(33, 3, 62, 60, theme.PAPER)
    for y, width in ((13, 46), (25, 34), (37, 46)):
        pen.box(41, y, width, 4, theme.INK2)
    _body(pen)
    pen.round_box(18, 58, 92, 8, theme.EDGE, radius=4)
