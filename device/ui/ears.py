"""What the counter knows of its scanners: which are missing, and whose code broke off."""

from device.ui.view import ScannerTrouble
from hardware.errors import HardwareError, ScannerError
from hardware.framing import Dropped
from wire.status import Health

_DROPPED = frozenset(dropped.value for dropped in Dropped)


class Ears:
    """Scanners by their number."""

    def __init__(self) -> None:
        self._troubles: dict[int, ScannerTrouble] = {}
        self._were_there: set[int] = set()
        self._is_typed = False

    def hear(self, number: int, fault: HardwareError | None) -> bool:
        """Take what a scanner says of itself; return whether a code has broken off."""
        self._troubles.pop(number, None)
        if fault is None:
            self._were_there.add(number)
            return False
        is_lost_read = isinstance(fault, ScannerError) and fault.reason in _DROPPED
        self._troubles[number] = (
            ScannerTrouble.READ_BROKE_OFF if is_lost_read else ScannerTrouble.MISSING
        )
        return is_lost_read

    def typed(self) -> None:
        """Take note that a code came over the keyboard: a scanner that says nothing of itself.

        Many cheap ones do, and then none that was never there is missed any more.
        """
        self._is_typed = True

    def is_gone(self, number: int) -> bool:
        """Whether a scanner is not there."""
        return self._troubles.get(number) is ScannerTrouble.MISSING

    def is_missed(self, number: int) -> bool:
        """Whether it should be there: it was before, or nothing else has read a code."""
        return self.is_gone(number) and (number in self._were_there or not self._is_typed)

    @property
    def trouble(self) -> ScannerTrouble | None:
        """What there is to say, the worst first."""
        found = [
            trouble
            for number, trouble in self._troubles.items()
            if trouble is not ScannerTrouble.MISSING or self.is_missed(number)
        ]
        return min(found, key=lambda trouble: trouble.value, default=None)

    @property
    def health(self) -> Health:
        """How the worst of them is; a code that broke off is no fault of it.

        Whether anything was typed does not count: a new version is judged by it before
        anybody has, and must show what the one before it showed.
        """
        return "offline" if any(self.is_gone(number) for number in self._troubles) else "ok"
