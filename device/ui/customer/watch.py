"""Looks at the till's note again and again, and shows it where it has changed."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from device.customer_view import (
    BEAT_SECONDS,
    CustomerView,
    customer_view_stamp,
    read_customer_view,
    write_display_beat,
)

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
"""Between two looks at the note: one call to the kernel, no reading."""


class Shows(Protocol):
    """What views are shown on."""

    def show(self, view: CustomerView) -> bool:
        """Show a view."""


class Watch:
    """Keeps the glass and the note the same."""

    def __init__(
        self, folder: Path, glass: Shows, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder, self._glass, self._monotonic = folder, glass, monotonic
        self._stamp: object = self
        self._next_beat = 0.0

    def look(self, *_seconds: float) -> None:
        """Show what has changed, and now and then say that the display is lit."""
        stamp = customer_view_stamp(self._folder)
        if stamp != self._stamp:
            self._stamp = stamp
            self._glass.show(read_customer_view(self._folder))
        self._say_lit()

    def _say_lit(self) -> None:
        now = self._monotonic()
        if now < self._next_beat:
            return
        self._next_beat = now + BEAT_SECONDS
        try:
            write_display_beat(self._folder, self._monotonic)
        except OSError as error:
            log.warning("the run folder does not take the display's beat: %s", error)
