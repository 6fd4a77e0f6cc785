"""A clock for tests that must not wait."""


class Clock:
    """Goes on by so many seconds at each look."""

    def __init__(self, step: float = 1.0) -> None:
        self.now, self._step = 0.0, step

    def __call__(self) -> float:
        self.now += self._step
        return self.now
