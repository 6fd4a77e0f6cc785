"""Reading frame by frame, within a budget: a quick look at every frame, a better one in turns."""

import time
from collections.abc import Callable
from itertools import cycle

from hardware.decode.bars import look_at_bars
from hardware.decode.engines import zxing
from hardware.decode.modules import look_crisply, look_evenly, look_softly
from hardware.decode.prepare import View, whole
from hardware.decode.purse import Purse
from hardware.decode.read import LEAST_SIDE, Picture, Read
from hardware.decode.votes import Votes, count_together

GONE_SECONDS = 1.0
"""A code not seen for so long was taken away; seen again it is read again."""
ALLOWANCE = 1.1
"""What a frame may cost on average, counted in thorough reads by zxing-cpp alone."""
MEMORY_FRAMES = 8
"""So many frames later a sighting no longer counts."""

Look = Callable[[View], list[list[Read]]]


def look_thoroughly(view: View) -> list[list[Read]]:
    """Let zxing-cpp look at smaller and inverted copies too."""
    return [zxing(view.picture)]


_LOOKS: tuple[Look, ...] = (
    look_thoroughly,
    look_at_bars,
    look_softly,
    look_at_bars,
    look_crisply,
    look_at_bars,
    look_evenly,
)


class Live:
    """Reads each code once for as long as it stays before the camera."""

    def __init__(
        self, *, allowance: float = ALLOWANCE, cpu: Callable[[], float] = time.thread_time
    ) -> None:
        self._cpu, self._purse = cpu, Purse(allowance)
        self._looks = cycle(_LOOKS)
        self._next = next(self._looks)
        self._recent: list[Votes] = []
        self._last_seen: dict[bytes, float] = {}

    def look(self, picture: Picture, at: float) -> list[Read]:
        """Return what is new in a grey frame; `at` is seconds of a clock that only goes forward."""
        seen = self._see(picture)
        self._last_seen = {
            data: then for data, then in self._last_seen.items() if at - then < GONE_SECONDS
        }
        new = [read for read in seen if read.data not in self._last_seen]
        self._last_seen |= dict.fromkeys((read.data for read in seen), at)
        return new

    def _see(self, picture: Picture) -> list[Read]:
        begun = self._cpu()
        sightings = [zxing(picture, thorough=False)]
        self._purse.quick_read(self._cpu() - begun)
        if min(picture.shape) >= LEAST_SIDE and self._purse.can_pay(self._next):
            sightings += self._better_look(picture)
        return self._believed(sightings)

    def _better_look(self, picture: Picture) -> list[list[Read]]:
        look, self._next = self._next, next(self._looks)
        begun = self._cpu()
        sightings = look(whole(picture))
        cost = self._cpu() - begun
        self._purse.paid(look, cost)
        if look is look_thoroughly:
            self._purse.thorough_read(cost)
        return sightings

    def _believed(self, sightings: list[list[Read]]) -> list[Read]:
        """Count this frame's sightings together with those of the last frames."""
        fresh = Votes()
        for reads in sightings:
            fresh.hear(reads)
        self._recent = [*self._recent[1 - MEMORY_FRAMES :], fresh]
        seen = {read.data for reads in sightings for read in reads}
        return [read for read in count_together(self._recent) if read.data in seen]
