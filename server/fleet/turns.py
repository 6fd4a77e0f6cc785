"""Turns: terminals whose ring is offered a version are told to take it; nobody types an order."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from server.fleet import commands, update_orders
from server.fleet.commands import LONGEST, NotGivenError
from server.fleet.health import State
from server.fleet.machines import Machine
from server.fleet.rollouts import list_rollouts, offer_of
from wire.version import is_older

_LOG = logging.getLogger(__name__)
AGAIN = timedelta(days=1)
"""After an order that ran out or was refused: the clock was not set, or nothing was heard of it."""
_WORTH_ANOTHER = frozenset({"expired", "refused"})
"""What failed, or what a person took back, is for a person to order again."""


def give_turns(machines: Iterable[Machine], now: datetime) -> int:
    """Tell them to take what their rings are offered, in one transaction; return how many.

    Whoever waits for that very order already is not told twice.
    """
    rollouts = list_rollouts()
    told = {one.version: update_orders.told(one.version) for one in rollouts if one.is_offered}
    wanted: dict[str, list[str]] = defaultdict(list)
    for one in machines:
        offer = offer_of(one.ring, rollouts)
        if offer is None or offer.version not in told or not _takes(one, offer.version):
            continue
        if _is_due(told[offer.version].get(one.terminal), now):
            wanted[offer.version].append(one.terminal)
    by = {one.version: one.started_by for one in rollouts}
    return sum(_give(those, version, by[version], now) for version, those in wanted.items())


def _give(terminals: list[str], version: str, by: str, now: datetime) -> int:
    try:
        given = commands.give(terminals, "update-to", version, by=by, now=now, until=now + LONGEST)
    except NotGivenError as error:  # one was revoked, or moved, since the list was read
        _LOG.info("the turn of %s waits for the next round: %s", version, error)
        return 0
    return len(given)


def _takes(one: Machine, version: str) -> bool:
    """Whether it is one of ours that runs something older; what never spoke has nothing yet."""
    is_ours = one.judged.state not in {State.REVOKED, State.NEVER}
    return is_ours and bool(one.software) and is_older(one.software, version)


def _is_due(last: update_orders.Told | None, now: datetime) -> bool:
    if last is None:
        return True
    return last.state in _WORTH_ANOTHER and now - last.given_at >= AGAIN
