"""The signs: what is well, what is not, what can be scanned."""

from device.ui import theme
from device.ui.pen import Pen

BARS = (4, 4, 8, 4, 4, 4, 4, 8, 12, 4, 4, 4, 8, 4, 4, 8, 4, 4, 12, 4, 4, 4, 8, 4, 4, 8, 8)
"""A bar and a gap by turns, in u."""
SIGHT = (theme.SIGHT_WIDTH, theme.SIGHT_HEIGHT)
_NOTHING = "#00000000"
"""Pillow puts it in the place of what was there."""


def online(pen: Pen, colour: str = theme.OK) -> None:
    """Three full bars."""
    for x, height in ((0, 6), (8, 12), (16, 18)):
        pen.box(x, 18 - height, 5, height, colour)


def offline(pen: Pen, colour: str) -> None:
    """Three empty bars, struck out."""
    for x, height in ((0, 6), (8, 12), (16, 18)):
        corners = [(x, 18 - height), (x + 4, 18 - height), (x + 4, 17), (x, 17)]
        pen.line([*corners, corners[0]], colour, 1.6)
    pen.line([(0.5, 0.5), (21, 17.5)], colour, 2.2)


def done(pen: Pen) -> None:
    """A disc with a tick."""
    pen.disc(20, 20, 20, theme.OK)
    pen.line([(11, 20.5), (17.5, 27), (29.5, 14)], theme.PAPER, 4.4)


def warning(pen: Pen) -> None:
    """A triangle with a bar."""
    pen.polygon([(19, 0), (38, 34), (0, 34)], theme.WARN)
    pen.box(17, 12, 4, 11, theme.PAPER)
    pen.box(17, 25.5, 4, 4, theme.PAPER)


def stop(pen: Pen) -> None:
    """A white octagon with a red cross, for a red ground."""
    near, far, end = 28.1, 67.9, 96
    octagon = [(near, 0), (far, 0), (end, near), (end, far)]
    octagon += [(far, end), (near, end), (0, far), (0, near)]
    pen.polygon(octagon, theme.PAPER)
    pen.line([(29, 29), (67, 67)], theme.BLOCK, 12)
    pen.line([(67, 29), (29, 67)], theme.BLOCK, 12)


def barcode(pen: Pen) -> None:
    """A bar code with the line that reads it."""
    x = 0
    for number, width in enumerate(BARS):
        if number % 2 == 0:
            pen.box(x, 0, width, 104, theme.INK)
        x += width
    pen.box(0, 49, x, 6, theme.ACT)


def aim(pen: Pen) -> None:
    """Where to hold a code, over a picture of any brightness: white between dark edges."""
    _frame(pen, theme.PAPER, theme.INK, thickness=3)


def aim_read(pen: Pen) -> None:
    """The same, and the code was read."""
    _frame(pen, theme.OK, theme.PAPER, thickness=7)
    middle_x, middle_y = (length / 2 for length in SIGHT)
    pen.disc(middle_x, middle_y, 30, theme.PAPER)
    pen.disc(middle_x, middle_y, 27, theme.OK)
    tick = [(-12, 0.5), (-3.5, 9), (13, -8.5)]
    pen.line([(middle_x + x, middle_y + y) for x, y in tick], theme.PAPER, 6)


def _frame(pen: Pen, colour: str, edge: str, *, thickness: float) -> None:
    """Draw from the outside in: edge, frame, edge, nothing."""
    width, height = SIGHT
    insets = (0.0, 1.5, 1.5 + thickness, 3 + thickness)
    for inset, ground in zip(insets, (edge, colour, edge, _NOTHING), strict=True):
        left, top = width * 0.14 + inset, height * 0.12 + inset
        box = (left, top, width - 2 * left, height - 2 * top)
        pen.round_box(*box, ground, radius=theme.RADIUS + 3 - inset)


def ring(pen: Pen) -> None:
    """An empty ring."""
    pen.disc(20, 20, 18.5, theme.EDGE)
    pen.disc(20, 20, 15.5, theme.PAPER)


def part(pen: Pen) -> None:
    """A ring whose lower half is full."""
    pen.disc(20, 20, 19, theme.OK)
    pen.disc(20, 20, 15.5, theme.PAPER)
    pen.half_disc(20, 20, 11.5, theme.OK)


def erase(pen: Pen) -> None:
    """The key that takes a letter back."""
    edge = [(2, 12), (11, 2), (33, 2), (33, 22), (11, 22), (2, 12), (11, 2)]
    pen.line(edge, theme.INK, 2.6)
    pen.line([(16, 7.5), (25, 16.5)], theme.INK, 2.6)
    pen.line([(25, 7.5), (16, 16.5)], theme.INK, 2.6)


def badge(pen: Pen) -> None:
    """A badge with a face and three lines."""
    pen.round_box(0, 0, 88, 64, theme.INK, radius=9)
    pen.round_box(5, 5, 78, 54, theme.PAPER, radius=5)
    pen.disc(27, 24, 8, theme.INK)
    pen.round_box(14, 35, 26, 14, theme.INK, radius=7)
    for y, width in ((17, 26), (30, 20), (43, 26)):
        pen.box(50, y, width, 4, theme.INK)


def padlock(pen: Pen) -> None:
    """A padlock."""
    pen.disc(12, 10, 8.5, theme.INK)
    pen.disc(12, 10, 5, theme.OFF_TINT)
    pen.box(7, 10, 10, 4, theme.OFF_TINT)
    pen.box(3.5, 10, 3.5, 4, theme.INK)
    pen.box(17, 10, 3.5, 4, theme.INK)
    pen.round_box(0, 13, 24, 17, theme.INK, radius=3)


def never(pen: Pen) -> None:
    """A red octagon with a white cross."""
    octagon = [(8.2, 0), (19.8, 0), (28, 8.2), (28, 19.8)]
    octagon += [(19.8, 28), (8.2, 28), (0, 19.8), (0, 8.2)]
    pen.polygon(octagon, theme.BLOCK)
    pen.line([(9, 9), (19, 19)], theme.PAPER, 3.6)
    pen.line([(19, 9), (9, 19)], theme.PAPER, 3.6)


def dot(pen: Pen) -> None:
    """A full dot."""
    pen.disc(13, 13, 12, theme.INK)


def dot_empty(pen: Pen) -> None:
    """An empty dot."""
    pen.disc(13, 13, 12, theme.INK)
    pen.disc(13, 13, 9.5, theme.PAPER)
