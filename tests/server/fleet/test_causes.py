"""However many terminals are hit, nobody is told of more alarms than there are causes."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.fleet.health import SILENT_AFTER, Known, Trouble, judge
from server.fleet.joining import Heard, Joined, Place, join
from server.fleet.opening import Opening
from tests.server.fleet.fleet import at

NOW = at(15)
COMMUNES = ("11", "12", "13", "21", "22")
HOURS = (Opening(), Opening(opens=time(6), closes=time(20)), Opening(opens=time(8)))

cause = st.one_of(
    st.tuples(st.just("line"), st.sampled_from(COMMUNES), st.integers(7 * 60, 12 * 60)),
    st.tuples(st.just("area"), st.sampled_from("12"), st.integers(7 * 60, 12 * 60)),
    st.tuples(st.just("shop"), st.integers(0, 59), st.integers(7 * 60, 14 * 60)),
    st.tuples(st.just("printer"), st.integers(0, 59), st.just(0)),
)


def fleet(
    causes: list[tuple[str, object, int]], sizes: Mapping[str, int], now: datetime = NOW
) -> list[Heard]:
    """Return the terminals as the causes leave them; all spoke within ten minutes before."""
    found = []
    for number in range(60):
        commune = COMMUNES[number % len(COMMUNES)]
        if number // len(COMMUNES) >= sizes[commune]:
            continue
        spoke = timedelta(minutes=number * 7 % 10)
        last, is_broken = now - spoke, False
        for what, where, minute in causes:
            begins = at(0) + timedelta(minutes=minute)
            hit = {"line": commune, "area": commune[0], "shop": number, "printer": number}[what]
            if hit != where:
                continue
            is_broken |= what == "printer"
            last = last if what == "printer" else min(last, begins - spoke)
        found.append(heard(number, commune, last, is_broken=is_broken, now=now))
    return found


def heard(number: int, commune: str, last: datetime, *, is_broken: bool, now: datetime) -> Heard:
    printer = "fault" if is_broken else "ok"
    known = Known(last_contact=last, opening=HOURS[number % len(HOURS)], printer=printer)
    judged = judge(known, now)
    return Heard(
        terminal=f"Q99-{number:04}",
        place=Place(commune[0], commune),
        opening=known.opening,
        last_contact=last,
        silent_from=judged.silent_from,
        troubles=dict.fromkeys(judged.troubles, last),
    )


sizes = st.fixed_dictionaries({commune: st.integers(1, 12) for commune in COMMUNES})


@given(causes=st.lists(cause, max_size=6), sizes=sizes)
def test_there_are_never_more_alarms_than_causes(
    causes: list[tuple[str, object, int]], sizes: Mapping[str, int]
) -> None:
    machines = fleet(causes, sizes)
    found = join(machines, NOW)
    assert len(found) <= len(causes)
    assert told(found) == {
        (one.terminal, trouble) for one in machines for trouble in one.troubles
    }, "joining leaves nobody out"


@given(causes=st.lists(cause, max_size=6), sizes=sizes, back=st.lists(st.integers(0, 59)))
def test_nor_while_terminals_come_back_one_by_one(
    causes: list[tuple[str, object, int]], sizes: Mapping[str, int], back: list[int]
) -> None:
    machines = fleet(causes, sizes)
    known = [one.subject for one in join(machines, NOW) if one.is_outage]
    returned = {f"Q99-{number:04}" for number in back}
    left = [
        heard(int(one.terminal[4:]), one.place.commune, NOW, is_broken=False, now=NOW)
        if one.terminal in returned
        else one
        for one in machines
    ]
    assert len(join(left, NOW, known=known)) <= len(causes)


def test_the_property_can_fail() -> None:
    """Alarms for each terminal would be more than the one cause there is."""
    machines = fleet([("line", "11", 9 * 60)], dict.fromkeys(COMMUNES, 12))
    silent = [one for one in machines if one.is_silent]
    (alarm,) = join(machines, NOW)
    assert len(silent) == len(alarm.terminals) == 12
    assert alarm.since < NOW - SILENT_AFTER


def told(found: tuple[Joined, ...]) -> set[tuple[str, Trouble]]:
    return {(terminal, one.trouble) for one in found for terminal in one.terminals}
