"""A supply that is as it is told to be: for training, trying out, and everybody's tests."""

from dataclasses import replace

from hardware.power.api import Power, Source


class FakeSupply:
    """A UPS in memory."""

    def __init__(self) -> None:
        self._power = Power(source=Source.MAINS, percent=100, is_weak=False)
        self._answers = True

    def cut_mains(self) -> None:
        """Let the mains go."""
        self._power = replace(self._power, source=Source.BATTERY)

    def restore_mains(self) -> None:
        """Let the mains come back."""
        self._power = replace(self._power, source=Source.MAINS)

    def set_percent(self, percent: int) -> None:
        """Charge or drain the battery."""
        self._power = replace(self._power, percent=percent)

    def weaken(self) -> None:
        """Let the voltage sag."""
        self._power = replace(self._power, is_weak=True)

    def unplug(self) -> None:
        """Let the gauge answer no more."""
        self._answers = False

    def plug_in(self) -> None:
        """Let it answer again."""
        self._answers = True

    def look(self) -> Power:
        """Return how it is."""
        return self._power if self._answers else Power()

    def close(self) -> None:
        """Nothing to release."""
