"""Draws views as the terminal does, and looks at what came out."""

from device.ui import theme
from device.ui.drawing import Act, Drawing
from device.ui.screens.every import draw
from device.ui.typeface import measure_at
from device.ui.view import View


def drawn(view: View, width: int = 800, height: int = 480) -> Drawing:
    unit = theme.unit(width, height)
    return draw(view, width=width / unit, measure=measure_at(unit))


def acts_of(view: View) -> list[Act]:
    """What can be pressed, pads left out."""
    return [button.act for button in drawn(view).buttons if not button.group]


def words_of(drawing: Drawing) -> str:
    lines = [*drawing.texts, *(text for button in drawing.buttons for text in button.texts)]
    return " | ".join(text.words for text in lines)
