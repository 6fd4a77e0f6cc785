"""What can go wrong with hardware."""

from enum import Enum


class PrinterFault(Enum):
    """Why nothing was printed."""

    PAPER_OUT = "paper out"
    COVER_OPEN = "cover open"
    NOT_CONNECTED = "not connected"
    IN_DOUBT = "the printer stopped answering while printing"


class HardwareError(OSError):
    """A device does not do what it should."""


class PrinterError(HardwareError):
    """A ticket was not printed, or it is not known whether it was."""

    def __init__(self, fault: PrinterFault) -> None:
        super().__init__(f"printer: {fault.value}")
        self.fault = fault


class ScannerError(HardwareError):
    """A scanner is missing or cannot be read."""

    def __init__(self, scanner: str, reason: str) -> None:
        super().__init__(f"{scanner}: {reason}")
        self.scanner, self.reason = scanner, reason
