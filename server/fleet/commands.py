"""Commands: what terminals are told to do, and what came of it.

A terminal carries an order out at most once and not after its time; it says what came of it until
it knows that the province has heard.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, get_args

from server.fleet.rings import members, ring_of
from server.fleet.rollouts import list_rollouts, offer_of, offered
from server.store.database import from_text, given, rows, run, run_many, to_json, to_text
from wire.command import MAX_DETAIL, Command, Order, Outcome

CommandState = Literal["waiting", "done", "failed", "refused", "expired", "withdrawn"]
LONGEST = timedelta(days=30)
"""An order that nobody could carry out for so long means nothing any more."""
AT_ONCE = 20
"""Orders that a terminal is told of together."""
DETAIL_DAYS = 30
"""How long the text of an answer is kept; that it was given, and what came of it, stays."""
_VERSION = "commands"
_LONGEST_NAME = 40


class NotGivenError(ValueError):
    """An order that was not given; the text names why, for developers."""


class Given(NamedTuple):
    """An order to one terminal, as it is kept."""

    id: str
    terminal: str
    order: Order
    argument: str
    given_by: str
    given_at: datetime
    until: datetime
    state: CommandState
    answered_at: datetime | None
    """By the terminal's clock."""
    detail: str


def give(
    terminals: Iterable[str],
    order: str,
    argument: str = "",
    *,
    by: str,
    now: datetime,
    until: datetime,
) -> tuple[str, ...]:
    """Give an order to terminals, within the caller's transaction; return its ids.

    A terminal that has the same order waiting is not told twice. Raises `NotGivenError` and gives
    none, if one of them cannot have it.
    """
    those = sorted(set(terminals))
    _check(those, order, argument, now=now, until=until)
    waits = _who_waits_for(order, argument, now)
    fresh = [terminal for terminal in those if terminal not in waits]
    number = _rise() if fresh else 0
    name = by.replace("\0", "").strip()[:_LONGEST_NAME]
    ids = [secrets.token_hex(8) for _terminal in fresh]
    run_many(
        """
        INSERT INTO fleetcommand (id, number, terminal, wanted, argument, given_by, given_at,
                                  valid_until, state, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '')
        """,
        [
            (id_, number, terminal, order, argument, name, to_text(now), to_text(until))
            for id_, terminal in zip(ids, fresh, strict=True)
        ],
    )
    return tuple(ids)


def waiting(terminal: str, now: datetime) -> tuple[Command, ...]:
    """Return the orders that a terminal has not answered yet, the oldest first.

    An update that is paused or stopped is kept back, and said once it goes on.
    """
    found = rows(
        """
        SELECT id, wanted, argument, given_at, valid_until FROM fleetcommand
        WHERE terminal = ? AND state = 'waiting' AND valid_until > ?
        ORDER BY number, id LIMIT ?
        """,
        (terminal, to_text(now), AT_ONCE),
    )
    return tuple(
        Command(
            id=id_,
            order=order,
            argument=argument,
            given_at=from_text(given_at),
            until=from_text(until),
        )
        for id_, order, argument, given_at, until in found
        if order != "update-to" or argument == offered(terminal)
    )


def heard(terminal: str, outcomes: Iterable[Outcome], now: datetime) -> tuple[str, ...]:
    """Note what came of commands, within the caller's transaction; return what need not be said.

    That is all of it: an outcome of no command of this terminal's would be said for ever. Only
    the first word on a command counts; one that ran out here unanswered may still be answered.
    """
    told = tuple(outcomes)
    for outcome in told:
        run(
            """
            UPDATE fleetcommand SET state = ?, answered_at = ?, detail = ?
            WHERE id = ? AND terminal = ? AND state IN ('waiting', 'expired')
            AND answered_at IS NULL
            """,
            (
                outcome.state,
                to_text(_sensible(outcome.at, now)),
                outcome.detail.replace("\0", "")[:MAX_DETAIL],
                outcome.id.replace("\0", ""),
                terminal,
            ),
        )
    return tuple(outcome.id for outcome in told)


def withdraw(ids: Iterable[str]) -> int:
    """Take orders back that nobody has answered, within the caller's transaction; return how many.

    A terminal that has heard of one already may still carry it out.
    """
    count = 0
    for id_ in ids:
        of_one = "WHERE id = ? AND state = 'waiting'"
        count += len(rows(f"SELECT 1 FROM fleetcommand {of_one}", (id_,)))  # noqa: S608 (fixed)
        run(f"UPDATE fleetcommand SET state = 'withdrawn' {of_one}", (id_,))  # noqa: S608 (fixed)
    return count


def tidy(now: datetime) -> None:
    """Mark what ran out unanswered, and drop old texts, within the caller's transaction."""
    run(
        "UPDATE fleetcommand SET state = 'expired' WHERE state = 'waiting' AND valid_until <= ?",
        (to_text(now),),
    )
    run(
        "UPDATE fleetcommand SET detail = '' WHERE detail <> '' AND given_at < ?",
        (to_text(now - timedelta(days=DETAIL_DAYS) - LONGEST),),
    )
    run(
        "UPDATE fleetcommand SET detail = '' WHERE detail <> '' AND answered_at < ?",
        (to_text(now - timedelta(days=DETAIL_DAYS)),),
    )


def version() -> int:
    """Return a number that rises whenever an order is given."""
    found = rows("SELECT number FROM fleetcounter WHERE name = ?", (_VERSION,))
    return int(found[0][0]) if found else 0


def given_since(number: int) -> tuple[str, ...]:
    """Return the terminals that were given orders after `version()` was this."""
    found = rows(
        """
        SELECT DISTINCT terminal FROM fleetcommand WHERE number > ? AND state = 'waiting'
        ORDER BY terminal
        """,
        (number,),
    )
    return tuple(terminal for (terminal,) in found)


def list_commands(terminal: str = "", *, at_most: int = 50) -> Sequence[Given]:
    """Return orders with what came of them, the newest first; of one terminal, or of all."""
    where, parameters = ("WHERE terminal = ?", (terminal,)) if terminal else ("", ())
    found = rows(
        f"""
        SELECT id, terminal, wanted, argument, given_by, given_at, valid_until, state,
               answered_at, detail
        FROM fleetcommand {where} ORDER BY number DESC, terminal LIMIT ?
        """,  # noqa: S608 (fixed texts)
        (*parameters, at_most),
    )
    return [_given(row) for row in found]


def count_waiting(now: datetime) -> int:
    """Return how many orders are on their way."""
    found = rows(
        "SELECT count(*) FROM fleetcommand WHERE state = 'waiting' AND valid_until > ?",
        (to_text(now),),
    )
    return int(found[0][0])


def _check(those: list[str], order: str, argument: str, *, now: datetime, until: datetime) -> None:
    if order not in get_args(Order):
        raise NotGivenError(f"no order: {order}")
    if not now < until <= now + LONGEST:
        raise NotGivenError("the time is over, or too far off")
    if bool(argument) != (order == "update-to"):
        raise NotGivenError(f"the argument does not belong to {order}")
    if not those or any("\0" in name for name in those):
        raise NotGivenError("not all of them are active terminals of ours")
    known = {
        name
        for (name,) in rows(
            f"""
            SELECT terminal.id FROM {given(id="text")} AS one CROSS JOIN terminal
            WHERE terminal.id = one.id AND status = 'active'
            """,  # noqa: S608 (a fixed text)
            (to_json((name,) for name in those),),
        )
    }
    if known != set(those):
        raise NotGivenError("not all of them are active terminals of ours")
    if order == "update-to":
        _check_rings(those, argument)


def _check_rings(those: list[str], wanted: str) -> None:
    """Only what a terminal's ring is offered: nobody gets around the rings by a command."""
    put_there, rollouts = members(), list_rollouts()
    for terminal in those:
        offer = offer_of(ring_of(terminal, put_there), rollouts)
        if offer is None or not offer.is_offered or offer.version != wanted:
            raise NotGivenError(f"its ring is not offered {wanted}: {terminal}")


def _who_waits_for(order: str, argument: str, now: datetime) -> set[str]:
    found = rows(
        """
        SELECT terminal FROM fleetcommand
        WHERE state = 'waiting' AND wanted = ? AND argument = ? AND valid_until > ?
        """,
        (order, argument, to_text(now)),
    )
    return {terminal for (terminal,) in found}


def _rise() -> int:
    run("INSERT INTO fleetcounter (name, number) VALUES (?, 0) ON CONFLICT DO NOTHING", (_VERSION,))
    run("UPDATE fleetcounter SET number = number + 1 WHERE name = ?", (_VERSION,))
    return version()


def _sensible(at: datetime, now: datetime) -> datetime:
    """Return a terminal's time; ours if it has no zone, is yet to come or outside the calendar."""
    if at.tzinfo is None or at > now:
        return now
    try:
        to_text(at)
    except (OverflowError, ValueError):
        return now
    return at


def _given(row: tuple[Any, ...]) -> Given:
    *head, given_at, until, state, answered_at, detail = row
    return Given._make(
        (
            *head,
            from_text(given_at),
            from_text(until),
            state,
            from_text(answered_at) if answered_at else None,
            detail,
        )
    )
