"""Drawings on Kivy's canvas."""

from collections.abc import Callable, Hashable
from typing import Any

from kivy.graphics import BorderImage, Color, InstructionGroup, Rectangle
from kivy.graphics.texture import Texture
from PIL import Image

from device.ui import theme, typeface
from device.ui.drawing import Box, Button, Drawing, Fill, Kind, Mark, Sight, Text
from device.ui.fitting import TAG_PADDING
from device.ui.icons import Icon, picture, rounded_square

GROUND_OF = {
    Kind.PRIMARY: (theme.ACT, theme.ACT),
    Kind.OUTLINED: (theme.EDGE, theme.PAPER),
    Kind.REMOVE: (theme.BLOCK, theme.PAPER),
    Kind.TILE: (theme.BENCH_TILE, theme.BENCH_TILE),
}
"""Outline and ground of each kind of button."""
PRESSED_GROUND_OF = {
    Kind.PRIMARY: (theme.ACT_PRESS, theme.ACT_PRESS),
    Kind.OUTLINED: (theme.ACT, theme.ACT_TINT),
    Kind.REMOVE: (theme.BLOCK, theme.GROUND),
    Kind.TILE: (theme.BENCH_PRESS, theme.BENCH_PRESS),
}


class Pane:
    """A part of the window that shows one drawing at a time."""

    def __init__(self, *, x: float, top: float, unit: float, sight: Any = None) -> None:
        """`sight`: the texture with the camera's picture, where there is one."""
        self.group = InstructionGroup()
        self.drawing = Drawing(())
        self._pressed: Button | None = None
        self._x, self._top, self._unit, self._sight_texture = x, top, unit, sight
        self._textures: dict[Hashable, Any] = {}

    def show(self, drawing: Drawing, pressed: Button | None = None) -> bool:
        """Draw; what is drawn already is left alone. Return whether anything was drawn."""
        if drawing == self.drawing and pressed == self._pressed:
            return False
        self.drawing, self._pressed = drawing, pressed
        self.group.clear()
        for shape in drawing.shapes:
            match shape:
                case Fill(box=box, colour=colour, radius=radius):
                    self._fill(box, colour, radius)
                case Mark(box=box, icon=icon):
                    self._mark(box, icon)
                case Sight(box=box):
                    self._sight(box)
                case Text():
                    self._text(shape)
                case Button():
                    self._button(shape, is_down=shape == pressed)
        return True

    def to_units(self, x: float, y: float) -> tuple[float, float]:
        """Turn a place in the window (from the bottom left, pixels) into one on the drawing."""
        return (x - self._x) / self._unit, (self._top - y) / self._unit

    def to_window(self, x: float, y: float) -> tuple[float, float]:
        """Turn a place on the drawing into one in the window."""
        return self._x + x * self._unit, self._top - y * self._unit

    def _pixels(self, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
        """Position and size in whole pixels: half a pixel would blur every edge."""
        left, right = round(box.x * self._unit), round(box.right * self._unit)
        upper, lower = round(box.y * self._unit), round(box.bottom * self._unit)
        return (self._x + left, self._top - lower), (max(1, right - left), max(1, lower - upper))

    def _fill(self, box: Box, colour: str, radius: float, *, inset: int = 0) -> None:
        """Fill a box, smaller by `inset` pixels on each side."""
        (left, lower), (width, height) = self._pixels(box)
        pos, size = (left + inset, lower + inset), (width - 2 * inset, height - 2 * inset)
        self.group.add(Color(*theme.rgb(colour)))
        if radius:
            corner = round(min(radius * self._unit, min(size) / 2))
            rounded = self._texture(corner, lambda: rounded_square(corner))
            border = (corner,) * 4
            self.group.add(BorderImage(texture=rounded, border=border, pos=pos, size=size))
        else:
            self.group.add(Rectangle(pos=pos, size=size))

    def _mark(self, box: Box, icon: Icon) -> None:
        pos, _size = self._pixels(box)
        # Not from edge to edge: rounding each edge could make a disc an egg.
        width, height = round(box.width * self._unit), round(box.height * self._unit)
        key = (icon, width, height)
        drawn = self._texture(key, lambda: picture(*key))
        self.group.add(Color(1, 1, 1))
        self.group.add(Rectangle(texture=drawn, pos=pos, size=(width, height)))

    def _sight(self, box: Box) -> None:
        if self._sight_texture:
            pos, size = self._pixels(box)
            self.group.add(Color(1, 1, 1))
            self.group.add(Rectangle(texture=self._sight_texture, pos=pos, size=size))

    def _texture(self, key: Hashable, draw: Callable[[], Image.Image]) -> Any:
        """Return what `draw` draws, as a texture; each is made once."""
        if key not in self._textures:
            image = draw()
            fresh = Texture.create(size=image.size, colorfmt="rgba")
            fresh.blit_buffer(image.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
            fresh.flip_vertical()
            self._textures[key] = fresh
        return self._textures[key]

    def _text(self, text: Text) -> None:
        pixels = round(text.size * self._unit)
        left, baseline = text.x, self._top - round(text.baseline * self._unit)
        for run in text.runs:
            if not run.words:
                continue
            drawn = typeface.texture(run.words, pixels, bold=run.bold)
            if run.ground:
                width = drawn.width / self._unit + 2 * TAG_PADDING
                tag = Box(left, text.baseline - text.size * 0.98, width, text.size * 1.3)
                self._fill(tag, run.ground, theme.TAG_RADIUS)
                left += TAG_PADDING
            lowest = baseline - typeface.descent(pixels, bold=run.bold)
            place = (self._x + round(left * self._unit), lowest)
            self.group.add(Color(*theme.rgb(text.colour)))
            self.group.add(Rectangle(texture=drawn, pos=place, size=drawn.size))
            left += drawn.width / self._unit + (TAG_PADDING if run.ground else 0)

    def _button(self, button: Button, *, is_down: bool) -> None:
        outline, ground = (PRESSED_GROUND_OF if is_down else GROUND_OF)[button.kind]
        self._fill(button.box, outline, theme.RADIUS)
        if outline != ground:
            thickness = round(theme.OUTLINE * self._unit)
            self._fill(button.box, ground, theme.RADIUS - theme.OUTLINE, inset=thickness)
        for text in button.texts:
            self._text(text)
