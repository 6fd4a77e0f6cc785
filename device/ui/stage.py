"""Kivy's root widget: the terminal's screen and, where there is one, the tray below it."""

import time
from collections.abc import Callable
from typing import Any

from kivy.graphics import Fbo, Translate
from kivy.uix.widget import Widget
from PIL import Image

from device.ui import theme
from device.ui.bench import Bench
from device.ui.canvas import Pane
from device.ui.drawing import Act, Button, Drawing
from device.ui.finger import Finger
from device.ui.screens.every import draw
from device.ui.typeface import Measure, measure_at
from device.ui.view import View


class Stage(Widget):
    """Shows views and says what was pressed."""

    def __init__(
        self,
        width: int,
        height: int,
        press: Callable[[Act], None],
        *,
        bench: Bench | None = None,
        sight: Any = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`sight`: the texture with the camera's picture."""
        super().__init__()
        self._width, self._height, self._press, self._bench = width, height, press, bench
        self._unit = theme.unit(width, height)
        self._measure = measure_at(self._unit)
        self.bench_height = bench_height(width, height) if bench else 0
        self.terminal = Pane(x=0, top=height + self.bench_height, unit=self._unit, sight=sight)
        self.tray = Pane(x=0, top=self.bench_height, unit=self._unit)
        self.finger = Finger(monotonic)
        self.before_touch: Callable[[], None] = lambda: None
        """Draws what has changed: a touch means what is on the glass, not what was before it."""
        self._shown: tuple[object, ...] | None = None
        self.canvas.add(self.terminal.group)
        self.canvas.add(self.tray.group)

    def show(self, view: View) -> bool:
        """Draw a view, where it looks other than before; return whether it is another screen."""
        drawing = draw(view, width=self._width / self._unit, measure=self._measure)
        return self.show_drawing(drawing, (type(view.state), view.subject, view.mishap))

    def show_drawing(self, drawing: Drawing, shown: tuple[object, ...]) -> bool:
        """Show a drawing of what `shown` names; return whether it is another screen."""
        is_other = shown != self._shown
        if is_other:
            self.finger.screen_changed(drawing.buttons)
        elif drawing.buttons != self.terminal.drawing.buttons:
            self.finger.buttons_changed(drawing.buttons)
        self._shown = shown
        self.terminal.show(drawing, self.finger.pressed)
        if self._bench:
            tiles = self._bench.draw(width=self._width / self._unit, measure=self._measure)
            self.tray.show(tiles, self.finger.pressed)
        return is_other

    @property
    def sheet_width(self) -> float:
        """How wide the screen is, in u."""
        return self._width / self._unit

    @property
    def measure(self) -> Measure:
        """How wide words are on this screen."""
        return self._measure

    def turn_page(self) -> None:
        """Turn the tray's page; the next view shows it."""
        if self._bench:
            self._bench.turn_page()

    @property
    def pages(self) -> int:
        """How many pages the tray has."""
        return self._bench.pages if self._bench else 0

    def button_at(self, x: float, y: float) -> Button | None:
        """Return the button at a place in the window, pixels from the bottom left."""
        pane = self.terminal if y >= self.bench_height else self.tray
        return pane.drawing.button_at(*pane.to_units(x, y))

    def find_button(self, words: str) -> tuple[Button, tuple[float, float]] | None:
        """Return the button with these words, and its middle in the window."""
        for pane in (self.terminal, self.tray):
            button = pane.drawing.button_named(words)
            if button:
                box = button.box
                return button, pane.to_window(box.x + box.width / 2, box.y + box.height / 2)
        return None

    def nth_button(self, number: int) -> tuple[Button, tuple[float, float]] | None:
        """Return the button of this number, from 1, and its middle in the window.

        They are numbered as they are read; keys of a pad or keyboard have no number.
        """
        numbered = self.terminal.drawing.numbered
        if not 1 <= number <= len(numbered):
            return None
        button = numbered[number - 1]
        return button, self.terminal.to_window(button.box.centre, button.box.middle)

    def on_touch_down(self, touch: Any) -> bool:
        """A finger touched the glass. Wheels and other mouse buttons are no fingers."""
        if touch.button in {None, "left"}:
            self.before_touch()
            self.finger.down(touch.uid, self.button_at(touch.x, touch.y))
            self._show_finger()
        return True

    def on_touch_move(self, touch: Any) -> bool:
        """A finger slides: only where it leaves the glass counts."""
        return touch is not None

    def on_touch_up(self, touch: Any) -> bool:
        """A finger left the glass."""
        self.before_touch()
        pressed = self.finger.up(touch.uid, self.button_at(touch.x, touch.y))
        self._show_finger()
        if pressed:
            self._press(pressed.act)
        return True

    def _show_finger(self) -> None:
        for pane in (self.terminal, self.tray):
            pane.show(pane.drawing, self.finger.pressed)

    def picture(self) -> Image.Image:
        """Return the terminal's screen as it is drawn now."""
        size = (self._width, self._height)
        camera = Fbo(size=size)
        with camera:
            Translate(0, -self.bench_height, 0)
        camera.add(self.terminal.group)
        camera.draw()
        image = Image.frombytes("RGBA", size, camera.pixels)
        camera.remove(self.terminal.group)
        return image.transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGB")


def bench_height(width: int, height: int) -> int:
    """Return how many pixels high the tray below a screen of this size is."""
    return round(theme.BENCH_HEIGHT * theme.unit(width, height))
