"""A pen for icons: rectangles, discs, straight lines and polygons."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

Points = Sequence[tuple[float, float]]


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

    def half_disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill the lower half of a circle."""
        corners = self._points([(x - radius, y - radius), (x + radius, y + radius)])
        self._draw.pieslice(corners, 0, 180, fill=colour)

    def line(self, points: Points, colour: str, thickness: float) -> None:
        """Draw straight lines from point to point."""
        width = max(1, round(thickness * self._scale))
        self._draw.line(self._points(points), fill=colour, width=width, joint="curve")
