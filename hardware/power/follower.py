"""Looks at the supply again and again, in a thread of its own, and tells what changes."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from hardware.power.api import Supply
from hardware.power.policy import Advice, PowerWatch
from hardware.power.settings import PowerSettings

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0


class PowerListener(Protocol):
    """Who hears of the power. Calls come from the follower's thread."""

    def power(self, advice: Advice) -> None:
        """What is to be done now: said once after the start, then whenever it changes."""


class PowerFollower:
    """Follows one supply; owns it."""

    def __init__(
        self,
        supply: Supply,
        settings: PowerSettings,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._supply, self._watch = supply, PowerWatch(settings)
        self._monotonic = monotonic
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, listener: PowerListener, every: float = LOOK_SECONDS) -> None:
        """Begin to look, every so many seconds. Returns at once."""
        self._thread = threading.Thread(
            target=self._run, args=(listener, every), name="power", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop, and release the supply. Closing twice is fine; no call follows."""
        self._closing.set()
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join()
        self._supply.close()

    def _run(self, listener: PowerListener, every: float) -> None:
        said: Advice | None = None
        while not self._closing.is_set():
            try:
                advice = self._watch.see(self._supply.look(), self._monotonic())
                if advice != said:
                    listener.power(advice)
                said = advice
            # The outermost loop of this thread: one odd look must not end all that follow.
            except Exception:
                log.exception("the power cannot be followed")
            self._closing.wait(every)
