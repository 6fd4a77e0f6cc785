"""The newest rollout as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from server.fleet.machines import list_machines
from server.fleet.progress import RingProgress, progress
from server.fleet.rollouts import Rollout, list_rollouts
from server.store.alarms import Finding
from server.store.database import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class RingsPage:
    """A rollout and how each ring is."""

    rollout: Rollout | None
    """None: no version was ever offered."""
    rings: tuple[RingProgress, ...]
    troubled: int
    tried: int


def rings_page(now: datetime) -> RingsPage:
    """Return the newest rollout, within a transaction that reads."""
    newest = next(iter(list_rollouts()), None)
    if newest is None:
        return RingsPage(rollout=None, rings=(), troubled=0, tried=0)
    found = tuple(progress(newest, list_machines(now), _excused(), now))
    return RingsPage(
        rollout=newest,
        rings=found,
        troubled=sum(one.troubled for one in found),
        tried=sum(one.tried for one in found),
    )


def _excused() -> set[str]:
    """Return the terminals whose silence is a place's."""
    found = rows(
        """
        SELECT fleetsignal.terminal FROM fleetsignal JOIN alarm ON alarm.id = fleetsignal.alarm
        WHERE fleetsignal.until IS NULL AND alarm.kind = ?
        """,
        (Finding.OUTAGE.value,),
    )
    return {terminal for (terminal,) in found}
