"""Between supply and counter: what the battery asks for goes in, switching off comes out."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from device.counter.event import PowerChanged
from device.counter.power import PowerNow, Supplied
from hardware.power.api import Power
from hardware.power.policy import Advice, Deed

log = logging.getLogger(__name__)

POWER_OFF = "power-off"
"""In the run folder: systemd's quay-poweroff.path does the rest."""
READING_SECONDS = 8.0
"""So long the last screen is to be read, and a receipt to come out."""

_SUPPLIED = {
    Deed.NOTHING: Supplied.WELL,
    Deed.TELL: Supplied.BATTERY,
    Deed.DIM: Supplied.BATTERY,
    Deed.END_AFTER_SALE: Supplied.ENDING,
    Deed.END_NOW: Supplied.OVER,
}


class PowerDesk:
    """Hears a `PowerFollower`; switches off when the counter says so."""

    def __init__(
        self,
        folder: Path,
        tell: Callable[[PowerChanged], None],
        *,
        reading_seconds: float = READING_SECONDS,
    ) -> None:
        """`tell` takes an event from any thread."""
        self._file, self._tell, self._seconds = folder / POWER_OFF, tell, reading_seconds
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self.advice = Advice()

    def power(self, advice: Advice) -> None:
        """Take what is to be done now; from the follower's thread."""
        self.advice = advice
        now = power_now(advice)
        if not now.ends:
            self._stay()
        self._tell(PowerChanged(now))

    def seen(self) -> Power:
        """Return how the supply is, as far as it has been followed."""
        advice = self.advice
        return Power(
            source=advice.source,
            percent=advice.percent,
            is_weak=True if advice.is_weak else None,
        )

    def off(self) -> None:
        """Switch off in a moment, unless the mains is back by then."""
        with self._lock:
            if self._timer is None and power_now(self.advice).ends:
                log.warning("the battery is nearly empty: the terminal goes off")
                self._timer = threading.Timer(self._seconds, self._leave_word)
                self._timer.daemon = True
                self._timer.start()

    def wait(self, seconds: float) -> None:
        """Wait until the word is left, where it is to be."""
        timer = self._timer
        if timer:
            timer.join(seconds)

    def close(self) -> None:
        """Switch off no more."""
        self._stay()

    def _stay(self) -> None:
        with self._lock:
            timer, self._timer = self._timer, None
        if timer:
            timer.cancel()
            timer.join()

    def _leave_word(self) -> None:
        if not power_now(self.advice).ends:
            return
        try:
            self._file.touch()
        except OSError as error:
            log.error("nobody can be told to switch off: %s", error.strerror)  # noqa: TRY400


def power_now(advice: Advice) -> PowerNow:
    """Return what the counter is told."""
    return PowerNow(
        supplied=_SUPPLIED[advice.deed],
        minutes_left=advice.minutes_left,
        is_dim=advice.deed not in {Deed.NOTHING, Deed.TELL},
    )
