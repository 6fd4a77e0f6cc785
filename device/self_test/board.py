"""What the screen saw last of the terminal's parts, for whoever prints it or packs it up."""

from device.facts import Fact


class FactBoard:
    """Holds the newest facts; they are replaced whole, so any thread may read them."""

    def __init__(self) -> None:
        self.facts: tuple[Fact, ...] = ()

    def read(self) -> tuple[Fact, ...]:
        """Return them; none where nobody has looked yet."""
        return self.facts
