"""Chance that comes out the same for the same seed."""

import random
from bisect import bisect
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


def chance(seed: int, *names: object) -> random.Random:
    """Return a source of chance of its own for these names."""
    return random.Random("/".join(map(str, (seed, *names))))  # noqa: S311 - play, not secrecy


def secret(seed: int, *names: object) -> bytes:
    """Return 32 bytes that follow from the seed: keys and epochs that nobody need keep."""
    return sha256("/".join(map(str, ("quay/sample", seed, *names))).encode()).digest()


class Urn(Generic[T]):
    """Things that are drawn by their weight."""

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self._things = things
        self._bounds = list(accumulate(weights))
        self._all = self._bounds[-1] if self._bounds else 0.0

    def __bool__(self) -> bool:
        return self._all > 0

    def draw(self, luck: random.Random) -> T:
        """Return one of them; it stays in."""
        return self._things[bisect(self._bounds, luck.random() * self._all)]


def a_day(luck: random.Random, first: date, last: date) -> date:
    """Return a day between two, both included."""
    return date.fromordinal(luck.randint(first.toordinal(), last.toordinal()))
