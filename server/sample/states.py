"""How each terminal of a sample was in the last days, and is at the last moment."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

from server.fleet import telemetry
from server.reference import versions
from server.sample.chance import chance
from server.sample.ledger import Told
from server.sample.plan import TerminalPlan
from server.sample.plans import Plan
from server.sample.rollout import BEFORE, versions_of, write_rollout
from server.sample.scale import VIETNAM
from server.store import terminals
from server.store.reports import report_marks
from wire.status import EpochMark, Status

_SENDS_SOON = 0.8
"""Share of terminals with nothing to send when they were last heard."""
_HISTORY_DAYS, _HISTORY_HOURS = 10, (8, 11, 14, 17)
"""Of how many days there are statuses, and from which hours."""
_HOTTEST_HOUR = 14


def write_state(plan: Plan, told: Sequence[Told]) -> None:
    """Write every terminal's contact and statuses; within a transaction that writes."""
    write_rollout(plan)
    by_terminal = {one.terminal: one for one in told}
    software = versions_of(plan)
    for moment, statuses in _history(plan, by_terminal, software):
        telemetry.keep(statuses, moment)
    known = versions.newest_of_all()
    shared = known.get(versions.EVERYBODY, {})
    last = [(last_contact(one, by_terminal[one.terminal]), one) for one in plan.terminals]
    last.sort(key=lambda pair: (pair[0], pair[1].terminal))
    for moment, pairs in groupby(last, key=lambda pair: pair[0]):
        some = [one for _moment, one in pairs]
        terminals.heard([one.terminal for one in some], moment)
        for one in some:
            newest = shared | known.get(one.outlet, {})
            version, _taken = software[one.terminal]
            status = status_of(one, by_terminal[one.terminal], version, newest)
            terminals.report([status], moment)
            telemetry.keep([status], moment)
            report_marks(status, moment)


def _history(
    plan: Plan, told: Mapping[str, Told], software: Mapping[str, tuple[str, datetime | None]]
) -> Iterator[tuple[datetime, list[Status]]]:
    """Return what terminals said in opening hours of the last days, moment by moment."""
    scale = plan.scale
    for days_ago in range(min(_HISTORY_DAYS, scale.days - 1), -1, -1):
        day = scale.last_day - timedelta(days=days_ago)
        for hour in _HISTORY_HOURS:
            moment = scale.moment(day, hour, 20)
            yield (
                moment,
                [
                    _said(one, told[one.terminal], moment, software[one.terminal])
                    for one in plan.terminals
                    if moment < last_contact(one, told[one.terminal])
                    and one.opens <= moment.time() < one.closes
                    and moment.weekday() not in one.closed_weekdays
                ],
            )


def _said(
    plan: TerminalPlan, told: Told, at: datetime, software: tuple[str, datetime | None]
) -> Status:
    version, taken = software
    luck = chance(plan.seed, "hour", plan.terminal, at)
    days_ago = (plan.last_day - at.date()).days
    return Status(
        terminal=plan.terminal,
        epoch=told.epoch,
        at=at + timedelta(seconds=plan.offences.clock_ahead_seconds),
        last_seq=max(0, told.through - round(days_ago * plan.rate)),
        unsent=0,
        software=version if taken is None or at >= taken else BEFORE,
        oldest_unsent_seconds=0,
        disk_free_bytes=_disk(plan) + days_ago * 6_000_000,
        temperature_c=round(49 - abs(at.hour - _HOTTEST_HOUR) / 2 + luck.uniform(-3, 6), 1),
        printer="ok",
        scanner="ok",
    )


def last_contact(plan: TerminalPlan, told: Told) -> datetime:
    """Return when the province last heard: a moment ago, or when the outlet closed."""
    if plan.silent_since:
        return plan.silent_since
    luck = chance(plan.seed, "contact", plan.terminal)
    local = plan.until.astimezone(VIETNAM)
    day = local.date()
    while True:
        opens = datetime.combine(day, plan.opens, VIETNAM)
        closes = datetime.combine(day, plan.closes, VIETNAM)
        if day.weekday() not in plan.closed_weekdays and opens <= local:
            heard = min(local - timedelta(seconds=luck.uniform(2, 55)), closes)
            return max(heard, told.last_stored_at or heard)
        day -= timedelta(days=1)


def status_of(plan: TerminalPlan, told: Told, software: str, newest: Mapping[str, int]) -> Status:
    """Return what the terminal last said of itself."""
    luck = chance(plan.seed, "status", plan.terminal)
    at = last_contact(plan, told) + timedelta(seconds=plan.offences.clock_ahead_seconds)
    unsent, age = _waiting(luck)
    return Status(
        terminal=plan.terminal,
        epoch=told.epoch,
        at=at,
        last_seq=told.through + unsent,
        unsent=unsent,
        software=software,
        oldest_unsent_seconds=age,
        disk_free_bytes=_disk(plan),
        temperature_c=round(luck.uniform(41, 58), 1),
        under_voltage=False,
        clock="trusted",
        printer=plan.devices.printer,
        scanner=plan.devices.scanner,
        system="Debian GNU/Linux 12",
        versions=dict(newest),
        certificate_days=600,
        marks=(
            EpochMark(epoch=told.epoch, last_seq=told.through, head=told.head, unsent=0),
        ),
    )  # fmt: skip


def _waiting(luck: Random) -> tuple[int, int]:
    """Return how many entries wait to be sent, and for how many seconds the oldest does."""
    if luck.random() < _SENDS_SOON:
        return 0, 0
    return luck.randint(1, 3), luck.randint(3, 240)


def _disk(plan: TerminalPlan) -> int:
    """Return how many bytes are free on a terminal."""
    return chance(plan.seed, "disk", plan.terminal).randint(9_000, 24_000) * 1_000_000
