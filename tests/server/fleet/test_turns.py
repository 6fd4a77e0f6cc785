"""Whose ring is offered a version is told to take it; who was told is not told for ever."""

from datetime import datetime, timedelta

import pytest

from server.fleet import commands, rings, rollouts
from server.fleet.commands import CommandState
from server.store import terminals
from server.store.database import reading, writing
from tests.server.fleet.fleet import NOW, Fleet, registration
from wire.command import Command, Outcome

NEW = "4.3.0"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ordered(terminal: str, now: datetime = NOW) -> list[Command]:
    with reading():
        return list(commands.waiting(terminal, now))


def answer(terminal: str, state: CommandState, now: datetime = NOW) -> None:
    assert state in {"done", "failed", "refused", "expired"}
    (order,) = ordered(terminal, now)
    with writing():
        commands.heard(terminal, [Outcome(id=order.id, state=state, at=now)], now)


@pytest.fixture
def ring_0(fleet: Fleet) -> list[str]:
    """Three terminals of ring 0 that run 4.2.0, and three of ring 1."""
    first, second = fleet.add("99001", 3), fleet.add("99001", 3)
    with writing():
        rings.put(first, 0)
        rings.put(second, 1)
        rollouts.start(NEW, by="Nam", now=NOW)
    return first


def test_a_ring_that_is_offered_a_version_is_told_and_the_next_one_is_not(
    fleet: Fleet, ring_0: list[str]
) -> None:
    fleet.look(NOW)
    for name in ring_0:
        (order,) = ordered(name)
        assert (order.order, order.argument) == ("update-to", NEW)
        assert order.until == NOW + commands.LONGEST
    assert not any(ordered(name) for name in fleet.ids[3:])
    with reading():
        assert {one.given_by for one in commands.list_commands()} == {"Nam"}


def test_looking_again_tells_nobody_twice(fleet: Fleet, ring_0: list[str]) -> None:
    for minutes in range(3):
        fleet.look(NOW + timedelta(minutes=minutes))
    assert [len(ordered(name)) for name in ring_0] == [1, 1, 1]


def test_the_next_ring_is_told_once_it_has_its_turn(fleet: Fleet, ring_0: list[str]) -> None:
    for now in (NOW, NOW + DAY):
        fleet.say(ring_0, now, software=NEW)
        fleet.say(fleet.ids[3:], now)
        fleet.look(now)
    assert [len(ordered(name, NOW + DAY)) for name in fleet.ids] == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("software", [NEW, "4.3.1", "thử nghiệm"])
def test_who_runs_it_or_something_newer_or_odd_is_left_alone(
    fleet: Fleet, ring_0: list[str], software: str
) -> None:
    fleet.say(ring_0[:1], software=software)
    fleet.look(NOW)
    assert [len(ordered(name)) for name in ring_0] == [0, 1, 1]


def test_who_never_spoke_or_was_revoked_is_left_alone(fleet: Fleet, ring_0: list[str]) -> None:
    with writing():
        terminals.register(registration("Q99-9999"))
        rings.put(["Q99-9999"], 0)
        terminals.revoke(ring_0[0])
    fleet.look(NOW)
    assert [len(ordered(name)) for name in (*ring_0, "Q99-9999")] == [0, 1, 1, 0]


def test_a_version_that_is_paused_is_kept_back_and_said_once_it_goes_on(
    fleet: Fleet, ring_0: list[str]
) -> None:
    fleet.look(NOW)
    with writing():
        rollouts.pause(NEW)
    assert not any(ordered(name) for name in ring_0)
    fleet.look(NOW)
    with writing():
        rollouts.resume(NEW, now=NOW + HOUR)
    assert [len(ordered(name, NOW + HOUR)) for name in ring_0] == [1, 1, 1]


@pytest.mark.parametrize(
    ("state", "is_told_again"),
    [("refused", True), ("expired", True), ("failed", False), ("done", False)],
)
def test_what_was_refused_is_ordered_once_more_after_a_day_what_failed_is_for_a_person(
    fleet: Fleet, ring_0: list[str], state: CommandState, *, is_told_again: bool
) -> None:
    first, *_others = ring_0
    fleet.look(NOW)
    answer(first, state, NOW + HOUR)
    fleet.look(NOW + HOUR)
    with writing():
        if state == "failed":  # it was stopped, and a person lets it go on
            rollouts.resume(NEW, now=NOW + 2 * HOUR)
    later = NOW + DAY - timedelta(minutes=1)
    fleet.say(ring_0, later)
    fleet.look(later)
    assert ordered(first, later) == []
    fleet.say(ring_0, NOW + DAY + HOUR)
    fleet.look(NOW + DAY + HOUR)
    assert bool(ordered(first, NOW + DAY + HOUR)) is is_told_again
