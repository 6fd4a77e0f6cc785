"""Listeners that keep what they hear."""

import queue
import threading

from codes import Scan
from hardware.api import Scanner
from hardware.errors import HardwareError, ScannerError

PATIENCE = 30.0


class Ear:
    """Hears a scanner; what it heard is taken out one by one."""

    def __init__(self) -> None:
        self.heard: queue.Queue[Scan | HardwareError | None] = queue.Queue()

    def scanned(self, scan: Scan) -> None:
        self.heard.put(scan)

    def scanner_fault(self, fault: HardwareError | None) -> None:
        self.heard.put(fault)

    def next(self) -> Scan | HardwareError | None:
        return self.heard.get(timeout=PATIENCE)

    def next_scan(self) -> Scan:
        heard = self.next()
        assert isinstance(heard, Scan), heard
        return heard

    def next_fault(self) -> ScannerError:
        heard = self.next()
        assert isinstance(heard, ScannerError), heard
        return heard

    def hears_that_it_works(self) -> None:
        heard = self.next()
        assert heard is None, heard

    def has_heard_nothing(self) -> bool:
        return self.heard.empty()


class ClosingEar(Ear):
    """Closes the scanner as soon as it has heard a code."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__()
        self._scanner, self.has_closed = scanner, threading.Event()

    def scanned(self, scan: Scan) -> None:
        super().scanned(scan)
        self._scanner.close()
        self.has_closed.set()
