"""The books of controlled drugs, without buyers."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from server.oversight.queries.controlled_outlets import controlled_outlets
from server.oversight.queries.controlled_register import Register, controlled_register
from server.oversight.queries.controlled_report import controlled_report, half_year
from server.store.database import reading
from tests.server.oversight.district import District, period
from tests.server.oversight.shelves import Shop, counted, shelf_line, stock
from wire.entry import Reference
from wire.kinds import CountLine, EpochBegun, SetAside, StockCount, WriteOff

DRUG = "GN-2"


@pytest.fixture
def district(store: Path | str) -> District:
    assert store
    district = District()
    t1 = district.t1
    t1.count((DRUG, "A", 30), because="opening")
    t1.receive((DRUG, "A", 50), document="HD7")
    sale = t1.sell((DRUG, "A", 12), prescription="99001a2b3c4d-n")
    t1.sell(("D1", "A", 1))
    t1.now += timedelta(days=1)
    t1.give_back(sale, (DRUG, "A", 2), to_shelf=False)
    t1.void(t1.sell((DRUG, "A", 5)))
    t1.write(SetAside, staff="7", because="damaged", lines=(shelf_line(DRUG, "A", 3),))
    t1.write(WriteOff, staff="8", because="lost", document="BB1", lines=(shelf_line(DRUG, "A", 1),))
    t1.count((DRUG, "A", 62))
    district.store()
    return district


def book(**narrowed: date) -> Register:
    with reading():
        return controlled_register("N1", DRUG, period(**narrowed))


@pytest.mark.usefixtures("district")
def test_the_book_runs_a_balance_line_by_line() -> None:
    found = book()
    assert [(one.kind, one.units_in, one.units_out, one.left) for one in found.lines.rows] == [
        ("stock-count", 30, 0, 30), ("goods-in", 50, 0, 80), ("sale", 0, 12, 68),
        ("return", 2, 0, 70), ("sale", 0, 5, 65), ("void", 5, 0, 70), ("set-aside", 0, 0, 70),
        ("write-off", 0, 1, 69), ("stock-count", 0, 2, 67),
    ]  # fmt: skip
    assert (found.opening, found.units_in, found.units_out, found.closing) == (0, 87, 20, 67)
    assert (found.annex, found.drug.registration) == ("VIII", "893111000124")


@pytest.mark.usefixtures("district")
def test_a_line_names_supplier_document_and_badge_but_nobody_who_bought() -> None:
    lines = book().lines.rows
    assert (lines[1].supplier, lines[1].document, lines[1].batch) == ("Dược A", "HD7", "A")
    assert (lines[2].supplier, lines[2].document, lines[2].staff) == ("", "3", "7")
    assert (lines[7].document, lines[7].because) == ("BB1", "lost")
    assert "a2b3c4d" not in repr(lines)


@pytest.mark.usefixtures("district")
def test_a_period_begins_with_what_was_left() -> None:
    found = book(since=date(2026, 11, 2))
    assert (found.opening, found.closing, found.lines.total) == (68, 67, 6)


def test_two_terminals_write_one_book(district: District) -> None:
    district.t2.receive((DRUG, "B", 4))
    district.store()
    assert book().closing == 71


def test_an_epoch_that_follows_goes_on_with_the_book(district: District) -> None:
    new = Shop("T1", began=district.t1.now)
    new.write(EpochBegun, because="damaged", previous=district.t1.epoch, previous_through=10)
    left = CountLine(drug=DRUG, batch="A", expected=0, counted=59, aside=5)
    new.write(StockCount, staff="7", because="carried-over", lines=(left,))
    new.sell((DRUG, "A", 1))
    new.store()
    counted()
    found = book()
    assert [(one.because, one.units_out, one.left) for one in found.lines.rows[-2:]] == [
        ("carried-over", 3, 64), ("", 1, 63),
    ]  # fmt: skip
    with reading():
        (line,) = controlled_report(period()).rows
    assert (line.units_in, line.units_out, line.loss, line.closing) == (82, 13, 3 + 3, 63)


def test_outlets_with_movements_by_class(district: District) -> None:
    district.s1.receive(("DMC-3", "C", 9))
    district.store()
    with reading():
        every = controlled_outlets(period()).rows
        strict = controlled_outlets(period(state="VIII")).rows
        listed = controlled_outlets(period(state="DMC")).rows
    assert [(one.outlet, one.drug, one.movements) for one in every] == [
        ("N1", DRUG, 9), ("S1", "DMC-3", 1),
    ]  # fmt: skip
    assert [(one.units_in, one.units_out) for one in strict] == [(87, 20)]
    assert [one.drug_name for one in listed] == ["Colchicin 1 mg"]
    with reading():
        second = controlled_outlets(period(sort="movements", first=1, most=1))
        beyond = controlled_outlets(period(first=9))
        nobody = controlled_outlets(period(search="nowhere"))
    assert ([one.outlet for one in second.rows], second.total) == (["N1"], 2)
    assert (nobody.rows, nobody.total) == ((), 0)
    assert (beyond.rows, beyond.total) == ((), 2)


def test_the_report_s_columns_close(district: District) -> None:
    district.t1.now += timedelta(days=60)
    district.t1.sell((DRUG, "A", 7))
    district.s1.receive(("DMC-3", "C", 9))
    district.store()
    with reading():
        (line,) = controlled_report(period()).rows
    assert (line.opening, line.units_in, line.total) == (0, 82, 82)
    assert (line.units_out, line.loss, line.closing) == (12, 3, 67)
    assert line.total == line.units_out + line.loss + line.closing
    assert (line.registration, line.control) == ("893111000124", "GN")


@pytest.mark.usefixtures("district")
def test_a_drug_that_did_not_move_stands_in_the_report_with_what_is_there() -> None:
    with reading():
        (line,) = controlled_report(period(since=date(2027, 1, 1), until=date(2027, 6, 30))).rows
    assert (line.opening, line.units_in, line.units_out, line.loss, line.closing) == (
        67,
        0,
        0,
        0,
        67,
    )


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 7, 1), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2027, 1, 10), date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_the_half_year_that_is_reported(day: date, first: date, last: date) -> None:
    assert half_year(day) == (first, last)


def overtaken(*lines: CountLine) -> tuple[Shop, Shop]:
    """Return an epoch of which the last sale was set aside, and the one that carries it."""
    District()
    old = Shop("T1")
    old.receive((DRUG, "A", 100))
    old.sell((DRUG, "A", 20))
    aside = old.sell((DRUG, "A", 30))
    old.store(but=[3])
    new = Shop("T1", began=old.now)
    new.write(EpochBegun, because="overtaken", previous=old.epoch, previous_through=3)
    new.write(StockCount, staff="7", because="carried-over", lines=lines)
    new.sell((DRUG, "A", 30), carried=aside)
    return old, new


@pytest.mark.parametrize("most", [1, 5000])
def test_a_sale_that_is_carried_is_a_sale_and_no_loss(store: Path | str, *, most: int) -> None:
    assert store
    _old, new = overtaken(CountLine(drug=DRUG, batch="A", expected=0, counted=50))
    new.count((DRUG, "A", 49))
    new.store()
    counted(most=most)
    with reading():
        (line,) = controlled_report(period()).rows
    assert (line.opening, line.units_in, line.units_out) == (0, 100, 50)
    assert (line.loss, line.closing) == (1, 49)
    found = book()
    assert [(one.kind, one.units_in, one.units_out, one.left) for one in found.lines.rows] == [
        ("goods-in", 100, 0, 100), ("sale", 0, 20, 80), ("sale", 0, 30, 50),
        ("stock-count", 0, 1, 49),
    ]  # fmt: skip
    assert stock() == {(DRUG, "A", "retail"): (49, 0)}


def test_a_sale_carried_into_a_ledger_whose_first_is_unknown_does_not_go_below_nought(
    store: Path | str,
) -> None:
    assert store
    District()
    new = Shop("T1")
    gone = Reference(epoch="e" * 32, seq=3, sha256="0" * 64)
    new.sell((DRUG, "A", 30), carried=gone)
    new.count((DRUG, "A", 50), because="carried-over")
    new.store()
    counted()
    found = book()
    assert [(one.units_in, one.units_out, one.left) for one in found.lines.rows] == [
        (30, 0, 30), (0, 30, 0), (50, 0, 50),
    ]  # fmt: skip


def test_what_an_epoch_lost_altogether_is_a_loss_and_no_negative_opening(
    store: Path | str,
) -> None:
    assert store
    district = District()
    t1 = district.t1
    t1.receive((DRUG, "A", 10))
    t1.store()
    new = Shop("T1", began=t1.now)
    new.write(EpochBegun, because="damaged", previous=t1.epoch, previous_through=1)
    new.receive(("D1", "A", 5))
    new.store()
    counted()
    with reading():
        (line,) = controlled_report(period()).rows
        assert controlled_report(period(area="south")).rows == ()
        next_half = period(since=date(2027, 1, 1), until=date(2027, 6, 30))
        assert controlled_report(next_half).rows == ()
    assert (line.outlet, line.opening, line.units_in, line.units_out) == ("N1", 0, 10, 0)
    assert (line.loss, line.closing) == (10, 0)


def test_what_has_no_report_is_not_in_it_when_it_is_lost(store: Path | str) -> None:
    assert store
    t1 = District().t1
    t1.receive(("DMC-3", "A", 10))
    t1.store()
    new = Shop("T1", began=t1.now)
    new.write(EpochBegun, because="damaged", previous=t1.epoch, previous_through=1)
    new.store()
    counted()
    with reading():
        assert controlled_report(period()).rows == ()
