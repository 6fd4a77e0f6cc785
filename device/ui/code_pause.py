"""Codes of the printed sheet count for nothing on a screen that nobody can have read yet.

A recall or a message comes while a hand is about to confirm something else: touches have a dead
time for that, and codes have the same one.
"""

import time
from collections.abc import Callable

from device.counter.open_sale import is_at_rest
from device.counter.state import LetterShown, RecallShown, State
from device.till import Till
from device.ui import theme

_COMES_UNASKED = RecallShown | LetterShown


class CodePause:
    """Knows since when the screen has shown what it shows."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._drawn: State | None = None
        self._since = 0.0

    def drawn(self, state: State, *, is_other: bool) -> None:
        """Take note that a state is on the screen; `is_other`: it is another screen than before."""
        self._drawn = state
        if is_other:
            self._since = self._monotonic()

    def holds(self, state: State) -> bool:
        """Whether a code counts for nothing yet."""
        if not isinstance(state, _COMES_UNASKED):
            return False
        return state is not self._drawn or self._monotonic() < self._since + theme.DEAD_TIME


def is_quiet(till: Till) -> bool:
    """Whether nobody is being served, and nothing waits that only this program remembers."""
    return is_at_rest(till.state) and not till.parked and not till.is_training
