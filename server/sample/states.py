"""How each terminal of a sample is at the last moment: contact, status, what waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

from server.fleet import telemetry
from server.sample.chance import chance
from server.sample.ledger import Told
from server.sample.plan import TerminalPlan
from server.sample.plans import Plan
from server.sample.scale import VIETNAM
from server.store import terminals
from server.store.reports import report_marks
from wire.status import EpochMark, Status

_SENDS_SOON = 0.8
"""Share of terminals with nothing to send when they were last heard."""
VERSIONS = (("4.2.1", 0.61), ("4.2.0", 0.36), ("4.1.6", 0.027), ("4.0.9", 0.003))
"""Of the terminals' programs, and how many have them."""


def write_state(plan: Plan, told: Sequence[Told]) -> None:
    """Write every terminal's last contact and status; within a transaction that writes."""
    by_terminal = {one.terminal: one for one in told}
    heard = sorted(
        (last_contact(one, by_terminal[one.terminal]), one.terminal) for one in plan.terminals
    )
    for moment, some in groupby(heard, key=lambda one: one[0]):
        terminals.heard([terminal for _moment, terminal in some], moment)
    for one in plan.terminals:
        at = last_contact(one, by_terminal[one.terminal])
        status = status_of(one, by_terminal[one.terminal])
        terminals.report([status], at)
        telemetry.keep([status], at)
        report_marks(status, at)


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


def status_of(plan: TerminalPlan, told: Told) -> Status:
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
        software=_version(luck.random()),
        oldest_unsent_seconds=age,
        disk_free_bytes=luck.randint(9_000, 24_000) * 1_000_000,
        temperature_c=round(luck.uniform(41, 58), 1),
        under_voltage=False,
        clock="trusted",
        printer=plan.devices.printer,
        scanner=plan.devices.scanner,
        system="Debian GNU/Linux 12",
        marks=(
            EpochMark(epoch=told.epoch, last_seq=told.through, head=told.head, unsent=0),
        ),
    )  # fmt: skip


def _waiting(luck: Random) -> tuple[int, int]:
    """Return how many entries wait to be sent, and for how many seconds the oldest does."""
    if luck.random() < _SENDS_SOON:
        return 0, 0
    return luck.randint(1, 3), luck.randint(3, 240)


def _version(luck: float) -> str:
    for version, share in VERSIONS:
        if luck < share:
            return version
        luck -= share
    return VERSIONS[0][0]
