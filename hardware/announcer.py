"""What every scanner tells its listener, kept in order."""

import threading

from codes import Scan
from hardware.api import ScannerListener
from hardware.errors import ScannerError


class Announcer:
    """Speaks to one listener from any thread; after `close` it is silent.

    A lasting fault is said once, not at every attempt to open the device.
    """

    def __init__(self, listener: ScannerListener) -> None:
        # Re-entrant: a listener may close its scanner from within a call.
        self._listener, self._lock = listener, threading.RLock()
        self._works: bool | None = None
        self._reason = ""
        self._closed = False

    def scanned(self, scan: Scan) -> None:
        """Hand over one read."""
        with self._lock:
            self.works()
            if not self._closed:
                self._listener.scanned(scan)

    def works(self) -> None:
        """Say that the scanner works, unless that is known."""
        with self._lock:
            if not self._closed and self._works is not True:
                self._works, self._reason = True, ""
                self._listener.scanner_fault(None)

    def broken(self, fault: ScannerError) -> None:
        """Say that the scanner has failed and why, unless that is known."""
        with self._lock:
            if fault.reason != self._reason:
                self.dropped(fault)

    def dropped(self, fault: ScannerError) -> None:
        """Say that a code was lost; each one counts."""
        with self._lock:
            if not self._closed:
                self._works, self._reason = False, fault.reason
                self._listener.scanner_fault(fault)

    def close(self) -> None:
        """Say nothing any more. Returns when a call under way in another thread has ended."""
        with self._lock:
            self._closed = True
