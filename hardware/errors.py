"""What can go wrong with hardware."""

from enum import Enum


class PrinterFault(Enum):
    """Why nothing was printed."""

    PAPER_OUT = "paper out"
    COVER_OPEN = "cover open"
    NOT_CONNECTED = "not connected"
    IN_DOUBT = "the printer stopped answering while printing"
    CUTTER_JAMMED = "the cutter is jammed"
    TOO_HOT = "the head is too hot"
    """It goes on by itself when it has cooled."""
    BROKEN = "an error that only switching off ends"
    GARBLED = "its answers make no sense"


class HardwareError(OSError):
    """A device does not do what it should."""


class PrinterError(HardwareError):
    """A ticket was not printed, or it is not known whether it was."""

    def __init__(self, fault: PrinterFault, *, reached_paper: bool | None = None) -> None:
        """`reached_paper`: whether something may be on paper; left out: as the fault has it."""
        super().__init__(f"printer: {fault.value}")
        self.fault = fault
        is_doubt = fault is PrinterFault.IN_DOUBT
        self.reached_paper = is_doubt if reached_paper is None else reached_paper


class DrawerError(HardwareError):
    """The cash drawer did not get its pulse."""


class ScannerError(HardwareError):
    """A scanner is missing or cannot be read."""

    def __init__(self, scanner: str, reason: str) -> None:
        super().__init__(f"{scanner}: {reason}")
        self.scanner, self.reason = scanner, reason
