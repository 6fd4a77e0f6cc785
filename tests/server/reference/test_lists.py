"""The lists behind the reference pages, on both databases."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from server.query.filters import Filters
from server.reference import area_changes, places, versions
from server.reference.area_changes import AreaChangeError
from server.reference.directory import save_outlets
from server.reference.history import changes
from server.reference.outlet_list import listed_outlets
from server.reference.outlets import Outlet
from server.reference.places import Area, Commune, Membership
from server.reference.staff import Worker, save_staff
from server.reference.staff_list import course_since, listed_staff
from server.store.database import reading, writing
from tests.server.outlet import NOW

TODAY = date(2026, 11, 23)


def asked(**more: object) -> Filters:
    return Filters(since=TODAY, until=TODAY, **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _listed(store: Path | str) -> None:
    assert store
    outlets = [
        Outlet(code="A", name="Một", kind="NT", commune="99001",
               licence_until=TODAY - timedelta(days=1), gpp_due=TODAY),
        Outlet(code="B", name="Hai", kind="QT", commune="99002", licence_until=TODAY),
        Outlet(code="C", name="Ba", kind="QT", commune="99002", is_active=False,
               licence_until=TODAY - timedelta(days=9)),
    ]  # fmt: skip
    with writing():
        places.save_communes([Commune(code=f"9900{n}", name=f"Xã {n}") for n in (1, 2)])
        members = [Membership(area="x", commune="99001")]
        places.save_areas(_areas(), members, TODAY)
        save_outlets(outlets, TODAY)


def _areas() -> list[Area]:
    return [Area(code="x", name="X"), Area(code="y", name="Y")]


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        ("", ["A", "B", "C"]), ("licence-over", ["A"]), ("licence-soon", ["B"]),
        ("gpp-soon", ["A"]), ("gpp-over", []), ("inactive", ["C"]), ("no-terminal", ["A", "B"]),
    ],
)  # fmt: skip
def test_outlets_are_listed_by_what_is_due(state: str, codes: list[str]) -> None:
    with reading():
        found = listed_outlets(asked(state=state))
    assert [one.code for one in found.rows] == codes
    assert found.total == len(codes)


def test_what_is_not_known_comes_last_however_it_is_sorted() -> None:
    with reading():
        for sort in ("gpp_due", "-gpp_due"):
            found = listed_outlets(asked(sort=sort, kind=""))
            assert found.rows[0].code == "A", sort
        assert [one.code for one in listed_outlets(asked(sort="-name")).rows] == ["A", "B", "C"]
        assert [one.code for one in listed_outlets(asked(first=1, most=1)).rows] == ["B"]


def test_staff_are_listed_without_their_names() -> None:
    since = course_since(TODAY)
    people = [
        Worker(outlet="A", badge="1", name="Tên Một", in_charge=True, trained_on=since),
        Worker(outlet="A", badge="2", name="Tên Hai", in_charge=True),
        Worker(outlet="B", badge="3", name="Tên Ba", degree="dai_hoc"),
    ]
    with writing():
        save_staff(people, NOW)
    with reading():
        due = listed_staff(asked(state="course-due")).rows
        everybody = listed_staff(asked()).rows
    assert [one.badge for one in due] == ["2"]
    assert [one.outlet_name for one in everybody] == ["Một", "Một", "Hai"]
    assert "Tên" not in repr(everybody)


def test_a_leap_day_has_a_day_three_years_back() -> None:
    assert course_since(date(2028, 2, 29)) == date(2025, 2, 28)


def test_one_import_for_many_outlets_is_one_line() -> None:
    bodies = {"A": {"p": b"{}"}, "B": {"p": b"{}"}}
    with writing():
        versions.put("catalogue", "", {"d": b"{}"}, NOW - timedelta(hours=1))
        versions.note("drugs", "", 1, NOW - timedelta(hours=1))
        versions.put_each("people", bodies, NOW)
    with reading():
        found = changes(asked())
    assert [(one.dataset, one.changed, one.outlets) for one in found.rows] == [
        ("people", 2, 2),
        ("catalogue", 1, 0),
    ]
    assert found.total == 2


def test_a_commune_leaves_every_area_from_a_day_on() -> None:
    then = TODAY + timedelta(days=3)
    with writing():
        area_changes.assign("99001", "", then, today=TODAY)
    with reading():
        assert places.area_of(TODAY) == {"99001": "x"}
        assert places.area_of(then) == {}


@pytest.mark.parametrize(
    ("commune", "area", "day"),
    [("99009", "x", TODAY), ("99001", "z", TODAY), ("99001", "y", TODAY - timedelta(days=1))],
)
def test_a_change_that_cannot_be_is_refused(commune: str, area: str, day: date) -> None:
    with writing(), pytest.raises(AreaChangeError):
        area_changes.assign(commune, area, day, today=TODAY)
    with reading():
        assert places.memberships() == [Membership(area="x", commune="99001")]
