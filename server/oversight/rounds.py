"""What is looked at over and over, beside counting: each in its own rhythm."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from server.fleet import watch
from server.oversight import price_spread
from server.prescriptions import doubles
from server.prescriptions.follow import follow as follow_prescriptions


class Round(NamedTuple):
    """A function that looks for what is wrong, or brings figures up to date."""

    every_seconds: float
    look: Callable[[datetime], None]


def _look_at_prescriptions(now: datetime) -> None:
    follow_prescriptions()
    doubles.look(now)


ROUNDS: tuple[Round, ...] = (
    Round(1, _look_at_prescriptions),
    Round(60, watch.look),
    Round(price_spread.EVERY_SECONDS, price_spread.reckon),
)
"""All of them; each commits its own work, and what fails in one stops no other."""
