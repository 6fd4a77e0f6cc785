"""A version goes from ring to ring only while it does no harm."""

from datetime import datetime, timedelta

import pytest

from server.fleet import commands, rings, rollouts, watch
from server.fleet.rings_page import RingsPage, rings_page
from server.fleet.rollouts import Rollout, RolloutError
from server.store.database import reading, writing
from tests.server.fleet.fleet import MONDAY, NOW, Fleet, at, open_alarms
from wire.command import Outcome

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW = "4.3.0"
TUESDAY = MONDAY + DAY


def in_rings(fleet: Fleet, *sizes: int) -> list[list[str]]:
    """Put so many terminals into ring 0, 1, ...; all run 4.2.0."""
    found = []
    for ring, size in enumerate(sizes):
        names = fleet.add("99001", size)
        with writing():
            rings.put(names, ring)
        found.append(names)
    return found


def start(*, needed: int = 3, hours: int = 24) -> None:
    with writing():
        rollouts.start(NEW, by="Nam", now=NOW, needed=needed, hours=hours)


def newest() -> Rollout:
    with reading():
        found = rollouts.current()
    assert found is not None
    return found


def fails(terminal: str, now: datetime, *, says: datetime | None = None) -> None:
    """Let a terminal answer its order, by its own clock."""
    with reading():
        (order,) = commands.waiting(terminal, now)
    with writing():
        outcome = Outcome(id=order.id, state="failed", at=says or now)
        commands.heard(terminal, [outcome], now)


def page(now: datetime) -> RingsPage:
    with reading():
        return rings_page(now)


def test_a_ring_has_its_turn_when_enough_of_the_one_before_are_well_for_long_enough(
    fleet: Fleet,
) -> None:
    first, second, *_rest = in_rings(fleet, 4, 4, 2, 2)
    start()
    fleet.say(first[:3], NOW, software=NEW)
    fleet.look(NOW)
    assert set(newest().offered) == {0}
    fleet.say(fleet.ids[3:], NOW + 23 * HOUR)
    fleet.say(first[:3], NOW + 23 * HOUR, software=NEW)
    fleet.look(NOW + 23 * HOUR)
    assert set(newest().offered) == {0}
    fleet.say(first[:3], NOW + 24 * HOUR, software=NEW)
    fleet.look(NOW + 24 * HOUR)
    assert newest().offered == {0: NOW, 1: NOW + 24 * HOUR}
    with reading():
        assert (rollouts.offered(first[0]), rollouts.offered(second[0])) == (NEW, NEW)
        assert rollouts.offered(fleet.ids[-1]) is None


@pytest.mark.parametrize(
    ("printer", "reached"), [("out-of-paper", {0, 1}), ("ok", {0, 1}), ("fault", {0})]
)
def test_one_too_few_that_are_well_and_the_next_ring_waits(
    fleet: Fleet, printer: str, reached: set[int]
) -> None:
    """Paper is the shop's own: it proves nothing against a version."""
    first, *_rest = in_rings(fleet, 4, 4)
    fleet.say(first[:1], NOW - HOUR, printer=printer)
    watch.look(NOW - HOUR)
    start()
    later = NOW + 25 * HOUR
    for now in (NOW, later):
        fleet.say(first[:1], now, software=NEW, printer=printer)
        fleet.say(first[1:3], now, software=NEW)
        fleet.say(fleet.ids[3:], now)
        fleet.look(now)
    assert set(newest().offered) == reached


def test_a_ring_smaller_than_what_is_needed_needs_all_of_them(fleet: Fleet) -> None:
    first, *_rest = in_rings(fleet, 2, 4)
    start(needed=10)
    fleet.say(first[:1], NOW, software=NEW)
    fleet.say(first[1:], NOW + DAY)
    fleet.say(first[:1], NOW + DAY, software=NEW)
    fleet.look(NOW + DAY)
    assert set(newest().offered) == {0}
    fleet.say(first[1:], NOW + DAY, software=NEW)
    fleet.say(first, NOW + 2 * DAY, software=NEW)
    fleet.look(NOW + 2 * DAY)
    assert set(newest().offered) == {0, 1}


def test_trouble_of_more_than_two_percent_stops_it_until_a_person_lets_it_go_on(
    fleet: Fleet,
) -> None:
    first, *_rest = in_rings(fleet, 10, 4)
    start()
    fleet.say(first, NOW, software=NEW)
    fleet.say(first[:1], NOW + HOUR, software=NEW, scanner="absent")
    watch.look(NOW + HOUR)
    assert (newest().state, newest().why) == ("stopped", "1 / 10")
    assert {one.kind for one in open_alarms()} == {"rollout-stopped", "scanner"}
    with reading():
        assert rollouts.offered(first[1]) is None
    later = NOW + HOUR + timedelta(minutes=20)
    with writing():
        rollouts.resume(NEW, now=later)
    watch.look(later)
    assert newest().state == "running", "that trouble has been looked at"
    assert {one.kind for one in open_alarms()} == {"scanner"}
    fleet.say(first[1:2], later, software=NEW, scanner="absent")
    watch.look(later)
    assert newest().state == "stopped"


def test_two_percent_and_no_more_do_not_stop_it(fleet: Fleet) -> None:
    first, *_rest = in_rings(fleet, 50)
    start()
    fleet.say(first, NOW, software=NEW)
    fleet.say(first[:1], NOW + HOUR, software=NEW, scanner="absent")
    watch.look(NOW + HOUR)
    assert newest().state == "running"
    fleet.say(first[1:2], NOW + HOUR, software=NEW, scanner="absent")
    watch.look(NOW + HOUR)
    assert (newest().state, newest().why) == ("stopped", "2 / 50")


def test_trouble_from_before_the_update_is_not_its_own(fleet: Fleet) -> None:
    first, *_rest = in_rings(fleet, 5)
    fleet.say(first[:2], NOW, scanner="absent")
    watch.look(NOW)
    start()
    fleet.say(first[:2], NOW + HOUR, software=NEW, scanner="absent")
    fleet.say(first[2:], NOW + HOUR, software=NEW)
    watch.look(NOW + HOUR)
    assert newest().state == "running"


@pytest.mark.parametrize(("days", "state"), [(2, "stopped"), (4, "running"), (63, "running")])
def test_what_goes_wrong_long_after_the_update_is_not_its_own(
    fleet: Fleet, days: int, state: str
) -> None:
    first, *_rest = in_rings(fleet, 10, 4)
    start()
    fleet.say(first, NOW, software=NEW)
    later = NOW + days * DAY
    fleet.say(fleet.ids, later, software=NEW)
    fleet.say(first[:1], later, software=NEW, scanner="absent")
    for minutes in (0, 1):
        watch.look(later + timedelta(minutes=minutes))
        assert newest().state == state


def test_who_asks_for_a_longer_proof_is_told_of_trouble_for_as_long(fleet: Fleet) -> None:
    first, *_rest = in_rings(fleet, 10, 4)
    start(hours=24 * 7)
    fleet.say(first, NOW, software=NEW)
    fleet.say(fleet.ids, NOW + 6 * DAY, software=NEW, screen="gone")
    watch.look(NOW + 6 * DAY)
    assert newest().state == "stopped"


@pytest.mark.parametrize(
    ("last_word", "state"), [(at(11, 20), "running"), (at(22, 40), "stopped")], ids=["day", "night"]
)
def test_who_runs_the_version_and_falls_silent_by_day_did_not_die_of_it(
    fleet: Fleet, last_word: datetime, state: str
) -> None:
    first, rest = in_rings(fleet, 10, 4)
    start()
    fleet.say(first, NOW, software=NEW)
    fleet.say(first[:1], last_word, software=NEW)
    later = at(9, 30, TUESDAY)
    fleet.say(first[1:], later, software=NEW)
    fleet.say(rest, later)
    watch.look(later)
    assert {one.kind for one in open_alarms()} >= {"silent"}
    assert newest().state == state


@pytest.mark.parametrize("device", [{"printer": "offline"}, {"scanner": "absent"}])
def test_what_a_shop_switches_off_when_it_closes_is_not_the_versions_fault(
    fleet: Fleet, device: dict[str, str]
) -> None:
    first, *_rest = in_rings(fleet, 10, 4)
    start()
    fleet.say(first, NOW, software=NEW)
    for now, counter in ((at(20, 50), "closed"), (at(21, 15), "open"), (at(21, 25), "closed")):
        fleet.say(first[:1], now, software=NEW, counter=counter, **device)
        watch.look(now)
    morning = at(7, 1, TUESDAY)  # it is open by the list, and has said nothing new
    watch.look(morning)
    fleet.say(first[:1], morning, software=NEW, counter="closed", **device)
    watch.look(morning)
    assert newest().state == "running"
    fleet.say(first[:1], morning, software=NEW, counter="open", **device)
    watch.look(morning)
    assert newest().state == "stopped", "it went away at night, and somebody wants to sell"


@pytest.mark.parametrize(
    ("last_word", "state"),
    [(at(22, 40), "stopped"), (at(20, 59), "running"), (at(21, 40), "stopped")],
    ids=["at night", "while the shop was open", "closing"],
)
def test_a_terminal_that_was_told_to_update_and_died_of_it_is_trouble(
    fleet: Fleet, last_word: datetime, state: str
) -> None:
    """Nothing is installed by day: who falls silent then has another reason."""
    first, rest = in_rings(fleet, 4, 4)
    start()
    fleet.look(NOW)
    fleet.say(first[:1], last_word)
    later = at(9, 30, TUESDAY)
    fleet.say(first[1:], later, software=NEW)
    fleet.say(rest, later)
    watch.look(later)
    assert newest().state == state
    assert page(later).troubled == (state == "stopped")


def test_after_a_person_has_looked_what_goes_wrong_with_old_orders_counts_anew(
    fleet: Fleet,
) -> None:
    first, *_rest = in_rings(fleet, 10)
    start()
    fleet.look(NOW)
    fails(first[0], NOW + HOUR)
    watch.look(NOW + HOUR)
    assert newest().state == "stopped"
    with writing():
        rollouts.resume(NEW, now=NOW + 2 * HOUR)
    watch.look(NOW + 2 * HOUR)
    assert newest().state == "running", "that one has been looked at"
    fails(first[1], NOW + 3 * HOUR)
    fleet.say(first, NOW + 3 * HOUR)
    watch.look(NOW + 3 * HOUR)
    assert newest().state == "stopped"


def test_who_dies_of_an_old_order_after_a_person_has_looked_counts(fleet: Fleet) -> None:
    first, *_rest = in_rings(fleet, 10)
    start()
    fleet.look(NOW)
    with writing():
        rollouts.pause(NEW)
        rollouts.resume(NEW, now=NOW + HOUR)
    fleet.say(first, at(22, 40))
    later = at(9, 30, TUESDAY)
    fleet.say(first[4:], later, software=NEW)
    watch.look(later)
    assert newest().state == "stopped"


def test_a_clock_in_the_future_does_not_stop_it_for_ever(fleet: Fleet) -> None:
    first, *_rest = in_rings(fleet, 10)
    start()
    fleet.look(NOW)
    fails(first[0], NOW + HOUR, says=NOW + 400 * DAY)
    watch.look(NOW + HOUR)
    with writing():
        rollouts.resume(NEW, now=NOW + 2 * HOUR)
    watch.look(NOW + 2 * HOUR)
    assert newest().state == "running"


def test_a_line_that_fails_is_not_the_versions_fault(fleet: Fleet) -> None:
    in_rings(fleet, 8)
    fleet.say(fleet.add("99003", 10), NOW + 3 * HOUR)
    fleet.say(fleet.ids[:8], NOW, software=NEW)
    start()
    watch.look(NOW + 3 * HOUR)
    assert [one.kind for one in open_alarms()] == ["outage"]
    assert newest().state == "running"
    assert page(NOW + 3 * HOUR).troubled == 0


def test_a_newer_rollout_replaces_the_one_before_where_it_has_come(fleet: Fleet) -> None:
    first, last = in_rings(fleet, 1, 1)
    start()
    with writing():
        rollouts.offer(NEW, 1, NOW)
        rollouts.start("4.4", by="Nam", now=NOW + HOUR)
    with reading():
        assert (rollouts.offered(first[0]), rollouts.offered(last[0])) == ("4.4", NEW)


def test_what_a_person_has_paused_stays_so_when_a_newer_one_starts(fleet: Fleet) -> None:
    _first, last = in_rings(fleet, 1, 1)
    start()
    with writing():
        rollouts.offer(NEW, 1, NOW)
    fleet.look(NOW)
    with writing():
        rollouts.pause(NEW)
        rollouts.start("4.4", by="Nam", now=NOW + HOUR)
    fleet.look(NOW + HOUR)
    with reading():
        assert rollouts.offered(last[0]) is None
        assert commands.waiting(last[0], NOW + HOUR) == ()
    with writing():
        rollouts.resume(NEW, now=NOW + 2 * HOUR)
    with reading():
        assert rollouts.offered(last[0]) == NEW
        assert {one.version: one.state for one in rollouts.list_rollouts()} == {
            "4.4": "running",
            NEW: "replaced",
        }


def test_one_that_was_replaced_is_judged_where_it_is_still_offered(fleet: Fleet) -> None:
    first, last = in_rings(fleet, 3, 5)
    start()
    with writing():
        rollouts.offer(NEW, 1, NOW)
        rollouts.start("4.4", by="Nam", now=NOW + HOUR / 2)
    fleet.say(last, NOW, software=NEW)
    fleet.say(last[:1], NOW + HOUR, software=NEW, scanner="absent")
    watch.look(NOW + HOUR)
    assert [(one.kind, one.subject) for one in open_alarms() if one.kind != "scanner"] == [
        ("rollout-stopped", NEW)
    ]
    with reading():
        assert (rollouts.offered(first[0]), rollouts.offered(last[1])) == ("4.4", None)
        assert rollouts.list_rollouts()[1].offered.keys() == {0, 1}, "it goes no further"
    assert newest().state == "running"


def test_one_that_was_replaced_may_be_paused(fleet: Fleet) -> None:
    _first, last = in_rings(fleet, 1, 1)
    start()
    with writing():
        rollouts.offer(NEW, 1, NOW)
        rollouts.start("4.4", by="Nam", now=NOW + HOUR)
        rollouts.pause(NEW)
    with reading():
        assert rollouts.offered(last[0]) is None


def test_who_has_long_been_offered_a_version_and_lacks_it_needs_a_look(fleet: Fleet) -> None:
    first, last = in_rings(fleet, 3, 1)
    start()
    later = NOW + 14 * DAY
    fleet.say([first[0], *last], later)
    fleet.say(first[1:], later, software=NEW)
    assert fleet.look(later) == []
    found = fleet.look(later + timedelta(minutes=1))
    assert [(one.kind, one.detail) for one in found] == [("old-version", "1")]


def test_the_page_tells_how_each_ring_is(fleet: Fleet) -> None:
    first, *_rest = in_rings(fleet, 3, 2)
    assert page(NOW).rollout is None
    start()
    fleet.say(first[:2], NOW, software=NEW)
    fleet.say(first[2:], NOW, software="4.10")
    found = page(NOW + DAY)
    assert [(one.ring, one.updated, one.size, one.state) for one in found.rings] == [
        (0, 3, 3, "done"),
        (1, 0, 2, "waiting"),
        (2, 0, 0, "waiting"),
        (3, 0, 0, "waiting"),
    ]


def test_what_is_no_version_is_not_offered(fleet: Fleet) -> None:
    assert fleet.ids == []
    for version in ("", "4.x", "v4", "4.3.0.1.2", "1" * 9):
        with pytest.raises(RolloutError, match="not a version"), writing():
            rollouts.start(version, by="Nam", now=NOW)


def test_turns_that_make_no_sense_are_refused(fleet: Fleet) -> None:
    assert fleet.ids == []
    start()
    with pytest.raises(RolloutError, match="already"):
        start()
    with pytest.raises(RolloutError), writing():
        rollouts.resume(NEW, now=NOW)
    with pytest.raises(RolloutError), writing():
        rollouts.pause("9.9")
    with pytest.raises(ValueError, match="no ring"), writing():
        rings.put([], 7)
    for stranger in ("Q99-0001", "\0"):
        with pytest.raises(ValueError, match="not all"), writing():
            rings.put([stranger], 0)
    with pytest.raises(RolloutError), writing():
        rollouts.pause("\0")


def test_rings_spread_by_name_hold_their_shares_and_never_change() -> None:
    found = [rings.ring_of(f"Q99-{n:04}", {}) for n in range(4000)]
    shares = [found.count(ring) / len(found) for ring in rings.RINGS]
    assert shares[0] == 0
    assert shares[1] == pytest.approx(0.1, abs=0.02)
    assert shares[2] == pytest.approx(0.5, abs=0.03)
    assert [rings.ring_of(f"Q99-{n:04}", {}) for n in range(4000)] == found
