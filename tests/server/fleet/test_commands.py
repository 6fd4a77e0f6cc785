"""Orders reach who they are meant for, run out, and are answered once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from server.fleet import commands, rings, rollouts
from server.fleet.commands import LONGEST, Given, NotGivenError
from server.store.database import reading, writing
from server.store.terminals import revoke
from tests.server.fleet.fleet import NOW, Fleet
from wire.command import MAX_DETAIL, Command, Outcome

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def give(names: list[str], order: str = "self-test", argument: str = "", **more: Any) -> list[str]:
    usual: dict[str, Any] = {"by": "Nam", "now": NOW, "until": NOW + DAY}
    with writing():
        return list(commands.give(names, order, argument, **usual | more))


def waiting(name: str, now: datetime = NOW) -> tuple[Command, ...]:
    with reading():
        return commands.waiting(name, now)


def hear(name: str, *outcomes: Outcome, now: datetime = NOW + HOUR) -> tuple[str, ...]:
    with writing():
        return commands.heard(name, outcomes, now)


def kept(name: str) -> list[Given]:
    with reading():
        return list(commands.list_commands(name))


def done(id_: str, **more: Any) -> Outcome:
    usual: dict[str, Any] = {"id": id_, "state": "done", "at": NOW + HOUR, "detail": "ok"}
    return Outcome(**usual | more)


def test_an_order_waits_for_its_terminal_until_it_is_answered(fleet: Fleet) -> None:
    one, other = fleet.add("99001", 2)
    (id_,) = give([one], "send-logs")
    assert waiting(one) == (Command(id=id_, order="send-logs", given_at=NOW, until=NOW + DAY),)
    assert waiting(other) == ()
    assert hear(one, done(id_, detail="line 1\nline 2")) == (id_,)
    assert waiting(one) == ()
    (given,) = kept(one)
    assert (given.state, given.answered_at, given.detail) == ("done", NOW + HOUR, "line 1\nline 2")


def test_an_offline_terminal_is_not_told_what_has_run_out(fleet: Fleet) -> None:
    (name,) = fleet.add()
    give([name], until=NOW + HOUR)
    assert len(waiting(name, NOW + HOUR - timedelta(seconds=1))) == 1
    assert waiting(name, NOW + HOUR) == ()
    fleet.look(NOW + HOUR)
    assert kept(name)[0].state == "expired"
    with reading():
        assert commands.count_waiting(NOW + HOUR) == 0


def test_an_answer_that_was_long_on_its_way_still_counts(fleet: Fleet) -> None:
    (name,) = fleet.add()
    (id_,) = give([name], until=NOW + HOUR)
    fleet.look(NOW + DAY)
    hear(name, done(id_), now=NOW + DAY)
    assert (kept(name)[0].state, kept(name)[0].detail) == ("done", "ok")


def test_an_answer_that_comes_again_or_says_otherwise_changes_nothing(fleet: Fleet) -> None:
    (name,) = fleet.add()
    (id_,) = give([name])
    hear(name, done(id_))
    before = kept(name)
    assert hear(name, done(id_)) == (id_,)
    assert hear(name, done(id_, state="failed", detail="no")) == (id_,)
    assert kept(name) == before


def test_a_terminal_that_says_expired_is_believed_and_not_overruled(fleet: Fleet) -> None:
    (name,) = fleet.add()
    (id_,) = give([name])
    hear(name, done(id_, state="expired", detail=""))
    hear(name, done(id_))
    assert kept(name)[0].state == "expired"


def test_nobody_answers_for_another_terminal_nor_for_ever(fleet: Fleet) -> None:
    one, other = fleet.add("99001", 2)
    (id_,) = give([one])
    assert hear(other, done(id_), done("0" * 16)) == (id_, "0" * 16)
    assert kept(one)[0].state == "waiting"


def test_what_a_terminal_says_may_be_anything(fleet: Fleet) -> None:
    (name,) = fleet.add()
    (id_,) = give([name])
    nowhere = datetime(1, 1, 1)  # noqa: DTZ001 (that is the point)
    hear(name, done(id_, detail="a\0" + "x" * 2 * MAX_DETAIL, at=nowhere), done("a\0b"))
    (given,) = kept(name)
    assert given.detail == ("a" + "x" * 2 * MAX_DETAIL)[:MAX_DETAIL]
    assert given.answered_at == NOW + HOUR


def test_the_version_rises_with_every_giving_and_names_who_has_news(fleet: Fleet) -> None:
    names = fleet.add("99001", 3)
    with reading():
        before = commands.version()
    give(names[:2])
    give(names[2:], "restart")
    with reading():
        assert commands.version() == before + 2
        assert commands.given_since(before) == tuple(names)
        assert commands.given_since(before + 1) == (names[2],)
        assert commands.given_since(before + 2) == ()


def test_the_same_order_is_not_given_twice_while_it_waits(fleet: Fleet) -> None:
    one, other = fleet.add("99001", 2)
    (id_,) = give([one], "restart")
    assert len(give([one, other], "restart")) == 1
    assert give([one, other], "restart") == []
    hear(one, done(id_))
    assert len(give([one, other], "restart")) == 1


def test_many_orders_are_told_a_few_at_a_time_the_oldest_first(fleet: Fleet) -> None:
    (name,) = fleet.add()
    with writing():
        rollouts.start("5.0", by="Nam", now=NOW)
        rings.put([name], 0)
    ids = [
        *give([name], "send-logs"),
        *give([name], "restart"),
        *give([name], "self-test"),
        *give([name], "update-to", "5.0"),
    ]
    assert [command.id for command in waiting(name)] == ids


def test_an_order_that_means_nothing_is_not_given(fleet: Fleet) -> None:
    names = fleet.add()
    for order, argument, until, why in (
        ("format-disk", "", NOW + DAY, "no order"),
        ("restart", "now", NOW + DAY, "argument"),
        ("update-to", "", NOW + DAY, "argument"),
        ("restart", "", NOW, "time"),
        ("restart", "", NOW + LONGEST + HOUR, "time"),
    ):
        with pytest.raises(NotGivenError, match=why):
            give(names, order, argument, until=until)
    assert kept(names[0]) == []


def test_if_one_cannot_have_it_nobody_has(fleet: Fleet) -> None:
    names = fleet.add("99001", 3)
    with writing():
        revoke(names[1])
    for wrong in (names, [names[0], "Q99-9999"], [names[0], "\0"], []):
        with pytest.raises(NotGivenError, match="active terminals"):
            give(wrong)
    assert all(waiting(name) == () for name in names)


def test_an_update_is_only_what_the_terminals_ring_is_offered(fleet: Fleet) -> None:
    first, last = fleet.add("99001", 2)
    with writing():
        rings.put([first], 0)
        rings.put([last], 3)
    with pytest.raises(NotGivenError, match="ring"):
        give([first], "update-to", "4.3")
    with writing():
        rollouts.start("4.3", by="Nam", now=NOW)
    assert len(give([first], "update-to", "4.3")) == 1
    for names, version in (([last], "4.3"), ([first, last], "4.3"), ([first], "4.4")):
        with pytest.raises(NotGivenError, match="ring"):
            give(names, "update-to", version)
    with writing():
        rollouts.pause("4.3")
    with pytest.raises(NotGivenError, match="ring"):
        give([first], "update-to", "4.3", until=NOW + HOUR)


def test_texts_are_kept_for_thirty_days_and_outcomes_for_good(fleet: Fleet) -> None:
    (name,) = fleet.add()
    (id_,) = give([name], "send-logs")
    hear(name, done(id_, detail="a line"))
    fleet.look(NOW + 30 * DAY)
    assert kept(name)[0].detail == "a line"
    fleet.look(NOW + 31 * DAY)
    assert (kept(name)[0].state, kept(name)[0].detail) == ("done", "")


def test_an_order_that_is_taken_back_is_told_no_more(fleet: Fleet) -> None:
    one, other = fleet.add("99001", 2)
    ids = give([one, other])
    hear(other, done(next(id_ for id_ in ids if kept(other)[0].id == id_)))
    with writing():
        assert commands.withdraw(ids) == 1
    assert waiting(one) == ()
    assert (kept(one)[0].state, kept(other)[0].state) == ("withdrawn", "done")
