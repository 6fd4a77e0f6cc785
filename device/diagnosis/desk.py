"""Writes the diagnostic bundle onto the stick that is there, on a thread."""

import logging
import threading
from collections.abc import Callable

from device.clock import Clock, system_clock
from device.counter.event import DiagnosisWritten
from device.facts import Fact
from device.settings import TerminalSettings

log = logging.getLogger(__name__)


class DiagnosisDesk:
    """One bundle at a time."""

    def __init__(
        self,
        settings: TerminalSettings,
        facts: Callable[[], tuple[Fact, ...]],
        tell: Callable[[DiagnosisWritten], None],
        *,
        clock: Clock = system_clock,
    ) -> None:
        """`tell` takes an event from any thread."""
        self._settings, self._facts, self._tell, self._clock = settings, facts, tell, clock
        self._thread: threading.Thread | None = None

    def write(self) -> None:
        """Begin to write; `DiagnosisWritten` tells what came of it."""
        if self._thread and self._thread.is_alive():
            return
        self._thread = threading.Thread(target=self._run, name="diagnosis", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until what has begun is done."""
        if self._thread:
            self._thread.join(seconds)

    def _run(self) -> None:
        is_written = False
        try:
            is_written = self._written()
        # The whole of this thread: the screen waits for a word, whatever the stick does.
        except Exception:
            log.exception("the diagnostic bundle cannot be written")
        self._tell(DiagnosisWritten(is_written))

    def _written(self) -> bool:
        from device.diagnosis.bundle import write_bundle  # noqa: PLC0415 - the start does without
        from device.self_test.probe import sticks_of  # noqa: PLC0415

        stick = next(sticks_of(self._settings), None)
        if stick is None:
            return False
        write_bundle(self._settings, stick, facts=self._facts(), at=self._clock())
        return True
