"""The display's one widget: draws views and takes no touch."""

from kivy.graphics import Fbo
from kivy.uix.widget import Widget
from PIL import Image

from device.customer_view import CustomerView
from device.ui import theme
from device.ui.canvas import Pane
from device.ui.customer.screen import draw_for_customer
from device.ui.typeface import measure_at


class Glass(Widget):
    """Shows views to the customer."""

    def __init__(self, width: int, height: int, *, outlet: str) -> None:
        super().__init__()
        self._size, self._outlet = (width, height), outlet
        self._unit = theme.unit(width, height)
        self._measure = measure_at(self._unit)
        self.pane = Pane(x=0, top=height, unit=self._unit)
        self.canvas.add(self.pane.group)

    def show(self, view: CustomerView) -> bool:
        """Draw a view; return whether anything had to be drawn."""
        drawing = draw_for_customer(
            view,
            outlet=self._outlet,
            width=self._size[0] / self._unit,
            measure=self._measure,
        )
        return self.pane.show(drawing)

    def picture(self) -> Image.Image:
        """Return what the glass shows now."""
        camera = Fbo(size=self._size)
        camera.add(self.pane.group)
        camera.draw()
        image = Image.frombytes("RGBA", self._size, camera.pixels)
        camera.remove(self.pane.group)
        return image.transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGB")
