"""What the camera sees, brought to the glass while somebody may want to aim.

Nothing else on this screen moves by itself: a camera's picture is the exception, because it is no
animation of ours but the person's own hand.
"""

import time
from collections.abc import Callable

from kivy.clock import Clock
from kivy.graphics.texture import Texture

from device.ui import theme
from device.ui.view import Aim
from hardware.api import Preview


class Viewfinder:
    """Looks at a camera's preview, while it is open. In the UI's thread only."""

    def __init__(
        self,
        preview: Preview,
        *,
        painted: Callable[[], None],
        changed: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`painted`: the texture has a new picture; `changed`: `aim` may be another."""
        self._preview, self._painted, self._changed = preview, painted, changed
        self._monotonic = monotonic
        self.texture = Texture.create(size=preview.size, colorfmt="luminance")
        self.texture.flip_vertical()
        self._seen_at: float | None = None
        self._told: Aim | None = None
        self._is_open = self._has_read = False
        self._read_fades = Clock.create_trigger(self._read_is_over, theme.READ_SHOWN)

    @property
    def aim(self) -> Aim | None:
        """What to show; None: the camera gives no pictures."""
        if self._seen_at is None or self._monotonic() - self._seen_at >= theme.SIGHT_LOST:
            return None
        return Aim.READ if self._has_read else Aim.OPEN

    def open(self) -> None:
        """Look now and then regularly, until it is closed."""
        if not self._is_open:
            self._is_open = True
            Clock.schedule_interval(self._tick, theme.SIGHT_INTERVAL)
            self._look()

    def close(self) -> None:
        """Look no more, and forget what was read."""
        if self._is_open:
            self._is_open = self._has_read = False
            self._read_fades.cancel()
            Clock.unschedule(self._tick)

    def has_read(self) -> None:
        """The camera read a code: show it for a moment, if anything is shown."""
        if self._is_open:
            self._has_read = True
            self._read_fades.cancel()
            self._read_fades()
            self._changed()

    def _read_is_over(self, _seconds: float) -> None:
        self._has_read = False
        self._changed()

    def _tick(self, _seconds: float) -> None:
        self._look()
        if self.aim is not self._told:
            self._told = self.aim
            self._changed()

    def _look(self) -> None:
        pixels = self._preview.latest()
        if pixels is not None:
            self._seen_at = self._monotonic()
            self.texture.blit_buffer(pixels, colorfmt="luminance", bufferfmt="ubyte")
            self._painted()
