"""A recall of a batch: how many outlets have acknowledged it, over the hours, before when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from server.oversight.queries.recalls import RecallStanding
from server.web import formats, times
from server.web.asked import Asked
from server.web.pages import recall_words
from server.web.parts.charts import Lines, Rule, Series
from server.web.parts.form import Stack
from server.web.parts.numbers import Numbers, Tile
from words import _

_STEPS = tuple(timedelta(minutes=n) for n in (5, 15, 30, 60, 120, 360, 720, 1440, 2880, 10080))
_MOST_STEPS = 26
"""Of the curve."""


def drawn(found: RecallStanding, unit: str, asked: Asked) -> Stack:
    """Return the four numbers and the curve."""
    return Stack(contents=[_numbers(found, unit), curve(found, asked.now)])


def title(found: RecallStanding) -> str:
    """Say what was decided and by which document."""
    recall = found.recall
    return f"{recall_words.decided(recall.kind, recall.level)}, {recall.number}"


def deadlines(found: RecallStanding, asked: Asked) -> str:
    """Say the law's deadline and the department's own."""
    recall = found.recall
    parts = []
    if recall.due_by_law:
        parts.append(_("hạn luật {day}").format(day=formats.short_day(recall.due_by_law)))
    if recall.due_here:
        when = times.moment(recall.due_here, asked.now)
        parts.append(_("Sở đặt hạn xác nhận {when}").format(when=when))
    return " · ".join(parts)


def curve(found: RecallStanding, now: datetime) -> Lines:
    """Return how many outlets had acknowledged at which hour, until the deadline."""
    at = [moment for moment, _count in found.curve]
    labels = _labels(at, found.recall.due_here, now)
    values: list[float | None] = [
        sum(each <= label for each in at) if label <= _ceiling(now, labels) else None
        for label in labels
    ]
    written = _written(labels)
    rules = [Rule(at=found.had, words=_("{n} cơ sở đã nhập lô").format(n=found.had))]
    due = found.recall.due_here
    if due and labels[0] <= due <= labels[-1]:
        nearest = min(range(len(labels)), key=lambda index: abs(labels[index] - due))
        when = times.moment(due, labels[-1])
        rules.append(Rule(at=written[nearest], words=_("hạn {when}").format(when=when)))
    return Lines(
        labels=written,
        series=[Series(name=_("Đã xác nhận"), values=values)],
        unit="count",
        rules=rules,
        height=216,
    )


def _numbers(found: RecallStanding, unit: str) -> Numbers:
    return Numbers(
        tiles=[
            Tile(
                title=_("Đã xác nhận"),
                figure=formats.number(found.acknowledged),
                unit=f"/ {formats.number(found.had)}",
            ),
            Tile(
                title=_("Chưa"),
                figure=formats.number(found.had - found.acknowledged),
                unit=_("cơ sở"),
            ),
            Tile(
                title=_("Đã cất riêng"),
                figure=formats.number(found.set_aside),
            ),
            Tile(
                title=_("Chưa cất"),
                figure=formats.number(found.on_shelf),
                unit=unit,
            ),
        ]
    )


def _labels(at: Sequence[datetime], due: datetime | None, now: datetime) -> list[datetime]:
    """Return even moments from the first acknowledgement to the deadline, or to now."""
    ends = [now] if due is None else [max(now, due)]
    first = min([*at[:1], *ends])
    last = max(ends)
    step = next((one for one in _STEPS if (last - first) / one <= _MOST_STEPS), _STEPS[-1])
    local = first.astimezone(times.HERE)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    moment = day + (local - day) // step * step
    labels = [moment]
    while labels[-1] < last:
        labels.append(labels[-1] + step)
    return labels


def _ceiling(now: datetime, labels: Sequence[datetime]) -> datetime:
    """Return the first moment that is not past: what is known now stands there."""
    return next((label for label in labels if label >= now), labels[-1])


def _written(labels: Sequence[datetime]) -> list[str]:
    several = labels[0].date() != labels[-1].date()
    return [one.strftime("%d/%m %H:%M" if several else "%H:%M") for one in labels]
