"""A machine's health over the days: what waited, and how warm it was."""

from collections.abc import Sequence
from datetime import date

from server.fleet.health import HOT_C
from server.fleet.telemetry import Hour
from server.web import formats
from server.web.parts.charts import Lines, Rule, Series
from server.web.parts.form import Stack
from server.web.parts.state import State
from server.web.times import HERE
from words import _

_LEAST_DAYS = 2
_HEIGHT = 150


def chart(history: Sequence[Hour]) -> Stack | State:
    """Return the worst of each day as lines."""
    by_day: dict[date, list[Hour]] = {}
    for hour in history:
        by_day.setdefault(hour.at.astimezone(HERE).date(), []).append(hour)
    if len(by_day) < _LEAST_DAYS:
        return State(
            title=_("Mới có {n} ngày, chưa vẽ được").format(n=len(by_day)),
            text=_("Máy báo tình trạng mỗi khi có mạng."),
        )
    labels = [formats.short_day(day) for day in by_day]
    waiting = Series(
        name=_("Chờ gửi"),
        values=[max(hour.unsent for hour in hours) for hours in by_day.values()],
    )
    warm = Series(name="°C", values=[_warmest(hours) for hours in by_day.values()])
    return Stack(
        contents=[
            Lines(labels=labels, series=[waiting], unit="count", height=_HEIGHT),
            Lines(
                labels=labels,
                series=[warm],
                unit="amount",
                rules=[Rule(at=HOT_C, words=_("nóng, {n} °C").format(n=formats.number(HOT_C)))],
                height=_HEIGHT,
            ),
        ]
    )


def _warmest(hours: Sequence[Hour]) -> float | None:
    return max((hour.temperature_c for hour in hours if hour.temperature_c), default=None)
