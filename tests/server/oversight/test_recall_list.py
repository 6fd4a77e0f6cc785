"""The list of recalls, the sheet of whom to call, and the calls that were made."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from server.oversight import recall_calls
from server.oversight.queries.call_sheet import CallLine, about, call_sheet, stopping, waiting
from server.oversight.queries.recall_list import RecallLine, recall_list
from server.oversight.queries.recalls import recalls
from server.prescriptions import messages
from server.query.listing import Listing
from server.store import notices
from server.store.database import reading, writing
from tests.server.oversight.district import NOW, District, period
from tests.server.oversight.shelves import shelf_line
from wire.asking import Notice
from wire.kinds import RecallAcknowledged

NUMBER = "QĐ 12/2026"


@pytest.fixture
def district(store: Path | str) -> District:
    assert store
    district = District()
    for shop in (district.t1, district.t2, district.n2, district.s1):
        shop.receive(("D1", "A", 20), ("D1", "B", 9))
    with writing():
        notices.give(Notice(number="QĐ 1", kind="suspended", drug="GN-2"))
        notices.give(
            Notice(number=NUMBER, kind="recalled", drug="D1", batches=("A",), level=1,
                   issued=date(2026, 11, 23))
        )  # fmt: skip
    district.t1.write(RecallAcknowledged, staff="31", recall=NUMBER,
                      lines=(shelf_line("D1", "A", 20),))  # fmt: skip
    district.n2.write(RecallAcknowledged, staff="31", recall=NUMBER, lines=())
    district.heard("T3", NOW - timedelta(days=3))
    district.heard("T4", NOW - timedelta(minutes=2))
    district.store()
    return district


def listed(**narrowed: object) -> list[RecallLine]:
    with reading():
        found = recall_list(period(**narrowed))
    assert found.total == len(found.rows)
    return list(found.rows)


def sheet(**narrowed: object) -> Listing[CallLine]:
    with reading():
        recall = stopping(recalls(), "D1", "A")
        assert recall
        return call_sheet(waiting(recall, period(**narrowed), NOW), period(**narrowed))


@pytest.mark.usefixtures("district")
def test_each_recall_counts_outlets_and_units_of_its_own_batches() -> None:
    first, second = listed()
    assert (first.number, first.level, first.batch, first.batches) == (NUMBER, 1, "A", 1)
    assert (first.had, first.waiting) == (3, 2), "N1 has two terminals, and one has acknowledged"
    assert (first.on_shelf, first.aside) == (60, 20)
    assert (second.number, second.had, second.waiting, second.on_shelf) == ("QĐ 1", 0, 0, 0)
    assert (second.batch, second.batches, second.drug) == ("", 0, "GN-2")


@pytest.mark.usefixtures("district")
def test_an_area_counts_its_own_outlets_and_a_search_narrows_nothing() -> None:
    assert listed(area="south")[0].had == 1
    assert listed(search="whatever")[0].had == 3


@pytest.mark.parametrize("written", ["k 12a", "K12A", "K12a", " k12A "])
def test_a_batch_is_found_however_notice_and_pack_write_it(store: Path | str, written: str) -> None:
    """Terminals stop it so: neither case nor spaces let a batch through."""
    assert store
    district = District()
    district.t1.receive(("D1", "k12a", 20))
    district.n2.receive(("D1", "K12A", 10))
    district.s1.receive(("D1", "K12", 5))
    district.store()
    with writing():
        notices.give(
            Notice(number=NUMBER, kind="recalled", drug="D1", batches=(written,), level=1,
                   issued=date(2026, 11, 23))
        )  # fmt: skip
    (found,) = listed()
    assert (found.had, found.waiting, found.on_shelf) == (2, 2, 30)
    with reading():
        recall = stopping(recalls(), "D1", "k12a")
        assert recall
        assert waiting(recall, period(), NOW).had == 2
        assert stopping(recalls(), "D1", "K12") is None


def test_the_last_day_is_the_notice_s_own(store: Path | str) -> None:
    """RCL-01: the days of a level are a parameter, which may have changed since."""
    assert store
    issued, until = date(2026, 11, 23), date(2026, 11, 25)
    with writing():
        notices.give(
            Notice(number=NUMBER, kind="recalled", drug="D1", level=1, issued=issued, until=until)
        )
        notices.give(Notice(number="QĐ 2", kind="recalled", drug="D1", level=2, issued=issued))
    assert [one.due_by_law for one in listed()] == [until, date(2026, 12, 8)]


@pytest.mark.usefixtures("district")
def test_a_batch_that_is_not_named_is_not_stopped() -> None:
    with reading():
        found = recalls()
    assert stopping(found, "D1", "B") is None
    assert stopping(found, "D2", "A") is None
    every = stopping(found, "GN-2", "whatever")
    assert every
    assert every.batches == ("whatever",)


@pytest.mark.usefixtures("district")
def test_who_has_not_acknowledged_is_on_the_sheet_with_what_is_left() -> None:
    found = sheet()
    assert [(one.outlet, one.on_shelf) for one in found.rows] == [("N1", 20), ("S1", 20)]
    assert sheet(area="south").total == 1


@pytest.mark.usefixtures("district")
def test_what_was_tried_stands_beside_it() -> None:
    with writing():
        recall = stopping(recalls(), "D1", "A")
        assert recall
        messages.tell(["T4"], "Xin bấm xác nhận.", "ds.ha", NOW, about=about(recall))
        recall_calls.write(NUMBER, "S1", "máy bận", by="ds.ha", now=NOW - timedelta(hours=1))
        recall_calls.write(NUMBER, "S1", " sẽ bấm\nngay ", by="ds.ha", now=NOW)
        recall_calls.write("QĐ 1", "N1", "về thu hồi khác", by="ds.ha", now=NOW)
    one = {row.outlet: row for row in sheet().rows}
    assert (one["S1"].told_at, one["S1"].is_read) == (NOW, False)
    assert (one["S1"].called_at, one["S1"].answer) == (NOW, "sẽ bấm ngay")
    assert (one["N1"].told_at, one["N1"].called_at, one["N1"].answer) == (None, None, "")
    with writing():
        messages.read("T4", [message.id for message in messages.unread("T4")], NOW)
    assert {row.outlet: row.is_read for row in sheet().rows} == {"N1": False, "S1": True}


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("text", ["", " \n ", "x" * (recall_calls.LONGEST + 1)])
def test_a_call_says_something_and_not_too_much(text: str) -> None:
    with writing(), pytest.raises(ValueError, match="answer"):
        recall_calls.write(NUMBER, "S1", text, by="ds.ha", now=NOW)
