"""How many certificates are made in a time."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from provisioning.signer.journal import Issued
from provisioning.signer.pace import DAY, HOUR, Limits, Pace
from tests.provisioning.conftest import NOW

SECOND = timedelta(seconds=1)


def made(pace: Pace, *names: str, at: timedelta = timedelta()) -> None:
    pace.remember(
        Issued(at=NOW + at, terminal=name, serial="", until=NOW, key="", issuer="")
        for name in names
    )


def test_a_terminal_has_a_few_a_day_and_others_are_not_held_up() -> None:
    pace = Pace(Limits(a_terminal=2))
    made(pace, "A-01", "A-01")
    assert not pace.allows("A-01", NOW)
    assert pace.allows("A-02", NOW)
    assert not pace.allows("A-01", NOW + DAY - SECOND)
    assert pace.allows("A-01", NOW + DAY)


def test_an_hour_and_a_day_have_their_limits() -> None:
    pace = Pace(Limits(an_hour=2, a_day=3))
    made(pace, "A-01", "A-02")
    assert not pace.allows("A-03", NOW)
    assert pace.allows("A-03", NOW + HOUR)
    made(pace, "A-03", at=HOUR)
    assert not pace.allows("A-04", NOW + HOUR * 2)
    assert pace.allows("A-04", NOW + DAY)


def test_a_clock_that_was_once_years_ahead_stops_nobody() -> None:
    pace = Pace(Limits(a_day=1))
    made(pace, "A-01", at=DAY * 800)
    assert pace.allows("A-02", NOW)


@given(st.lists(st.tuples(st.integers(0, 3 * 24), st.sampled_from("ABC")), max_size=60))
def test_no_day_ever_holds_more_than_its_limits(asked: list[tuple[int, str]]) -> None:
    limits = Limits(an_hour=3, a_day=6, a_terminal=4)
    pace, granted = Pace(limits), list[tuple[int, str]]()
    for hour, name in sorted(asked):
        if pace.allows(name, NOW + HOUR * hour):
            made(pace, name, at=HOUR * hour)
            granted.append((hour, name))
    for begins in range(3 * 24):
        day = [name for hour, name in granted if begins <= hour < begins + 24]
        assert len(day) <= limits.a_day
        assert all(day.count(name) <= limits.a_terminal for name in "ABC")
        assert sum(hour == begins for hour, _name in granted) <= limits.an_hour
