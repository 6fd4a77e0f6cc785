"""Icons: drawn from rectangles, discs, straight lines and polygons, large and then made small."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from functools import lru_cache

from PIL import Image, ImageDraw

from device.ui import theme

Points = Sequence[tuple[float, float]]
_OVERSAMPLING = 4
"""Icons are drawn so much larger first: that makes their edges smooth."""


class Icon(Enum):
    """What an icon says."""

    ONLINE = auto()
    OFFLINE_ON_DARK = auto()
    OFFLINE_ON_LIGHT = auto()
    DONE = auto()
    WARNING = auto()
    STOP = auto()
    BARCODE = auto()
    AIM = auto()
    AIM_READ = auto()
    PRINTER = auto()
    LID_OPEN = auto()
    ROLL_IN = auto()
    LID_SHUT = auto()
    POWER_ON = auto()
    CABLE_IN = auto()
    PAPER_COMES = auto()


_BARS = (4, 4, 8, 4, 4, 4, 4, 8, 12, 4, 4, 4, 8, 4, 4, 8, 4, 4, 12, 4, 4, 4, 8, 4, 4, 8, 8)
"""A bar and a gap by turns, in u."""


_SIGHT = (theme.SIGHT_WIDTH, theme.SIGHT_HEIGHT)
_NOTHING = "#00000000"
"""Pillow puts it in the place of what was there."""


class Pen:
    """Draws in the icon's own units, whatever size the picture has."""

    def __init__(self, image: Image.Image, width: float, height: float) -> None:
        self._draw = ImageDraw.Draw(image)
        self._scale = min(image.width / width, image.height / height)

    def _points(self, points: Points) -> list[tuple[float, float]]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self.round_box(x, y, width, height, colour, radius=0)

    def round_box(
        self, x: float, y: float, width: float, height: float, colour: str, *, radius: float
    ) -> None:
        """Fill a rectangle with round corners."""
        (left, top), (right, bottom) = self._points([(x, y), (x + width, y + height)])
        # Pillow counts the last pixel in.
        corners = (left, top, right - 1, bottom - 1)
        self._draw.rounded_rectangle(corners, radius * self._scale, fill=colour)

    def polygon(self, points: Points, colour: str) -> None:
        """Fill a polygon."""
        self._draw.polygon(self._points(points), fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a circle."""
        corners = self._points([(x - radius, y - radius), (x + radius, y + radius)])
        self._draw.ellipse(corners, fill=colour)

    def line(self, points: Points, colour: str, thickness: float) -> None:
        """Draw straight lines from point to point."""
        width = max(1, round(thickness * self._scale))
        self._draw.line(self._points(points), fill=colour, width=width, joint="curve")


def _online(pen: Pen) -> None:
    for x, height in ((0, 6), (8, 12), (16, 18)):
        pen.box(x, 18 - height, 5, height, theme.OK)


def _offline(pen: Pen, colour: str) -> None:
    for x, height in ((0, 6), (8, 12), (16, 18)):
        corners = [(x, 18 - height), (x + 4, 18 - height), (x + 4, 17), (x, 17)]
        pen.line([*corners, corners[0]], colour, 1.6)
    pen.line([(0.5, 0.5), (21, 17.5)], colour, 2.2)


def _done(pen: Pen) -> None:
    pen.disc(20, 20, 20, theme.OK)
    pen.line([(11, 20.5), (17.5, 27), (29.5, 14)], theme.PAPER, 4.4)


def _warning(pen: Pen) -> None:
    pen.polygon([(19, 0), (38, 34), (0, 34)], theme.WARN)
    pen.box(17, 12, 4, 11, theme.PAPER)
    pen.box(17, 25.5, 4, 4, theme.PAPER)


def _stop(pen: Pen) -> None:
    near, far, end = 28.1, 67.9, 96
    octagon = [(near, 0), (far, 0), (end, near), (end, far)]
    octagon += [(far, end), (near, end), (0, far), (0, near)]
    pen.polygon(octagon, theme.PAPER)
    pen.line([(29, 29), (67, 67)], theme.BLOCK, 12)
    pen.line([(67, 29), (29, 67)], theme.BLOCK, 12)


def _barcode(pen: Pen) -> None:
    x = 0
    for number, width in enumerate(_BARS):
        if number % 2 == 0:
            pen.box(x, 0, width, 104, theme.INK)
        x += width
    pen.box(0, 49, x, 6, theme.ACT)


def _aim(pen: Pen) -> None:
    """Where to hold a code, over a picture of any brightness: white between dark edges."""
    _frame(pen, theme.PAPER, theme.INK, thickness=3)


def _aim_read(pen: Pen) -> None:
    _frame(pen, theme.OK, theme.PAPER, thickness=7)
    middle_x, middle_y = (length / 2 for length in _SIGHT)
    pen.disc(middle_x, middle_y, 30, theme.PAPER)
    pen.disc(middle_x, middle_y, 27, theme.OK)
    tick = [(-12, 0.5), (-3.5, 9), (13, -8.5)]
    pen.line([(middle_x + x, middle_y + y) for x, y in tick], theme.PAPER, 6)


def _frame(pen: Pen, colour: str, edge: str, *, thickness: float) -> None:
    """Draw from the outside in: edge, frame, edge, nothing."""
    width, height = _SIGHT
    insets = (0.0, 1.5, 1.5 + thickness, 3 + thickness)
    for inset, ground in zip(insets, (edge, colour, edge, _NOTHING), strict=True):
        left, top = width * 0.14 + inset, height * 0.12 + inset
        box = (left, top, width - 2 * left, height - 2 * top)
        pen.round_box(*box, ground, radius=theme.RADIUS + 3 - inset)


def _printer(pen: Pen) -> None:
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


def _lid_open(pen: Pen) -> None:
    pen.round_box(0, 62, 128, 54, theme.INK, radius=8)
    pen.box(0, 62, 60, 10, theme.INK)
    pen.polygon([(0, 57), (128, 28), (128, 38), (0, 68)], theme.EDGE)
    _arrow(pen, tip=0, end=25)


def _roll_in(pen: Pen) -> None:
    _body(pen)
    pen.disc(64, 54, 35, theme.INK)
    pen.disc(64, 54, 31.5, theme.PAPER)
    pen.disc(64, 54, 10, theme.INK)
    pen.box(30.5, 54, 12, 62, theme.INK)
    pen.box(34, 54, 6, 59, theme.PAPER)


def _lid_shut(pen: Pen) -> None:
    _body(pen)
    pen.round_box(0, 50, 128, 16, theme.EDGE, radius=6)
    _arrow(pen, tip=46, end=5)


def _power_on(pen: Pen) -> None:
    _lid_down(pen)
    pen.disc(104, 92, 8, theme.WARN_TINT)
    pen.line([(104, 14), (104, 40)], theme.ACT, 5)
    pen.line([(82, 20), (91, 42)], theme.ACT, 5)
    pen.line([(126, 20), (117, 42)], theme.ACT, 5)


def _lid_down(pen: Pen) -> None:
    _body(pen)
    pen.round_box(0, 50, 128, 16, theme.EDGE, radius=6)


def _cable_in(pen: Pen) -> None:
    pen.round_box(48, 62, 80, 54, theme.INK, radius=8)
    pen.round_box(48, 50, 80, 16, theme.EDGE, radius=6)
    pen.line([(0, 32), (0, 90), (14, 90)], theme.INK, 6)
    pen.box(12, 80, 20, 20, theme.ACT)
    pen.box(32, 84, 12, 4, theme.ACT)
    pen.box(32, 92, 12, 4, theme.ACT)


def _paper_comes(pen: Pen) -> None:
    pen.box(30, 0, 68, 66, theme.INK)
    pen.box(33, 3, 62, 60, theme.PAPER)
    for y, width in ((13, 46), (25, 34), (37, 46)):
        pen.box(41, y, width, 4, theme.INK2)
    _body(pen)
    pen.round_box(18, 58, 92, 8, theme.EDGE, radius=4)


_DRAWN: dict[Icon, tuple[float, float, Callable[[Pen], None]]] = {
    Icon.ONLINE: (21, 18, _online),
    Icon.OFFLINE_ON_DARK: (22, 18, lambda pen: _offline(pen, theme.PAPER)),
    Icon.OFFLINE_ON_LIGHT: (22, 18, lambda pen: _offline(pen, theme.OFF)),
    Icon.DONE: (40, 40, _done),
    Icon.WARNING: (38, 34, _warning),
    Icon.STOP: (96, 96, _stop),
    Icon.BARCODE: (sum(_BARS), 104, _barcode),
    Icon.AIM: (*_SIGHT, _aim),
    Icon.AIM_READ: (*_SIGHT, _aim_read),
    Icon.PRINTER: (32, 30, _printer),
    Icon.LID_OPEN: (128, 116, _lid_open),
    Icon.ROLL_IN: (128, 116, _roll_in),
    Icon.LID_SHUT: (128, 116, _lid_shut),
    Icon.POWER_ON: (128, 116, _power_on),
    Icon.CABLE_IN: (128, 116, _cable_in),
    Icon.PAPER_COMES: (128, 116, _paper_comes),
}


def shape_of(icon: Icon) -> tuple[float, float]:
    """Return an icon's natural width and height."""
    width, height, _draw = _DRAWN[icon]
    return width, height


@lru_cache(maxsize=64)
def picture(icon: Icon, width: int, height: int) -> Image.Image:
    """Draw an icon at this size in pixels, on nothing."""
    natural_width, natural_height, draw = _DRAWN[icon]
    large = Image.new("RGBA", (width * _OVERSAMPLING, height * _OVERSAMPLING))
    draw(Pen(large, natural_width, natural_height))
    return large.resize((width, height), Image.Resampling.BOX)


@lru_cache(maxsize=16)
def rounded_square(corner: int) -> Image.Image:
    """Draw a white square with round corners, to be stretched between them and tinted."""
    side = 2 * corner + 2
    large = Image.new("L", (side * _OVERSAMPLING, side * _OVERSAMPLING))
    Pen(large, side, side).round_box(0, 0, side, side, "white", radius=corner)
    white = Image.new("RGBA", (side, side), "white")
    white.putalpha(large.resize((side, side), Image.Resampling.BOX))
    return white
