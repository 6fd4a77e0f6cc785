"""Silence counts only in an outlet's own opening hours."""

from datetime import date, datetime, time, timedelta

import pytest

from server.fleet.health import SILENT_AFTER, Judged, Known, State, Trouble, judge
from server.fleet.opening import Opening, opening
from tests.server.fleet.fleet import MONDAY, at

SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)
USUAL = Opening(opens=time(7), closes=time(20))
NO_SUNDAY = Opening(opens=time(7), closes=time(20), closed_weekdays=frozenset({6}))
NIGHT = Opening(opens=time(18), closes=time(2))
ROUND_THE_CLOCK = Opening(opens=time(0), closes=time(0))
NATIONAL_DAY, NEW_YEAR = date(2026, 9, 2), date(2027, 1, 1)


@pytest.mark.parametrize(
    ("hours", "last_word", "silent_from"),
    [
        pytest.param(USUAL, at(9), at(11), id="two hours on an ordinary morning"),
        pytest.param(USUAL, at(11), at(13), id="lunch is open time"),
        pytest.param(USUAL, at(19), at(8, 0, date(2026, 11, 24)), id="across the night"),
        pytest.param(USUAL, at(20, 30), at(9, 0, date(2026, 11, 24)), id="after closing"),
        pytest.param(USUAL, at(5), at(9), id="before opening"),
        pytest.param(USUAL, at(18), at(20), id="just before closing"),
        pytest.param(NO_SUNDAY, at(19, 0, SATURDAY), at(8), id="its day off does not count"),
        pytest.param(USUAL, at(19, 0, SATURDAY), at(8, 0, SUNDAY), id="another's day off does"),
        pytest.param(
            USUAL, at(19, 30, date(2026, 8, 31)), at(8, 30, date(2026, 9, 3)), id="a holiday"
        ),
        pytest.param(
            USUAL, at(19, 30, date(2026, 12, 31)), at(8, 30, date(2027, 1, 2)), id="new year"
        ),
        pytest.param(NIGHT, at(23), at(1, 0, date(2026, 11, 24)), id="across midnight"),
        pytest.param(NIGHT, at(1), at(19), id="a night ends, and the next begins"),
        pytest.param(ROUND_THE_CLOCK, at(23), at(1, 0, date(2026, 11, 24)), id="never closed"),
    ],
)
def test_silence_begins_after_two_of_its_own_opening_hours(
    hours: Opening, last_word: datetime, silent_from: datetime
) -> None:
    known = Known(last_contact=last_word, opening=hours)
    assert hours.after(last_word, SILENT_AFTER) == silent_from
    before = judge(known, silent_from - timedelta(seconds=1))
    assert (before.state, before.silent_from) == (State.NORMAL, silent_from)
    assert judge(known, silent_from).state is State.SILENT


def test_a_terminal_whose_clock_is_wrong_is_not_silent_for_that() -> None:
    known = Known(last_contact=at(10), reported_at=at(10), ahead_seconds=-200_000, opening=USUAL)
    assert judge(known, at(10, 5)) == Judged(
        state=State.LOOK, troubles=(Trouble.CLOCK,), silent_from=at(12)
    )


def test_our_own_clock_that_jumps_back_makes_nobody_silent() -> None:
    assert judge(Known(last_contact=at(12), opening=USUAL), at(9)).state is State.NORMAL


def test_a_terminal_that_has_just_been_enrolled_is_not_silent_but_was_never_heard() -> None:
    assert judge(Known(last_contact=None), at(20)).state is State.NEVER


def test_an_outlet_that_opens_on_no_day_is_never_awaited() -> None:
    never = opening("07:00", "20:00", "0123456")
    assert never.after(at(9), SILENT_AFTER) is None
    assert judge(Known(last_contact=at(9), opening=never), at(9, 0, NEW_YEAR)).state is State.NORMAL


def test_a_holiday_is_closed_and_a_day_off_is_closed_and_noon_is_open() -> None:
    assert not USUAL.is_open(at(12, 0, NATIONAL_DAY))
    assert not NO_SUNDAY.is_open(at(12, 0, SUNDAY))
    assert USUAL.is_open(at(12))
    assert not USUAL.is_open(at(20))
    assert NIGHT.is_open(at(1))
    assert not NIGHT.is_open(at(2))


def test_hours_that_cannot_be_read_are_the_usual_ones() -> None:
    assert opening("", "25:00", "7x") == Opening()
    assert opening("08:00", "17:30", "56").on(MONDAY) == (at(8), at(17, 30))
