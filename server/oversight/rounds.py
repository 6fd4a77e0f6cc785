"""What is looked at over and over, beside counting: each in its own rhythm."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from server.fleet import watch
from server.keeping import age
from server.oversight import price_spread
from server.prescriptions import doubles
from server.prescriptions.follow import follow as follow_prescriptions
from server.reference.places import settle_areas
from server.reference.prices import send_prices
from server.store import gaps
from server.store.database import writing

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


class Round(NamedTuple):
    """A function that looks for what is wrong, or brings figures up to date."""

    every_seconds: float
    look: Callable[[datetime], None]


def _look_at_prescriptions(now: datetime) -> None:
    follow_prescriptions()
    doubles.look(now)


def _begin_the_day(now: datetime) -> None:
    """What holds from today on: prices go out, outlets are in their new areas."""
    today = now.astimezone(HERE).date()
    with writing():
        settle_areas(today)
        send_prices(now, today)


ROUNDS: tuple[Round, ...] = (
    Round(1, _look_at_prescriptions),
    Round(60, watch.look),
    Round(gaps.EVERY_SECONDS, gaps.pass_over),
    Round(900, _begin_the_day),
    Round(age.EVERY_SECONDS, age.look),
    Round(price_spread.EVERY_SECONDS, price_spread.reckon),
)
"""All of them; each commits its own work, and what fails in one stops no other."""
