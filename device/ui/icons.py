"""Icons: drawn from rectangles, discs, straight lines and polygons, large and then made small."""

from collections.abc import Callable
from enum import Enum, auto
from functools import lru_cache

from PIL import Image

from device.ui import printer_pictures, signs, theme
from device.ui.pen import Pen

_OVERSAMPLING = 4
"""Icons are drawn so much larger first: that makes their edges smooth."""


class Icon(Enum):
    """What an icon says."""

    ONLINE = auto()
    ONLINE_ON_DARK = auto()
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
    RING = auto()
    """Still to be done."""
    PART = auto()
    """Done in part."""
    ERASE = auto()
    BADGE = auto()
    PADLOCK = auto()
    NEVER = auto()
    DOT = auto()
    """A digit that was typed and is not shown."""
    DOT_EMPTY = auto()


_DRAWN: dict[Icon, tuple[float, float, Callable[[Pen], None]]] = {
    Icon.ONLINE: (21, 18, signs.online),
    Icon.ONLINE_ON_DARK: (21, 18, lambda pen: signs.online(pen, theme.PAPER)),
    Icon.OFFLINE_ON_DARK: (22, 18, lambda pen: signs.offline(pen, theme.PAPER)),
    Icon.OFFLINE_ON_LIGHT: (22, 18, lambda pen: signs.offline(pen, theme.OFF)),
    Icon.DONE: (40, 40, signs.done),
    Icon.WARNING: (38, 34, signs.warning),
    Icon.STOP: (96, 96, signs.stop),
    Icon.BARCODE: (sum(signs.BARS), 104, signs.barcode),
    Icon.AIM: (*signs.SIGHT, signs.aim),
    Icon.AIM_READ: (*signs.SIGHT, signs.aim_read),
    Icon.PRINTER: (32, 30, printer_pictures.printer),
    Icon.LID_OPEN: (128, 116, printer_pictures.lid_open),
    Icon.ROLL_IN: (128, 116, printer_pictures.roll_in),
    Icon.LID_SHUT: (128, 116, printer_pictures.lid_shut),
    Icon.POWER_ON: (128, 116, printer_pictures.power_on),
    Icon.CABLE_IN: (128, 116, printer_pictures.cable_in),
    Icon.PAPER_COMES: (128, 116, printer_pictures.paper_comes),
    Icon.RING: (40, 40, signs.ring),
    Icon.PART: (40, 40, signs.part),
    Icon.ERASE: (35, 24, signs.erase),
    Icon.BADGE: (88, 64, signs.badge),
    Icon.PADLOCK: (24, 30, signs.padlock),
    Icon.NEVER: (28, 28, signs.never),
    Icon.DOT: (26, 26, signs.dot),
    Icon.DOT_EMPTY: (26, 26, signs.dot_empty),
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
