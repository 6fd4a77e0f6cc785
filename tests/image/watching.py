"""What the screen of an emulated terminal shows: pictures, compared and kept."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.image.machine import Machine

_BAR = 48
"""Height of the bar at the top: its clock goes on by itself."""
_IN_STRIP, _CLEARLY = (780, 60), 40


@dataclass
class Pictures:
    """Pictures of one machine's screen, numbered, in a folder."""

    machine: Machine
    folder: Path
    taken: int = 0

    def take(self, name: str) -> Path:
        """Take a picture and keep it."""
        self.taken += 1
        file = self.folder / f"{self.taken:02}-{name}.png"
        self.machine.qmp.picture(file)
        return file

    def colours(self) -> int:
        """Return how many colours are shown: a console has a few, a counter's screen many."""
        with Image.open(self._now()) as picture:
            found = picture.convert("RGB").getcolors(1 << 20)
        return len(found or ())

    def mark(self, bottom: int | None = None) -> str:
        """Return a mark of what is shown below the bar; another picture has another mark."""
        with Image.open(self._now()) as picture:
            below = picture.convert("RGB").crop((0, _BAR, picture.width, bottom or picture.height))
            return hashlib.sha256(below.tobytes()).hexdigest()

    def has_strip(self) -> bool:
        """Whether something is the matter: the yellow strip below the bar."""
        red, green, blue = self.colour_at(*_IN_STRIP)
        return min(red, green) - blue > _CLEARLY

    def colour_at(self, x: int, y: int) -> tuple[int, int, int]:
        """Return the red, green and blue of a point."""
        with Image.open(self._now()) as picture:
            red, green, blue = picture.convert("RGB").crop((x, y, x + 1, y + 1)).tobytes()
        return red, green, blue

    def _now(self) -> Path:
        file = self.folder / "now.png"
        self.machine.qmp.picture(file)
        return file
