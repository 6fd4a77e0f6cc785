"""How an invented national system behaves: well, or as badly as the real one may."""

from typing import Literal, get_args

import msgspec

Mood = Literal[
    "well", "slow", "down", "limited", "garbage", "html", "wrong-type", "unprocessable", "key"
]
"""Slow: answers after a while. Down: 503. Limited: 429. Garbage: no JSON. HTML: a gateway's page.
Wrong type: a field that holds something else. Unprocessable: 422 with a list of faults. Key:
refuses whoever asks."""
MOODS: tuple[Mood, ...] = get_args(Mood)

PAGE = b"<!doctype html><title>502 Bad Gateway</title>"


class Behaviour(msgspec.Struct, kw_only=True):
    """What is asked of it until something else is."""

    mood: Mood = "well"
    seconds: float = 0.0
    """How long "slow" takes."""
    times: int = 0
    """After so many requests it is well again; 0: never."""

    def after_one(self) -> "Behaviour":
        """Return how it behaves after one more request."""
        if not self.times:
            return self
        left = self.times - 1
        return msgspec.structs.replace(self, times=left) if left else Behaviour()
