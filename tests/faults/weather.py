"""How the network is: which faults strike, drawn from a seed and counted."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Direction = Literal["up", "down"]
"""Up: from a program to the broker."""
ForConnection = Literal["none", "rst", "fin", "truncate", "stall", "throttle", "delays"]
ForMessage = Literal[
    "none", "drop", "duplicate", "delay", "reorder", "replay", "flip", "lose-acknowledgement"
]
_CONNECTIONS: tuple[ForConnection, ...] = (
    "none", "none", "rst", "fin", "truncate", "stall", "throttle", "delays", "delays",
)  # fmt: skip
_MESSAGES: tuple[ForMessage, ...] = (
    "drop", "duplicate", "duplicate", "duplicate", "delay", "delay", "reorder", "reorder",
    "replay", "replay", "replay", "flip", "lose-acknowledgement",
)  # fmt: skip
LINE_BYTES_PER_SECOND = 8_000
"""64 kbit/s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionFate:
    """What happens to one connection."""

    kind: ForConnection = "none"
    direction: Direction = "up"
    at_byte: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Weather:
    """Calm, or a storm; changes while connections live. One for a campaign."""

    seed: int
    message_chance: float = 0.45
    storm: bool = False
    struck: Counter[str] = field(default_factory=Counter)
    _dice: dict[str, random.Random] = field(default_factory=dict)
    _orders: dict[tuple[str, Direction], list[ForMessage]] = field(default_factory=dict)

    def count(self, fault: str) -> None:
        self.struck[fault] += 1

    @property
    def total(self) -> int:
        return sum(self.struck.values())

    def fate_of_connection(self, line: str) -> ConnectionFate:
        """Draw what happens to the next connection on a line."""
        dice = self.dice(f"connections of {line}")
        # A handshake is some three thousand bytes, a batch some thousand.
        fate = ConnectionFate(
            kind=dice.choice(_CONNECTIONS),
            direction=dice.choice(("up", "down")),
            at_byte=int(dice.paretovariate(0.7) * 400) % 60_000,
            seconds=dice.uniform(0.05, 0.8),
        )
        return fate if self.storm else ConnectionFate()

    def fate_of_message(self, line: str, direction: Direction) -> ForMessage:
        """Draw what happens to the next message on a line."""
        orders = self._orders.get((line, direction))
        if orders:
            return orders.pop()
        dice = self.dice(f"messages {direction} {line}")
        chance, fate = dice.random(), dice.choice(_MESSAGES)
        return fate if self.storm and chance < self.message_chance else "none"

    def order(self, line: str, direction: Direction, *fates: ForMessage) -> None:
        """Let exactly this happen to the next messages, whatever the weather."""
        self._orders[line, direction] = list(fates)

    def ordered(self, line: str) -> bool:
        """Whether anything that was ordered for a line is still to happen."""
        return any(fates for (ordered, _way), fates in self._orders.items() if ordered == line)

    def dice(self, what: str) -> random.Random:
        """Return the dice for one purpose, so that threads do not shuffle each other's."""
        if what not in self._dice:
            self._dice[what] = random.Random(f"{self.seed}/{what}")  # noqa: S311 - a plan
        return self._dice[what]
