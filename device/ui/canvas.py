"""Drawings on Kivy's canvas."""

from typing import Any

from kivy.graphics import InstructionGroup

from device.ui.drawing import Button, Drawing, Shape
from device.ui.painter import Painter

Painted = dict[tuple[Shape, bool], list[InstructionGroup]]
"""What every shape became; one that is drawn twice has two."""


class Pane:
    """A part of the window that shows one drawing at a time."""

    def __init__(self, *, x: float, top: float, unit: float, sight: Any = None) -> None:
        """`sight`: the texture with the camera's picture, where there is one."""
        self.group = InstructionGroup()
        self.drawing = Drawing(())
        self._pressed: Button | None = None
        self._x, self._top, self._unit = x, top, unit
        self._painter = Painter(x=x, top=top, unit=unit, sight=sight)
        self._painted: Painted = {}

    def show(self, drawing: Drawing, pressed: Button | None = None) -> bool:
        """Draw; what is drawn already is left alone. Return whether anything was drawn."""
        if drawing == self.drawing and pressed == self._pressed:
            return False
        self.drawing, self._pressed = drawing, pressed
        before, self._painted = self._painted, {}
        self.group.clear()
        for shape in drawing.shapes:
            key = (shape, shape == pressed)
            kept = before.get(key)
            painted = kept.pop() if kept else self._painter.paint(*key)
            self._painted.setdefault(key, []).append(painted)
            self.group.add(painted)
        return True

    def to_units(self, x: float, y: float) -> tuple[float, float]:
        """Turn a place in the window (from the bottom left, pixels) into one on the drawing."""
        return (x - self._x) / self._unit, (self._top - y) / self._unit

    def to_window(self, x: float, y: float) -> tuple[float, float]:
        """Turn a place on the drawing into one in the window."""
        return self._x + x * self._unit, self._top - y * self._unit
