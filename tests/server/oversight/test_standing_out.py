"""An outlet is named when it is beyond what chance explains, three finished weeks running."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.oversight.limits import most_by_chance
from server.oversight.queries.outlets import outlets
from server.oversight.queries.overview import overview
from server.oversight.queries.standing_out import funnel, standing_out
from server.oversight.queries.today import TaskKind, today
from server.query.filters import Filters
from server.store.database import reading, run_many, writing
from tests.server.oversight.town import MONDAY, Town, at

SUNDAY = MONDAY + timedelta(days=6)
NOW = at(SUNDAY, 12)
WEEK = timedelta(weeks=1)


def asked(until: date = SUNDAY, **more: Any) -> Filters:
    return Filters(since=until - timedelta(days=6), until=until, **more)


def weeks(outlet: str, shares: list[tuple[int, int]], *, last: date = MONDAY) -> None:
    """Write figures of weeks that end with one: (sales of antibiotics, of these without)."""
    with writing():
        for back, (abx, without) in enumerate(reversed(shares)):
            monday = last - back * WEEK
            for table, column, day in (
                ("weekfigure", "week", monday), ("dayfigure", "day", monday),
            ):  # fmt: skip
                run_many(
                    f"INSERT INTO {table} ({column}, outlet, sales, abx, abx_without)"  # noqa: S608
                    " VALUES (?, ?, ?, ?, ?)",
                    [(day.isoformat(), outlet, abx, abx, without)],
                )


@pytest.fixture
def town(store: Path | str) -> Town:
    """Twenty usual outlets of each kind: QT at 10 %, NT at 40 %."""
    assert store
    town = Town()
    for number in range(20):
        for kind, without in (("QT", 10), ("NT", 40)):
            code = f"{kind}{number}"
            town.shop(code, kind=kind, commune="99003" if number % 2 else "99001")  # type: ignore[arg-type]
            weeks(code, [(100, without)] * 7)
    return town


@pytest.mark.parametrize(
    ("shares", "is_named"),
    [
        ([(100, 40)] * 3, True),
        ([(100, 40)] * 4, True),
        ([(100, 40), (100, 40)], False),
        ([(100, 40), (100, 40), (100, 10)], False),
        ([(100, 40), (100, 10), (100, 40), (100, 40)], False),
        ([(100, 15)] * 4, False),
        ([(3, 2)] * 4, False),
        ([(9, 9)] * 3, True),
    ],
)
def test_three_weeks_beyond_the_limit_of_its_own_kind(
    town: Town, shares: list[tuple[int, int]], *, is_named: bool
) -> None:
    town.shop("X", kind="QT", commune="99002", name="Quầy thuốc Hồng Phúc")
    weeks("X", shares)
    with reading():
        found = standing_out(asked(), "abx")
        states = {one.outlet: one.state for one in outlets(asked(most=100)).rows}
    assert [one.outlet for one in found.rows] == (["X"] if is_named else [])
    assert found.total == int(is_named)
    assert [code for code, state in states.items() if state == "look"] == (
        ["X"] if is_named else []
    )


def test_who_stands_out_and_sold_is_listed_among_those_that_use_their_terminals(town: Town) -> None:
    town.shop("X", kind="QT")
    weeks("X", [(100, 40)] * 3)
    town.shop("GONE", kind="QT")
    weeks("GONE", [(100, 10)], last=MONDAY - WEEK)
    with reading():
        active = overview(asked(), NOW).active
        found = outlets(asked(state="active", most=100))
    assert found.total == active.part == 41
    assert {one.outlet: one.state for one in found.rows}["X"] == "look"


def test_the_same_share_is_usual_for_another_kind(town: Town) -> None:
    town.shop("X", kind="NT")
    weeks("X", [(100, 40)] * 4)
    with reading():
        assert standing_out(asked(), "abx").rows == []


def test_it_is_told_for_how_many_weeks_and_beside_what(town: Town) -> None:
    town.shop("X", kind="QT", commune="99002", name="Quầy thuốc Hồng Phúc")
    weeks("X", [(100, 10), *[(100, 40)] * 5])
    with reading():
        (one,) = standing_out(asked(), "abx").rows
        assert (one.name, one.commune, one.sales, one.without, one.weeks) == (
            "Quầy thuốc Hồng Phúc", "99002", 100, 40, 5,
        )  # fmt: skip
        assert one.usual == pytest.approx(240 / 2100)
        assert one.most == most_by_chance(100, one.usual)
        assert standing_out(asked(), "rx").rows == []
        assert standing_out(asked(kind="NT"), "abx").total == 0
        assert standing_out(asked(until=SUNDAY - timedelta(days=1)), "abx").rows[0].weeks == 4


def test_a_running_week_accuses_nobody(town: Town) -> None:
    town.shop("X", kind="QT")
    weeks("X", [(100, 40)] * 3)
    with reading():
        assert standing_out(asked(until=MONDAY + timedelta(days=5)), "abx").total == 0


def test_the_funnel_has_every_outlet_of_the_week(town: Town) -> None:
    town.shop("X", kind="QT")
    weeks("X", [(150, 40)])
    with reading():
        found = funnel(asked(), "abx")
        assert (found.total, found.rows[0].outlet, found.rows[0].without) == (41, "X", 40)
        assert funnel(asked(kind="NT"), "abx").total == 20
        assert funnel(asked(until=MONDAY - 9 * WEEK), "abx").total == 0


def test_the_overview_has_each_figure_beside_what_it_was_before(town: Town) -> None:
    late = town.shop("LATE")
    late.sell("LOSA", when=at(MONDAY))
    late.sell("LOSA", when=at(MONDAY), paper=True)
    late.sell("LOSA", when=at(MONDAY - WEEK))
    town.count()
    with reading():
        found = overview(asked(), NOW)
    assert (found.active.part, found.active.whole) == (41, 41)
    assert (found.active.part_before, found.active.whole_before) == (41, 41)
    assert len(found.active.series) == 14
    assert (found.without.part, found.without.whole) == (1, 2)
    assert (found.without.part_before, found.without.whole_before) == (1, 1)
    assert found.without.series[-2:] == [(1, 1), (1, 2)]
    assert (found.recall, found.unacknowledged.whole) == ("", 0)
    assert (found.silent.whole, found.above_posted.part) == (41, 0)


def test_today_names_what_is_to_be_done_the_nearest_deadline_first(town: Town) -> None:
    town.shop("X", kind="QT", gpp_due=SUNDAY + timedelta(days=9))
    weeks("X", [(100, 40)] * 3)
    with reading():
        found = today(asked(), NOW)
    assert [(task.kind, task.number) for task in found.rows] == [
        (TaskKind.ANTIBIOTICS, 1), (TaskKind.GPP, 1),
    ]  # fmt: skip
    assert [task.due.date() for task in found.rows] == [SUNDAY, SUNDAY + timedelta(days=9)]


@pytest.mark.usefixtures("town")
def test_nothing_to_do_is_an_empty_list() -> None:
    with reading():
        assert today(asked(), NOW).rows == []
