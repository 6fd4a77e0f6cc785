"""A painter: turns one shape of a drawing into Kivy's instructions."""

from collections.abc import Callable, Hashable
from typing import Any

from kivy.graphics import BorderImage, Color, InstructionGroup, Rectangle
from kivy.graphics.texture import Texture
from PIL import Image

from device.ui import matrix, theme, typeface
from device.ui.button_colours import GROUND_OF, PRESSED_GROUND_OF
from device.ui.drawing import Box, Button, Code, Fill, Kind, Mark, Shape, Sight, Text
from device.ui.fitting import TAG_PADDING
from device.ui.icons import Icon, picture, rounded_square

_OUTLINE = {Kind.CHOSEN: theme.CHOSEN_OUTLINE}
_RADIUS = {Kind.LETTER: theme.KEY_RADIUS}


class Painter:
    """Paints for one pane; textures are made once."""

    def __init__(self, *, x: float, top: float, unit: float, sight: Any) -> None:
        self._x, self._top, self._unit, self._sight_texture = x, top, unit, sight
        self._textures: dict[Hashable, Any] = {}
        self._group = InstructionGroup()

    def paint(self, shape: Shape, is_down: bool) -> InstructionGroup:  # noqa: FBT001 - a finger
        """Return what draws a shape; a button may have a finger on it."""
        self._group = InstructionGroup()
        match shape:
            case Fill(box=box, colour=colour, radius=radius):
                self._fill(box, colour, radius)
            case Mark(box=box, icon=icon):
                self._mark(box, icon)
            case Sight(box=box):
                self._sight(box)
            case Code(box=box, text=text):
                self._code(box, text)
            case Text():
                self._text(shape)
            case Button():
                self._button(shape, is_down=is_down)
        return self._group

    def _pixels(self, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
        """Position and size in whole pixels: half a pixel would blur every edge."""
        left, right = round(box.x * self._unit), round(box.right * self._unit)
        upper, lower = round(box.y * self._unit), round(box.bottom * self._unit)
        return (self._x + left, self._top - lower), (max(1, right - left), max(1, lower - upper))

    def _fill(self, box: Box, colour: str, radius: float, *, inset: int = 0) -> None:
        """Fill a box, smaller by `inset` pixels on each side."""
        (left, lower), (width, height) = self._pixels(box)
        pos, size = (left + inset, lower + inset), (width - 2 * inset, height - 2 * inset)
        self._group.add(Color(*theme.rgb(colour)))
        if radius:
            corner = round(min(radius * self._unit, min(size) / 2))
            rounded = self._texture(corner, lambda: rounded_square(corner))
            border = (corner,) * 4
            self._group.add(BorderImage(texture=rounded, border=border, pos=pos, size=size))
        else:
            self._group.add(Rectangle(pos=pos, size=size))

    def _mark(self, box: Box, icon: Icon) -> None:
        pos, _size = self._pixels(box)
        # Not from edge to edge: rounding each edge could make a disc an egg.
        width, height = round(box.width * self._unit), round(box.height * self._unit)
        key = (icon, width, height)
        drawn = self._texture(key, lambda: picture(*key))
        self._picture(drawn, pos, (width, height))

    def _picture(self, texture: Any, pos: tuple[float, float], size: tuple[float, float]) -> None:
        self._group.add(Color(1, 1, 1))
        self._group.add(Rectangle(texture=texture, pos=pos, size=size))

    def _sight(self, box: Box) -> None:
        if self._sight_texture:
            self._picture(self._sight_texture, *self._pixels(box))

    def _code(self, box: Box, text: str) -> None:
        """As many whole pixels for each module as the box has, in its middle."""
        (left, lower), (width, height) = self._pixels(box)
        drawn = matrix.picture(text, room=int(min(width, height)))
        texture = _texture_of(drawn)
        pos = (left + (width - drawn.width) // 2, lower + (height - drawn.height) // 2)
        self._picture(texture, pos, drawn.size)

    def _texture(self, key: Hashable, draw: Callable[[], Image.Image]) -> Any:
        """Return what `draw` draws, as a texture; each is made once."""
        if key not in self._textures:
            self._textures[key] = _texture_of(draw())
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
            self._group.add(Color(*theme.rgb(run.colour or text.colour)))
            self._group.add(Rectangle(texture=drawn, pos=place, size=drawn.size))
            left += drawn.width / self._unit + (TAG_PADDING if run.ground else 0)

    def _button(self, button: Button, *, is_down: bool) -> None:
        outline, ground = (PRESSED_GROUND_OF if is_down else GROUND_OF)[button.kind]
        radius = _RADIUS.get(button.kind, theme.RADIUS)
        self._fill(button.box, outline, radius)
        if outline != ground:
            line = _OUTLINE.get(button.kind, theme.OUTLINE)
            self._fill(button.box, ground, radius - line, inset=round(line * self._unit))
        for text in button.texts:
            self._text(text)
        if button.mark:
            self._mark(button.mark.box, button.mark.icon)


def _texture_of(image: Image.Image) -> Any:
    texture = Texture.create(size=image.size, colorfmt="rgba")
    texture.blit_buffer(image.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
