"""The thread in which a scanner listens."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from hardware.announcer import Announcer
from hardware.api import ScannerListener
from hardware.errors import ScannerError
from hardware.unexpected import note_unexpected

log = logging.getLogger(__name__)

RETRY_SECONDS = 0.5


class ScannerThread:
    """Starts with the listener, ends for good; then nothing reaches the listener any more."""

    def __init__(self, name: str, run: Callable[[Announcer], None]) -> None:
        """`run` listens until `closing` is set; where it fails it is called again."""
        self.closing = threading.Event()
        self._name, self._run = name, run
        self._announcer: Announcer | None = None
        self._thread: threading.Thread | None = None

    def start(self, listener: ScannerListener) -> None:
        """Begin."""
        self._announcer = Announcer(listener)
        self._thread = threading.Thread(
            target=self._listen, args=(self._announcer,), name=self._name, daemon=True
        )
        self._thread.start()

    def end(self) -> None:
        """Tell nobody anything any more, and let the thread end by itself."""
        self.closing.set()
        if self._announcer:
            self._announcer.close()

    def close(self) -> None:
        """End, and wait for it, unless it is the thread itself that asks."""
        self.end()
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join()

    def _listen(self, announcer: Announcer) -> None:
        while not self.closing.is_set():
            try:
                self._run(announcer)
            # The outermost loop of this thread: an odd device must not end all later scans.
            except Exception as error:  # noqa: BLE001 - noted
                note_unexpected(log, f"the {self._name} failed", error)
                with suppress(Exception):
                    announcer.broken(ScannerError(self._name, f"failed: {type(error).__name__}"))
                self.closing.wait(RETRY_SECONDS)
