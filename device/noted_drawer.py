"""A cash drawer, and when it was opened last."""

from datetime import datetime

from device.clock import Clock
from hardware.api import Drawer
from hardware.errors import HardwareError


class NotedDrawer:
    """Opens a drawer and remembers when; nobody is told whether it came out."""

    def __init__(self, drawer: Drawer, clock: Clock) -> None:
        self._drawer, self._clock = drawer, clock
        self.opened_at: datetime | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is a drawer that the terminal can open."""
        return self._drawer.is_there

    @property
    def fault(self) -> HardwareError | None:
        """Why it did not open the last time."""
        return self._drawer.fault

    def open(self) -> None:
        """Send the pulse, and return at once."""
        self.opened_at = self._clock()
        self._drawer.open()

    def close(self) -> None:
        """Release the port."""
        self._drawer.close()
