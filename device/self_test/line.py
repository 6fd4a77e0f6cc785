"""The line to the province: how long answers take, how many never come, how fast it is at least.

The link counts what it asks anyway, and a few empty questions where somebody wants to know; one is
some 700 bytes there and back.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from device.clock import Clock
from device.run_folder import read_note, write_note

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10.0
"""A question without an answer for so long counts as lost."""
REMEMBERED = 20
PINGS = 5
_NAME = "line.json"


class LineFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What the newest questions showed."""

    at: datetime
    asked: int
    """Of which it is known by now whether they were answered."""
    lost: int
    answer_ms: int | None = None
    """The median."""
    kbit_per_second: int | None = None
    """At least: the best of what went there and back in one question."""
    clock_offset_seconds: int | None = None
    """How far the province's clock is before ours."""

    @property
    def lost_percent(self) -> int:
        """How many were never answered."""
        return 100 * self.lost // self.asked if self.asked else 0


def read_line(folder: Path) -> LineFigures | None:
    """Return what the link measured last; None where it has not."""
    return read_note(folder, _NAME, LineFigures)


@dataclass(frozen=True, slots=True)
class _Heard:
    seconds: float | None
    """None: never answered."""
    octets: int = 0


class LineWatch:
    """Counts questions and answers. Called from the link's thread only."""

    def __init__(
        self,
        folder: Path | None,
        *,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder, self._clock, self._monotonic = folder, clock, monotonic
        self._open: dict[str, tuple[float, int]] = {}
        self._heard: deque[_Heard] = deque(maxlen=REMEMBERED)
        self._offset: int | None = None
        self._pings = 0
        self._is_told = True

    def measure(self) -> None:
        """Somebody wants to know: ask a few times more."""
        self._pings = PINGS

    def wants_ping(self) -> bool:
        """Whether an empty question should be asked now: one after the other."""
        if not self._pings or self._open:
            return False
        self._pings -= 1
        return True

    def asked(self, name: str, octets: int) -> None:
        """A question leaves."""
        self._open[name] = (self._monotonic(), octets)

    def answered(self, name: str, octets: int, at: datetime) -> None:
        """An answer came that is to be believed; `at`: by the province's clock."""
        found = self._open.pop(name, None)
        if found is None:
            return
        begun, sent = found
        seconds = max(self._monotonic() - begun, 0.001)
        self._heard.append(_Heard(seconds, sent + octets))
        if at.tzinfo is not None:
            self._offset = round((at - self._clock()).total_seconds() + seconds / 2)
        self._is_told = False

    def cut(self) -> None:
        """The line broke: what was under way shows nothing of it."""
        self._open.clear()

    def work(self) -> None:
        """Give up what has waited too long, and tell; cheap to call often."""
        now = self._monotonic()
        for name, (begun, _octets) in list(self._open.items()):
            if now - begun >= PATIENCE_SECONDS:
                del self._open[name]
                self._heard.append(_Heard(None))
                self._is_told = False
        if self._is_told or self._folder is None:
            return
        self._is_told = True
        try:
            write_note(self._folder, _NAME, self.figures())
        except OSError as error:
            log.warning("the run folder does not take the line's figures: %s", error)

    def figures(self) -> LineFigures:
        """Return what the newest questions showed."""
        answered = [one for one in self._heard if one.seconds is not None]
        seconds = sorted(one.seconds for one in answered if one.seconds is not None)
        rates = [8 * one.octets / one.seconds / 1000 for one in answered if one.seconds]
        return LineFigures(
            at=self._clock(),
            asked=len(self._heard),
            lost=len(self._heard) - len(answered),
            answer_ms=round(seconds[len(seconds) // 2] * 1000) if seconds else None,
            kbit_per_second=max(1, round(max(rates))) if rates else None,
            clock_offset_seconds=self._offset,
        )
