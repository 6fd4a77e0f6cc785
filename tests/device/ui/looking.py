"""Screens as drawings, for those who look at them."""

from device.ui import theme
from device.ui.drawing import Drawing, Text
from device.ui.screens.every import draw
from device.ui.typeface import measure_at
from device.ui.view import View
from tests.device.ui.views import every_view

VIEWS = every_view()


def draw_view(view: View, width: int = 800, height: int = 480) -> Drawing:
    unit = theme.unit(width, height)
    return draw(view, width=width / unit, measure=measure_at(unit))


def lines_of(drawing: Drawing) -> list[Text]:
    return [*drawing.texts, *(text for button in drawing.buttons for text in button.texts)]


def words_of(drawing: Drawing) -> str:
    return " | ".join(text.words for text in lines_of(drawing))
