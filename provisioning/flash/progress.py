"""How far it is: a bar with the seconds that are left."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TextIO

from provisioning.flash.image import Advance
from words import _

_WIDTH = 24
_REDRAW_SECONDS = 0.2
_STEP_PERCENT = 25
"""Where nothing can be redrawn (a file, a pipe) a line comes this often."""


class Progress(Protocol):
    """Shows phases, one after the other."""

    def phase(self, title: str, total_bytes: int, /) -> AbstractContextManager[Advance]:
        """Begin a phase; what it yields is told how many more bytes are done."""


class Silence:
    """Shows nothing."""

    @contextmanager
    def phase(self, _title: str, _total_bytes: int) -> Iterator[Advance]:
        """Begin a phase that nobody sees."""
        yield lambda _done: None


class Bar:
    """A bar on a terminal, some lines elsewhere."""

    def __init__(self, out: TextIO, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._out, self._monotonic = out, monotonic
        self._is_terminal = out.isatty()

    @contextmanager
    def phase(self, title: str, total_bytes: int) -> Iterator[Advance]:
        """Begin a phase; `total_bytes` 0: nobody knows how much it is."""
        running = _Running(title, total_bytes, self._monotonic)
        self._show(running)

        def advance(done: int) -> None:
            running.done += done
            if running.is_due(self._is_terminal):
                self._show(running)

        try:
            yield advance
        finally:
            if self._is_terminal or running.percent != running.shown_percent:
                self._show(running)
            if self._is_terminal:
                self._out.write("\n")

    def _show(self, running: "_Running") -> None:
        running.shown_at, running.shown_percent = self._monotonic(), running.percent
        if self._is_terminal:
            self._out.write(f"\r\x1b[K{running.line()}")
        else:
            self._out.write(f"{running.line()}\n")
        self._out.flush()


class _Running:
    def __init__(self, title: str, total: int, monotonic: Callable[[], float]) -> None:
        self.title, self.total, self.done = title, total, 0
        self._monotonic = monotonic
        self._began = self.shown_at = monotonic()
        self.shown_percent = 0

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    def is_due(self, is_terminal: bool) -> bool:  # noqa: FBT001 - it is what it says
        if is_terminal:
            return self._monotonic() - self.shown_at >= _REDRAW_SECONDS
        return self.percent // _STEP_PERCENT > self.shown_percent // _STEP_PERCENT

    def line(self) -> str:
        if not self.total:
            return _("{title}: {done} MB").format(title=self.title, done=self.done // 1_000_000)
        full = _WIDTH * self.done // self.total
        bar = "█" * full + "░" * (_WIDTH - full)
        return f"{self.title:<16} {bar} {self.percent:3} % {self._rest()}".rstrip()

    def _rest(self) -> str:
        elapsed = self._monotonic() - self._began
        if self.done >= self.total:
            return _("xong trong {seconds} giây").format(seconds=round(elapsed))
        if not self.done or elapsed < 1:
            return ""
        left = elapsed * (self.total - self.done) / self.done
        return _("còn khoảng {seconds} giây").format(seconds=round(left))
