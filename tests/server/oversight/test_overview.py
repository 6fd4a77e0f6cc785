"""The first page narrowed to an area: its figures and tasks are those of the area."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.fleet.table import table
from server.oversight.queries.overview import Overview, overview
from server.oversight.queries.today import Task, TaskKind, today
from server.query.filters import Filters
from server.store.database import reading
from tests.server.fleet.fleet import MONDAY, NOW, Fleet, at
from tests.server.oversight.town import LOSARTAN, Town

DAY = timedelta(days=1)


def asked(**more: Any) -> Filters:
    return Filters(since=MONDAY - 6 * DAY, until=MONDAY, **more)


def figures(**more: Any) -> Overview:
    with reading():
        return overview(asked(**more), NOW)


def outages(**more: Any) -> list[Task]:
    with reading():
        found = today(asked(**more), NOW).rows
    return [task for task in found if task.kind is TaskKind.OUTAGE]


@pytest.fixture
def fleet(store: Path | str) -> Fleet:
    """Six terminals in the east are silent since eight, four in the west are well."""
    assert store
    fleet = Fleet()
    fleet.add("99001", 4)
    fleet.last_word(fleet.add("99003", 6), at(8))
    fleet.look(NOW)
    return fleet


@pytest.mark.usefixtures("fleet")
def test_silent_terminals_are_those_that_the_page_of_terminals_lists() -> None:
    for narrowed in ({}, {"area": "T"}, {"area": "D"}, {"commune": "99003"}, {"kind": "NT"}):
        silent = figures(**narrowed).silent
        with reading():
            assert table(asked(state="silent", **narrowed), NOW).total == silent.part
            assert table(asked(**narrowed), NOW).total == silent.whole
    assert [(one.part, one.whole) for one in (figures().silent, figures(area="T").silent)] == [
        (6, 10), (0, 4),
    ]  # fmt: skip


@pytest.mark.usefixtures("fleet")
def test_an_outage_is_a_task_where_it_is() -> None:
    assert [(task.subject, task.number) for task in outages()] == [("Xã 99003", 6)]
    assert outages(area="D") == outages()
    assert outages(area="T") == []
    assert outages(commune="99003") == outages()
    assert outages(commune="99004") == []


def test_of_an_outage_in_several_areas_each_counts_its_own(store: Path | str) -> None:
    assert store
    fleet = Fleet()
    fleet.last_word([*fleet.add("99001", 4), *fleet.add("99003", 6)], at(8))
    fleet.look(NOW)
    assert [task.number for task in outages()] == [10]
    assert [task.number for task in outages(area="T")] == [4]
    assert [task.number for task in outages(area="D")] == [6]


@pytest.mark.parametrize(
    ("period", "first", "is_active_compared", "are_sales_compared"),
    [
        (7, 3, False, False),
        (7, 12, False, False),
        (7, 13, True, True),
        (30, 35, False, False),
        (30, 36, True, False),  # who is active is told of seven days, whatever the period
        (30, 58, True, False),
        (30, 59, True, True),
    ],
)
def test_nothing_is_compared_with_a_time_before_there_were_figures(
    store: Path | str,
    period: int,
    first: int,
    *,
    is_active_compared: bool,
    are_sales_compared: bool,
) -> None:
    assert store
    town = Town()
    shop = town.shop("A")
    for back in (first, 0):
        shop.sell(LOSARTAN, when=at(9, day=MONDAY - back * DAY))
    town.count()
    with reading():
        found = overview(Filters(since=MONDAY - (period - 1) * DAY, until=MONDAY), NOW)
    assert found.active.part == 1
    assert (found.active.whole_before is not None) == is_active_compared
    for figure in (found.without, found.above_posted):
        assert (figure.whole_before is not None) == are_sales_compared
        assert (figure.part_before is not None) == are_sales_compared
