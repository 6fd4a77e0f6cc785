"""A recall: who had the batch, who has put it aside, who has not, and why not."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from server.oversight.queries.outlet_said import SaidKind, outlet_said
from server.oversight.queries.recall_holders import Holder, State
from server.oversight.queries.recall_list import recall_list
from server.oversight.queries.recalls import (
    RecallStanding,
    Stopped,
    find_recall,
    recalls,
    standing,
)
from server.oversight.seeing import VIETNAM
from server.store import notices
from server.store.database import reading, run, writing
from tests.server.oversight.district import NOW, District, period
from tests.server.oversight.shelves import shelf_line
from wire.asking import Notice
from wire.kinds import RecallAcknowledged

NUMBER = "QĐ 12/2026"
ISSUED = date(2026, 11, 23)
GIVEN_OUT = datetime(2026, 11, 23, 7, 30, tzinfo=VIETNAM)


@pytest.fixture
def district(store: Path | str) -> District:
    assert store
    district = District()
    for shop in (district.t1, district.t2, district.n2, district.s1):
        shop.receive(("D1", "A", 20), ("D1", "B", 9))
        shop.sell(("D1", "A", 5))
    with writing():
        notices.give(
            Notice(number=NUMBER, kind="recalled", drug="D1", batches=("A",), level=1,
                   issued=ISSUED, reason="Không đạt độ hòa tan"),
            at=GIVEN_OUT,
        )  # fmt: skip
        notices.give(Notice(number="QĐ 1/2026", kind="suspended", drug="GN-2"))
    return district


def acknowledge(district: District, name: str, units: int, *, minute: int) -> None:
    shop = getattr(district, name)
    shop.now = NOW.replace(minute=minute - 1)
    lines = (shelf_line("D1", "A", units),) if units else ()
    shop.write(RecallAcknowledged, staff="31", recall=NUMBER, lines=lines)


def stand(state: str = "", **narrowed: str) -> RecallStanding:
    with reading():
        recall = find_recall(NUMBER)
        assert recall
        return standing(recall, period(state=state, **narrowed), NOW)


def only(found: RecallStanding) -> Holder:
    (holder,) = found.outlets.rows
    return holder


@pytest.mark.usefixtures("district")
def test_the_gravest_comes_first_with_the_law_s_day_and_the_department_s_hour() -> None:
    with reading():
        first, second = recalls(noon=time(11, 30))
    assert (first.number, first.stopped) == (NUMBER, (Stopped("D1", "Cefixim 200 mg", ("A",)),))
    assert first.due_by_law == date(2026, 11, 26)
    assert first.due_here == datetime(2026, 11, 23, 11, 30, tzinfo=VIETNAM)
    assert (second.number, second.batches, second.due_by_law) == ("QĐ 1/2026", (), None)


@pytest.mark.parametrize(("level", "days"), [(1, 3), (2, 15), (3, 30)])
@pytest.mark.usefixtures("district")
def test_each_level_has_its_days(level: int, days: int) -> None:
    with writing():
        notices.give(Notice(number="QĐ 2", kind="recalled", drug="D1", level=level, issued=ISSUED))
    with reading():
        recall = find_recall("QĐ 2")
    assert recall
    assert recall.due_by_law == ISSUED + timedelta(days=days)


def test_who_has_put_it_aside_and_how_much_still_lies_on_shelves(district: District) -> None:
    acknowledge(district, "n2", 14, minute=5)
    acknowledge(district, "s1", 15, minute=2)
    district.store()
    found = stand()
    assert (found.had, found.acknowledged) == (3, 2)
    assert (found.set_aside, found.on_shelf) == (29, 31)
    assert [(at.minute, count) for at, count in found.curve] == [(2, 1), (5, 2)]
    assert (found.terminals, found.terminals_acknowledged) == (4, 2)
    holder = only(stand(search="N2"))
    assert holder.state is State.ACKNOWLEDGED
    assert (holder.staff, holder.found, holder.on_shelf, holder.aside) == ("31", 14, 1, 14)
    assert holder.acknowledged_at == NOW.replace(minute=5)
    assert (holder.sold, holder.last_sold) == (5, "2026-11-01")


def test_an_outlet_has_acknowledged_when_each_of_its_terminals_has(district: District) -> None:
    acknowledge(district, "t1", 15, minute=1)
    district.heard("T2", NOW)
    district.store()
    holder = only(stand(search="N1"))
    assert (holder.state, holder.acknowledged_at) == (State.NOT_PRESSED, None)
    assert (holder.on_shelf, holder.aside) == (15, 15)
    acknowledge(district, "t2", 15, minute=9)
    district.store()
    holder = only(stand(search="N1"))
    assert (holder.state, holder.acknowledged_at) == (State.ACKNOWLEDGED, NOW.replace(minute=9))
    assert (holder.found, holder.on_shelf) == (30, 0)


def test_why_somebody_has_not(district: District) -> None:
    district.heard("T3", NOW - timedelta(days=3))
    district.heard("T4", NOW - timedelta(minutes=2))
    district.store()
    states = {one.outlet: one.state for one in stand().outlets.rows}
    assert states == {"N1": State.NEVER, "N2": State.SILENT, "S1": State.NOT_PRESSED}
    assert only(stand("silent")).last_contact == NOW - timedelta(days=3)
    assert [one.outlet for one in stand("waiting").outlets.rows] == ["N1", "N2", "S1"]
    assert only(stand("waiting", area="south")).outlet == "S1"


def test_before_the_shop_opens_nobody_can_have_pressed(district: District) -> None:
    early = datetime(2026, 11, 23, 6, 30, tzinfo=VIETNAM)
    district.heard("T4", early - timedelta(hours=10))
    district.store()
    with reading():
        recall = find_recall(NUMBER)
        assert recall
        found = standing(recall, period(search="S1"), early)
    assert only(found).state is State.CLOSED


def test_an_outlet_without_the_batch_is_not_asked(district: District) -> None:
    with writing():
        notices.give(Notice(number="QĐ 3", kind="recalled", drug="D1", batches=("C",)))
    district.store()
    with reading():
        recall = find_recall("QĐ 3")
        assert recall
        assert standing(recall, period(), NOW).had == 0
        every = recalls()[-1]
        assert every.number == "QĐ 1/2026"
        assert standing(every, period(), NOW).had == 0


def test_a_notice_without_batches_stops_every_batch(district: District) -> None:
    with writing():
        notices.give(Notice(number="QĐ 4", kind="suspended", drug="D1"))
    district.store()
    with reading():
        recall = find_recall("QĐ 4")
        assert recall
        found = standing(recall, period(), NOW)
    assert (found.had, found.on_shelf) == (3, 4 * (15 + 9))


GIVEN = Notice(
    number=NUMBER, kind="recalled", drug="D1", batches=("A",), level=1, issued=ISSUED,
    reason="Không đạt độ hòa tan",
)  # fmt: skip
EVERY = ("t1", "t2", "n2", "s1")


def give(notice: Notice, *, minute: int) -> None:
    with writing():
        notices.give(notice, at=NOW.replace(minute=minute))


def who_answered() -> tuple[int, int, int]:
    """Return outlets that have acknowledged, terminals, and outlets by the list that have not."""
    found = stand()
    with reading():
        line = next(one for one in recall_list(period()).rows if one.number == NUMBER)
        said = [one for one in outlet_said("S1", ["T4"]) if one.kind is SaidKind.RECALL]
    assert [one.answered_at is not None for one in said] == [found.acknowledged == 3]
    return found.acknowledged, found.terminals_acknowledged, line.waiting


@pytest.mark.parametrize(
    "more",
    [
        replace(GIVEN, batches=("A", "B")),
        replace(GIVEN, level=2),
        replace(GIVEN, kind="sealed", level=None),
        replace(GIVEN, drug="GN-2"),
    ],
)
def test_a_recall_that_asks_more_is_answered_anew(district: District, more: Notice) -> None:
    for name in EVERY:
        acknowledge(district, name, 15, minute=2)
    district.store()
    assert who_answered() == (3, 4, 0)
    give(replace(GIVEN, reason="Không đạt"), minute=20)
    assert who_answered() == (3, 4, 0), "terminals do not ask again for that"
    give(more, minute=30)
    assert who_answered() == (0, 0, 3)
    for name in EVERY:
        acknowledge(district, name, 0, minute=31)
    district.store()
    assert who_answered() == (3, 4, 0)
    give(more, minute=40)
    assert who_answered() == (3, 4, 0)


def test_a_recall_that_was_lifted_and_is_given_again_is_answered_anew(district: District) -> None:
    for name in EVERY:
        acknowledge(district, name, 15, minute=2)
    district.store()
    with writing():
        notices.lift(NUMBER, NOW.replace(minute=20))
    give(GIVEN, minute=30)
    assert who_answered() == (0, 0, 3)


@pytest.mark.parametrize(("clock", "counts"), [({}, False), ({"clock": "untrusted"}, True)])
def test_an_answer_that_comes_late_is_one_to_what_was_asked_when_it_was_given(
    district: District, *, clock: dict[str, str], counts: bool
) -> None:
    """By the terminal's clock, or where nobody had set that, by when it came."""
    give(replace(GIVEN, batches=("A", "B")), minute=30)
    shop = district.s1
    shop.now = NOW.replace(minute=2)
    shop.write(RecallAcknowledged, staff="31", recall=NUMBER, lines=(), **clock)
    shop.now = NOW.replace(minute=40)
    district.store()
    assert stand().terminals_acknowledged == int(counts)


def test_a_terminal_whose_clock_is_some_minutes_behind_answers_all_the_same(
    district: District,
) -> None:
    give(replace(GIVEN, batches=("A", "B")), minute=30)
    shop = district.s1
    shop.now = NOW.replace(minute=25)
    shop.write(RecallAcknowledged, staff="31", recall=NUMBER, lines=())
    shop.now = NOW.replace(minute=32)
    district.store()
    assert stand().terminals_acknowledged == 1


@pytest.mark.parametrize(
    ("given", "due"),
    [
        (GIVEN_OUT - timedelta(days=1), datetime(2026, 11, 23, 12, tzinfo=VIETNAM)),
        (GIVEN_OUT, datetime(2026, 11, 23, 12, tzinfo=VIETNAM)),
        (GIVEN_OUT.replace(hour=15), datetime(2026, 11, 24, 12, tzinfo=VIETNAM)),
        (GIVEN_OUT + timedelta(days=2), datetime(2026, 11, 25, 12, tzinfo=VIETNAM)),
    ],
)
def test_the_department_s_hour_is_one_that_counters_can_keep_to(
    store: Path | str, given: datetime, due: datetime
) -> None:
    assert store
    with writing():
        notice = Notice(number=NUMBER, kind="recalled", drug="D1", level=1, issued=ISSUED)
        notices.give(notice, at=given)
        notices.give(notice, at=given + timedelta(days=9))
    with reading():
        recall = find_recall(NUMBER)
    assert recall
    assert recall.due_here == due


def test_each_drug_of_a_document_has_batches_of_its_own(district: District) -> None:
    number = "QĐ 9"
    district.s1.receive(("GN-2", "A", 70))
    district.t1.receive(("GN-2", "x", 4))
    district.store()
    with writing():
        for drug, batches in (("D1", ("B",)), ("GN-2", ("X",))):
            notice = Notice(number=number, kind="recalled", drug=drug, batches=batches, level=1)
            notices.give(notice, at=GIVEN_OUT)
    with reading():
        recall = find_recall(number)
        assert recall
        found = standing(recall, period(), NOW)
        (line,) = [one for one in recall_list(period()).rows if one.number == number]
        said = [one for one in outlet_said("S1", ["T4"]) if one.subject == number]
    assert [recall.stops(*one) for one in (("D1", "B"), ("GN-2", "x"))] == [True, True]
    assert [recall.stops(*one) for one in (("D1", "X"), ("GN-2", "B"))] == [False, False]
    on_shelf = {one.outlet: one.on_shelf for one in found.outlets.rows}
    assert on_shelf == {"N1": 9 + 9 + 4, "N2": 9, "S1": 9}
    assert (line.had, line.on_shelf, line.drugs, line.batches) == (3, 40, 2, 2)
    assert [(one.drug, one.batch) for one in said] == [("D1", "B")]


def test_an_outlet_s_own_page_finds_a_batch_however_it_is_written(district: District) -> None:
    district.s1.receive(("D1", "ab 12", 3))
    district.store()
    with writing():
        notice = Notice(number="QĐ 9", kind="recalled", drug="D1", batches=("AB12",), level=1)
        notices.give(notice, at=GIVEN_OUT)
    with reading():
        said = [one.batch for one in outlet_said("S1", ["T4"]) if one.subject == "QĐ 9"]
    assert said == ["ab 12"]


@pytest.mark.parametrize(("left", "had", "state"), [(0, 2, None), (15, 3, State.GONE)])
def test_a_terminal_out_of_service_is_waited_for_only_with_goods_on_its_shelf(
    district: District, left: int, had: int, state: State | None
) -> None:
    if not left:
        district.s1.sell(("D1", "A", 15))
    district.store()
    with writing():
        run("UPDATE terminal SET status = 'revoked' WHERE id = 'T4'")
    found = stand()
    assert found.had == had
    assert {one.outlet: one.state for one in found.outlets.rows}.get("S1") == state
    with reading():
        line = next(one for one in recall_list(period()).rows if one.number == NUMBER)
    assert (line.had, line.waiting) == (had, had)
