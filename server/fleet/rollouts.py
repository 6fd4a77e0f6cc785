"""Rollouts: which version is offered to which ring, and since when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from server.fleet.rings import RINGS, members, ring_of
from server.store.database import from_text, rows, run, to_text
from wire.version import is_older, is_version

RolloutState = Literal["running", "paused", "stopped", "replaced"]
"""Replaced: a newer one runs. It goes to no other ring, and is offered where that has not come."""
NEEDED, HOURS = 10, 24
"""Healthy terminals of a ring, each for so long, before the next ring has its turn."""
STOP_SHARE = 0.02
"""Trouble among those that have taken a version (the department's own choice)."""
_OFFERED: tuple[RolloutState, ...] = ("running", "replaced")
OLD_AFTER = timedelta(days=14)
"""A terminal that has been offered a version for so long and has not got it needs a look."""


class RolloutError(ValueError):
    """A rollout that cannot be had; the text is for developers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """A version on its way."""

    version: str
    started_by: str
    started_at: datetime
    state: RolloutState
    needed: int
    hours: int
    why: str
    """Of "stopped": how many had trouble, of how many."""
    judged_from: datetime
    """Trouble from before does not count: a person has looked at it."""
    offered: Mapping[int, datetime]
    """Since when, by ring."""

    @property
    def is_offered(self) -> bool:
        """Whether a terminal of a ring that has its turn may take it now."""
        return self.state in _OFFERED


def list_rollouts() -> list[Rollout]:
    """Return all rollouts, the newest first."""
    offered: dict[str, dict[int, datetime]] = {}
    for version, ring, at in rows("SELECT version, ring, offered_at FROM rolloutring"):
        offered.setdefault(version, {})[ring] = from_text(at)
    found = rows(
        """
        SELECT version, started_by, started_at, state, needed, hours, why, judged_from
        FROM rollout
        ORDER BY started_at DESC, version
        """
    )
    return [
        Rollout(
            version=row[0],
            started_by=row[1],
            started_at=from_text(row[2]),
            state=row[3],
            needed=row[4],
            hours=row[5],
            why=row[6],
            judged_from=from_text(row[7]),
            offered=offered.get(row[0], {}),
        )
        for row in found
    ]


def current() -> Rollout | None:
    """Return the newest rollout."""
    return next(iter(list_rollouts()), None)


def offer_of(ring: int, rollouts: Iterable[Rollout]) -> Rollout | None:
    """Return what a ring is offered: of the rollouts that reached it, the newest."""
    return next((one for one in rollouts if ring in one.offered), None)


def in_turn(rollouts: Sequence[Rollout]) -> list[Rollout]:
    """Return those that some ring has as its offer, the newest first."""
    there = {one.version for ring in RINGS if (one := offer_of(ring, rollouts))}
    return [one for one in rollouts if one.version in there]


def offered(terminal: str) -> str | None:
    """Return the version that a terminal may take now; None: it stays as it is."""
    found = offer_of(ring_of(terminal, members()), list_rollouts())
    return found.version if found and found.is_offered else None


def is_held(version: str) -> bool:
    """Whether a version is kept back for now; what was never rolled out is not."""
    found = rows("SELECT state FROM rollout WHERE version = ?", (version,))
    return bool(found) and found[0][0] not in _OFFERED


def is_outdated(software: str, ring: int, rollouts: Iterable[Rollout], now: datetime) -> bool:
    """Whether a terminal has long been offered something newer than what it runs."""
    offer = offer_of(ring, rollouts)
    if offer is None or not offer.is_offered:
        return False
    return is_older(software, offer.version) and now - offer.offered[ring] > OLD_AFTER


def start(
    version: str, *, by: str, now: datetime, needed: int = NEEDED, hours: int = HOURS
) -> None:
    """Offer a new version to ring 0, within the caller's transaction; raise `RolloutError`.

    What a person has paused, and what stopped, stays so in the rings that it has reached.
    """
    if not is_version(version):
        raise RolloutError(f"not a version: {version}")
    if needed < 1 or hours < 1:
        raise RolloutError("a ring must prove itself on something, for some time")
    if rows("SELECT 1 FROM rollout WHERE version = ?", (version,)):
        raise RolloutError(f"already offered: {version}")
    run("UPDATE rollout SET state = 'replaced' WHERE state = 'running'")
    run(
        """
        INSERT INTO rollout (version, started_by, started_at, state, needed, hours, why,
                             judged_from)
        VALUES (?, ?, ?, 'running', ?, ?, '', ?)
        """,
        (version, by.replace("\0", "")[:40], to_text(now), needed, hours, to_text(now)),
    )
    offer(version, RINGS[0], now)


def offer(version: str, ring: int, now: datetime) -> None:
    """Give a ring its turn, within the caller's transaction."""
    run(
        """
        INSERT INTO rolloutring (version, ring, offered_at) VALUES (?, ?, ?)
        ON CONFLICT (version, ring) DO NOTHING
        """,
        (version, ring, to_text(now)),
    )


def pause(version: str) -> None:
    """Offer it to nobody for now, within the caller's transaction; raise `RolloutError`."""
    _turn(version, "paused", why="", known=_OFFERED)


def resume(version: str, *, now: datetime) -> None:
    """Go on, also with what was stopped: a person has looked at that trouble.

    Within the caller's transaction; raises `RolloutError`.
    """
    newest = current()
    state: RolloutState = "running" if newest and newest.version == version else "replaced"
    _turn(version, state, why="", known=("paused", "stopped"))
    run("UPDATE rollout SET judged_from = ? WHERE version = ?", (to_text(now), version))


def stop(version: str, *, why: str) -> None:
    """Offer it to nobody because of trouble, within the caller's transaction."""
    _turn(version, "stopped", why=why, known=(*_OFFERED, "paused"))


def _turn(version: str, state: RolloutState, *, why: str, known: tuple[str, ...]) -> None:
    found = rows("SELECT state FROM rollout WHERE version = ?", (version.replace("\0", ""),))
    if not found or found[0][0] not in known:
        raise RolloutError(f"cannot become {state}: {version}")
    run("UPDATE rollout SET state = ?, why = ? WHERE version = ?", (state, why, version))
