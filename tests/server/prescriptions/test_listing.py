"""What the department sees of a case, and that no page sees a whole code."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from server.oversight.queries.today import TaskKind, today
from server.prescriptions import cases, listing, messages, view
from server.prescriptions.doubles import look
from server.prescriptions.follow import follow
from server.query.filters import Filters
from server.reference.directory import save_outlets
from server.reference.outlets import Outlet
from server.store import prescriptions
from server.store.database import reading, writing
from tests.server.outlet import NOW
from tests.server.prescriptions.counters import CODE, Counter, sheet

pytestmark = pytest.mark.usefixtures("store")
PSYCHOTROPIC = "330120a1b2c3-h"


def filters(**narrowed: Any) -> Filters:
    return Filters(since=date(2026, 11, 16), until=date(2026, 11, 29), **narrowed)


@pytest.fixture
def planted(store: object) -> None:
    """An ordinary and a psychotropic prescription, each dispensed at two of three outlets."""
    assert store
    with writing():
        prescriptions.load([sheet(21, 20), sheet(10, code=PSYCHOTROPIC)], NOW)
    counters = [Counter(f"Q33-000{n}", home=f"NT-{n}") for n in (1, 2, 3)]
    listed = [
        Outlet(code="NT-1", name="Nhà thuốc Hải Yến", kind="NT", commune="00001"),
        Outlet(code="NT-2", name="Quầy thuốc Quang Vinh", kind="QT", commune="00002"),
        Outlet(code="NT-3", name="Nhà thuốc Lộc An", kind="NT", commune="00001"),
    ]
    with writing():
        save_outlets(listed, NOW.date())
    counters[0].sell(CODE, {1: 21, 2: 20})
    counters[1].sell(CODE, {1: 21}, at=NOW + timedelta(hours=1))
    counters[0].sell(PSYCHOTROPIC, {1: 10})
    counters[2].sell(PSYCHOTROPIC, {1: 10})
    for counter in counters:
        counter.send()
    follow()
    assert look(datetime.now(UTC)) == 2


def listed(**narrowed: Any) -> list[listing.CaseRow]:
    with reading():
        return list(listing.cases(filters(**narrowed)).rows)


@pytest.mark.usefixtures("planted")
def test_controlled_drugs_come_first_and_the_outlets_are_named_as_they_sold() -> None:
    first, second = listed()
    assert (first.prescription, second.prescription) == ("2c3-h", "9ab-c")
    assert second.outlets == "Nhà thuốc Hải Yến · Quầy thuốc Quang Vinh"
    assert (second.drug, second.units, second.state) == ("Thuốc 1", 21, "open")
    assert second.day == date(2026, 11, 23)
    assert (second.told, second.read) == (2, 0)


@pytest.mark.parametrize(
    ("narrowed", "tails"),
    [
        ({"search": "quang vinh"}, ["9ab-c"]),
        ({"search": "loc an"}, ["2c3-h"]),
        ({"commune": "00002"}, ["9ab-c"]),
        ({"kind": "QT"}, ["9ab-c"]),
        ({"kind": "TT"}, []),
        ({"state": "pending"}, ["2c3-h", "9ab-c"]),
        ({"state": "closed"}, []),
        ({"sort": "-units"}, ["9ab-c", "2c3-h"]),
        ({"sort": "units", "most": 1}, ["2c3-h"]),
        ({"sort": "units", "most": 1, "first": 1}, ["9ab-c"]),
        ({"sort": "no such column"}, ["2c3-h", "9ab-c"]),
    ],
)
@pytest.mark.usefixtures("planted")
def test_the_list_is_narrowed_sorted_and_cut(narrowed: dict[str, Any], tails: list[str]) -> None:
    assert [row.prescription for row in listed(**narrowed)] == tails


@pytest.mark.usefixtures("planted")
def test_days_outside_the_period_do_not_count() -> None:
    with reading():
        before = Filters(since=date(2026, 11, 1), until=date(2026, 11, 22))
        assert listing.cases(before).total == 0
        assert listing.summary(before) == listing.Summary(0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [({}, 2), ({"commune": "00001"}, 2), ({"commune": "00002"}, 1), ({"commune": "00003"}, 0)],
)
@pytest.mark.usefixtures("planted")
def test_they_are_a_task_where_their_outlets_are(narrowed: dict[str, Any], count: int) -> None:
    with reading():
        tasks = today(filters(**narrowed), NOW).rows
    assert sum(task.number for task in tasks if task.kind is TaskKind.DOUBLES) == count


@pytest.mark.usefixtures("planted")
def test_what_was_concluded_adds_up() -> None:
    (chosen,) = listed(kind="QT")
    with writing():
        cases.close(chosen.id, "ha", "Mất mạng", NOW)
    with reading():
        assert listing.pending() == 1
        assert listing.summary(filters()) == listing.Summary(2, 2, 1, 1, 1, 0)
        weeks = listing.by_week(filters())
    assert [(str(week.monday), week.cases) for week in weeks] == [
        ("2026-11-16", 0), ("2026-11-23", 2),
    ]  # fmt: skip
    assert (listed(kind="QT")[0].state, listed(kind="QT")[0].by) == ("closed", "ha")


@pytest.mark.usefixtures("planted")
def test_a_case_shows_its_outlets_side_by_side_with_what_each_could_know() -> None:
    (chosen,) = listed(kind="QT")
    with writing():
        waiting = {message.subject: message for message in messages.unread("Q33-0001")}
        assert set(waiting) == {"2c3-h", "9ab-c"}
        message = waiting["9ab-c"]
        assert (message.kind, message.text) == ("double-dispensing", "")
        assert messages.read("Q33-0001", [message.id], NOW) == (message.id,)
        assert [left.subject for left in messages.unread("Q33-0001")] == ["2c3-h"]
    with reading():
        found = view.case_view(chosen.id)
    assert found
    first, second = found.prescription.sales
    assert (first.name, second.name) == ("Nhà thuốc Hải Yến", "Quầy thuốc Quang Vinh")
    assert [(one.units, one.left_known, one.left_true) for one in first.lines] == [
        (21, 21, 21), (20, 20, 20),
    ]  # fmt: skip
    assert [(one.units, one.left_known, one.left_true) for one in second.lines] == [(21, 21, 0)]
    assert [(told.outlet, told.read_at) for told in found.told] == [("NT-1", NOW), ("NT-2", None)]
    assert listed(kind="QT")[0].read == 1


@pytest.mark.usefixtures("planted")
def test_one_prescription_tells_what_was_prescribed_dispensed_and_left() -> None:
    with reading():
        found = view.prescription_view(CODE.upper())
        nothing = view.prescription_view("330129999999-c")
    assert found
    assert nothing is None
    assert [(line.prescribed, line.dispensed, line.left) for line in found.lines] == [
        (21, 42, 0), (20, 20, 0),
    ]  # fmt: skip
    assert CODE not in str(found)
    assert found.tail == CODE[-5:]


@pytest.mark.usefixtures("planted")
def test_a_note_reaches_the_terminals_it_is_for_and_is_read_there() -> None:
    with writing():
        before = messages.version()
        assert messages.tell(["Q33-0003"], " Mời gọi lại Sở ", "ha", NOW) == 1
        assert messages.version() > before
        assert messages.read("Q33-0001", [messages.unread("Q33-0003")[-1].id], NOW)
        note = messages.unread("Q33-0003")[-1]
    assert (note.kind, note.text) == ("note", "Mời gọi lại Sở")
    for text in ("", "a" * 501):
        with pytest.raises(ValueError, match="note"), writing():
            messages.tell(["Q33-0003"], text, "ha", NOW)
