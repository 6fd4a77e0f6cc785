"""A paper's own number names no prescription: other doctors' papers have the same."""

from datetime import UTC, datetime, timedelta

import pytest

from server.prescriptions import cases, due, messages
from server.prescriptions.doubles import look
from server.prescriptions.follow import follow
from server.prescriptions.reports import Reporting
from server.store import alarms, prescriptions
from server.store.database import reading, rows, run, writing
from server.store.migrations import migrate
from server.store.tables import DATABASE
from tests.server.interop.nationals import Direct
from tests.server.outlet import NOW
from tests.server.prescriptions.counters import CODE, Counter
from tests.server.test_migrations import make_fourth

pytestmark = pytest.mark.usefixtures("store")
PAPER = "15"


@pytest.fixture
def pair(store: object) -> tuple[Counter, Counter]:
    assert store
    return Counter("Q33-0001"), Counter("Q33-0002")


def test_papers_of_two_doctors_with_one_number_are_no_case_and_not_told(
    pair: tuple[Counter, Counter],
) -> None:
    for counter in pair:
        sale = counter.sell(PAPER, {1: 10}, numbered=False)
        counter.sell(PAPER, {1: 5})
        counter.take_back(sale, {1: 2}, numbered=False)
        counter.void(sale)
        counter.send()
    follow()
    now, way = datetime.now(UTC), Direct()
    assert look(now) == 0
    Reporting(way.national).round(now + timedelta(hours=2))
    with reading():
        assert messages.unread("Q33-0001") == ()
        assert due.backlog() == due.Backlog(0, 0, None)
        assert prescriptions.dispensed(PAPER, beside="X") == []
        assert alarms.list_alarms(open_only=True) == []
    assert way.asked == 0


@pytest.mark.parametrize(
    "number", [PAPER, "33 0127c3d9ab", "330127c3d9ab.c", "330127c3d9.b-c", "330127c3d9ab-x"]
)
def test_what_version_4_counted_on_a_paper_s_number_is_settled(
    pair: tuple[Counter, Counter], number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.prescriptions.follow.is_prescription_code", bool)
    for counter in pair:
        counter.sell(CODE.upper(), {1: 10}, numbered=False)
        counter.sell(number, {1: 10}, numbered=False)
        counter.send()
    follow()
    now = datetime.now(UTC)
    with writing():
        due.enqueue(NOW, now)
    assert look(now) == 2
    with writing():
        make_fourth()
        migrate(4, run, DATABASE.get_tables())
    assert look(now) == 0
    with reading():
        found = cases.of_codes([CODE, number])
        assert (found[CODE].state, found[number].state) == ("open", "resolved")
        assert [one.subject for one in alarms.list_alarms(open_only=True)] == [found[CODE].id]
        for table in ("dispensing", "dispensedline", "nationalreport"):
            left = rows(f"SELECT lower(code), count(*) FROM {table} GROUP BY 1")  # noqa: S608
            assert left == [(CODE, 2)]
