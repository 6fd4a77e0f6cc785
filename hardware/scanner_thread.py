"""The thread in which a scanner listens."""

import threading
from collections.abc import Callable

from hardware.announcer import Announcer
from hardware.api import ScannerListener


class ScannerThread:
    """Starts with the listener, ends for good; then nothing reaches the listener any more."""

    def __init__(self, name: str, run: Callable[[Announcer], None]) -> None:
        """`run` listens until `closing` is set."""
        self.closing = threading.Event()
        self._name, self._run = name, run
        self._announcer: Announcer | None = None
        self._thread: threading.Thread | None = None

    def start(self, listener: ScannerListener) -> None:
        """Begin."""
        self._announcer = Announcer(listener)
        self._thread = threading.Thread(
            target=self._run, args=(self._announcer,), name=self._name, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End, and wait for it, unless it is the thread itself that asks."""
        self.closing.set()
        if self._announcer:
            self._announcer.close()
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join()
