"""One outlet beside its peers, and late reporting beside alarms."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.oversight.queries import (
    late,
    one_outlet,
)
from server.query.filters import Filters
from server.store import alarms
from server.store.alarms import Alarm, Finding
from server.store.database import reading, writing
from tests.server.oversight.town import (
    AMOXICILLIN,
    MONDAY,
    PARACETAMOL,
    Town,
    at,
    four_shops,
)

TUESDAY, WEDNESDAY, SUNDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 6))
BEFORE = MONDAY - timedelta(weeks=1)
in_town = pytest.mark.usefixtures("town")


def asked(since: date = MONDAY, until: date = SUNDAY, **more: Any) -> Filters:
    return Filters(since=since, until=until, **more)


@pytest.fixture
def town(store: Path | str) -> Iterator[Town]:
    assert store
    town = four_shops()
    with reading():
        yield town


@in_town
def test_one_outlet_is_beside_the_median_of_its_kind_in_its_area() -> None:
    """In the week of Monday B was in the south, where no other QT is; C and D are its kind."""
    _before, week = one_outlet.weeks("C", asked(BEFORE, SUNDAY)).rows
    assert (week.sales, week.rx, week.rx_without, week.abx_without) == (2, 2, 2, 1)
    assert (week.peers, week.rx_median) == (0, None)
    (before, _week) = one_outlet.weeks("C", asked(BEFORE, SUNDAY)).rows
    assert (before.sales, before.peers, before.cashless_median) == (0, 1, 0.0)
    lines = one_outlet.ingredients("A", WEDNESDAY).rows
    assert [(one.ingredient, one.sales, one.unprescribed) for one in lines] == [
        ("Amoxicilin", 2, 1), ("Azithromycin", 1, 0),
    ]  # fmt: skip


def test_medians_are_of_the_peers_alone(store: Path | str) -> None:
    assert store
    town = Town()
    for number, without in enumerate([1, 0, 2, 3]):
        shop = town.shop(f"S{number}")
        for sale in range(4):
            shop.sell(AMOXICILLIN, when=at(MONDAY), paper=sale >= without)
    town.count()
    with reading():
        (week,) = one_outlet.weeks("S0", asked()).rows
        (drug,) = one_outlet.ingredients("S0", MONDAY).rows
    assert (week.peers, week.abx_median, week.rx_median) == (3, 0.5, 0.5)
    assert drug.median == 0.5


def test_late_reporting_is_told_with_alarms_and_quarantine(store: Path | str) -> None:
    assert store
    town = Town()
    good, bad = town.shop("GOOD"), town.shop("BAD")
    now = at(MONDAY)
    good.sell(PARACETAMOL, when=now)
    bad.sell(AMOXICILLIN, when=now)
    bad.outlet.bodies.append(b"{}")
    town.count()
    with writing():
        alarms.raise_(
            [Alarm(Finding.GAP, bad.outlet.id, bad.outlet.epoch, "1-2"),
             Alarm(Finding.CLOCK, bad.outlet.id, subject="x"),
             Alarm(Finding.CLONE, good.outlet.id, subject="y")],
            now,
        )  # fmt: skip
    with reading():
        found = {one.outlet: one for one in late.late(asked(state="alarm")).rows}
        first = late.late(asked()).rows[0]
    assert (found["BAD"].gaps, found["BAD"].forks, found["BAD"].clocks) == (1, 0, 1)
    assert (found["GOOD"].gaps, found["GOOD"].forks) == (0, 1)
    assert first.outlet == "BAD"
