"""Tells the screen whether the line is up."""

import logging
import time
from pathlib import Path

from device.clock import Clock
from device.link_state import LinkState, write_link_state

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0


class Beacon:
    """Says how the line is: on every change, and now and then."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        self._online: bool | None = None
        self._since = clock()
        self._next = 0.0

    def show(self, *, online: bool) -> None:
        """Say how the line is. Where that cannot be written down, sending goes on."""
        now = time.monotonic()
        if online != self._online:
            self._online, self._since, self._next = online, self._clock(), 0.0
        if now < self._next:
            return
        self._next = now + BEAT_SECONDS
        try:
            write_link_state(self._folder, LinkState(online=online, since=self._since, beat=now))
        except OSError as error:
            log.warning("the run folder does not take the link's state: %s", error)
