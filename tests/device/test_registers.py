"""The registers of controlled drugs, worked out from entries alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from device.counter.drug import Control, Drug
from device.ledger.movements import movements
from device.ledger.projection import replay
from device.ledger.stock import StockTable, move, stock_of
from device.register_rows import Held, Period
from device.registers import (
    ReportRow,
    customer_book,
    half_before,
    half_year,
    stock_book,
    stock_books,
)
from tests.device.ledger.books import open_book
from wire.entry import Head, Reference
from wire.kinds import (
    CountLine,
    GoodsIn,
    RecallAcknowledged,
    Return,
    SetAside,
    ShelfLine,
    Shift,
    StockCount,
    Void,
    WriteOff,
)
from wire.patient import Patient
from wire.sale import Line, Sale

GN = Drug(id="GN", name="Gây nghiện", prescription_only=True, control=Control.NARCOTIC)
PH = Drug(id="PH", name="Phối hợp", prescription_only=False, control=Control.PRECURSOR_COMBINATION)
DRUGS = {"GN": GN, "PH": PH}
EPOCH = "e" * 32
EXPIRY = date(2028, 1, 31)
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
"""Twelve o'clock here."""
DAY = date(2026, 11, 20)
ALWAYS = Period(date(2020, 1, 1), date(2099, 12, 31))


def head(seq: int, days: float = 0) -> dict[str, Any]:
    at = NOON + timedelta(days=days)
    return {"terminal": "Q33-0001", "epoch": EPOCH, "seq": seq, "prev": "0" * 64, "at": at}


def sold(drug: str = "GN", batch: str = "A", quantity: int = 2, unit_size: int = 10) -> Line:
    return Line(
        drug=drug,
        batch=batch,
        expiry=EXPIRY,
        quantity=quantity,
        unit="vỉ" if unit_size == 10 else "viên",
        unit_size=unit_size,
        price_vnd=11_000,
    )


def shelf(drug: str = "GN", batch: str = "A", units: int = 100, owner: Any = "retail") -> ShelfLine:
    return ShelfLine(drug=drug, batch=batch, expiry=EXPIRY, units=units, owner=owner)


def counted(units: int, expected: int = 0, drug: str = "GN", batch: str = "A") -> CountLine:
    return CountLine(drug=drug, batch=batch, expiry=EXPIRY, expected=expected, counted=units)


def sale(seq: int, *lines: Line, days: float = 0) -> Sale:
    return Sale(**head(seq, days), staff="NV01", lines=lines or (sold(),), total_vnd=1)


def goods_in(seq: int, *lines: ShelfLine, days: float = 0) -> GoodsIn:
    lines = lines or (shelf(),)
    return GoodsIn(**head(seq, days), staff="NV01", supplier="An Bình", document="HD7", lines=lines)


def undo(seq: int, of: Sale, *, to_shelf: bool = False, days: float = 0) -> Return:
    meant = Reference(epoch=of.epoch, seq=of.seq, sha256="0" * 64)
    return Return(
        **head(seq, days), staff="NV01", sale=meant, lines=of.lines, total_vnd=1, to_shelf=to_shelf
    )


def test_each_movement_is_a_row_with_what_is_left() -> None:
    """CTL-05: annex VIII of TT 18/2026/TT-BYT (A)."""
    first = sale(2)
    void = Void(
        **head(3), staff="x", sale=undo(9, first).sale, lines=first.lines, total_vnd=1, reason=""
    )
    lost = WriteOff(**head(4), staff="x", because="lost", document="BB1", lines=(shelf(units=5),))
    book = stock_book([goods_in(1), first, void, lost], GN, ALWAYS)
    rows = [(x.what, x.party, x.document, x.came, x.went, x.left, x.is_loss) for x in book.rows]
    assert rows == [
        ("delivery", "An Bình", "HD7", 100, 0, 100, False),
        ("sale", "", "000002", 0, 20, 80, False),
        ("void", "", "000003", 20, 0, 100, False),
        ("write-off", "", "BB1", 0, 5, 95, True),
    ]
    assert {(row.day, row.batch, row.expiry) for row in book.rows} == {(DAY, "A", EXPIRY)}
    assert (book.opening, book.closing) == (0, 95)


def test_a_book_is_of_one_drug() -> None:
    book = stock_book([goods_in(1, shelf(), shelf("PH"))], PH, ALWAYS)
    assert [row.left for row in book.rows] == [100]


def test_lines_of_one_batch_within_one_entry_are_one_row() -> None:
    mixed = sale(2, sold(), sold(quantity=3, unit_size=1), sold(batch="B"))
    rows = stock_book([goods_in(1), mixed], GN, ALWAYS).rows
    assert [(row.batch, row.went, row.left) for row in rows] == [
        ("A", 0, 100),
        ("A", 23, 77),
        ("B", 20, 57),
    ]


def test_what_is_set_aside_is_still_held() -> None:
    aside = SetAside(**head(2), staff="x", because="expired", lines=(shelf(units=30),))
    recall = RecallAcknowledged(**head(3), staff="x", recall="1", lines=(shelf(units=30),))
    gone = WriteOff(
        **head(4), staff="x", because="expired", lines=(shelf(units=60),), place="aside"
    )
    book = stock_book([goods_in(1), aside, recall, gone], GN, ALWAYS)
    assert [row.what for row in book.rows] == ["delivery", "write-off"]
    assert book.closing == 40


def test_what_is_taken_back_is_held_too() -> None:
    """CTL-12: stored apart until it is destroyed."""
    first = sale(2)
    book = stock_book([goods_in(1), first, undo(3, first)], GN, ALWAYS)
    assert [(row.what, row.came) for row in book.rows][-1] == ("return", 20)
    assert book.closing == 100


def test_a_count_is_a_row_only_where_it_differs() -> None:
    same = StockCount(**head(2), staff="x", because="count", lines=(counted(100),))
    less = StockCount(**head(3), staff="x", because="count", lines=(counted(97),))
    more = StockCount(**head(4), staff="x", because="count", lines=(counted(98),))
    book = stock_book([goods_in(1), same, less, more], GN, ALWAYS)
    assert [(row.what, row.came, row.went, row.is_loss) for row in book.rows[1:]] == [
        ("count", 0, 3, True),
        ("count", 1, 0, False),
    ]


def test_what_goes_back_to_the_shelf_is_no_row() -> None:
    """CTL-10: nothing came, went or was lost by it."""
    aside = SetAside(**head(2), staff="x", because="recalled", lines=(shelf(units=60),))
    back = replace(counted(90, expected=40), aside=10)
    put_back = StockCount(**head(3), staff="x", because="count", lines=(back,))
    book = stock_book([goods_in(1), aside, put_back], GN, ALWAYS)
    assert ([row.left for row in book.rows], book.closing) == ([100], 100)


def test_the_opening_balance_is_what_was_there_before_the_first_day() -> None:
    entries = [goods_in(1), sale(2), sale(3, days=1), sale(4, days=2), sale(5, days=3)]
    period = Period(DAY + timedelta(days=1), DAY + timedelta(days=2))
    book = stock_book(entries, GN, period)
    assert (book.opening, [row.left for row in book.rows], book.closing) == (80, [60, 40], 40)


def test_a_period_without_movement_closes_as_it_opened() -> None:
    book = stock_book([goods_in(1), sale(2)], GN, Period(DAY + timedelta(days=9), date.max))
    assert (book.opening, book.rows, book.closing) == (80, (), 80)


def test_where_older_entries_were_purged_the_stock_of_then_is_handed_in() -> None:
    before = {("GN", "A", "retail"): Held(50, 5), ("PH", "A", "retail"): Held(7, 0)}
    book = stock_book([sale(9)], GN, ALWAYS, before=before)
    assert (book.opening, book.closing) == (55, 35)


def test_business_that_was_carried_into_another_epoch_counts_once() -> None:
    first = sale(2)
    fields = {name: getattr(first, name) for name in first.__struct_fields__}
    again = Sale(**fields | {"seq": 3, "carried": undo(9, first).sale})
    assert stock_book([goods_in(1), first, again], GN, ALWAYS).closing == 80
    assert len(customer_book([first, again], DRUGS, ALWAYS, {})) == 1


def test_a_clock_that_went_back_does_not_put_the_rows_out_of_order() -> None:
    entries = [goods_in(1), sale(2, days=-300), sale(3)]
    book = stock_book(entries, GN, Period(DAY, DAY))
    assert [row.left for row in book.rows] == [100, 80, 60]
    assert book.opening == 0


def shift(seq: int, days: float, **clock: str) -> Shift:
    fields = head(seq, days=days) | clock
    return Shift(**fields, staff="NV01", event="opened", expected_vnd=0, counted_vnd=0)


UNSET_CLOCK = {"clock": "untrusted"}


def test_a_clock_that_stood_ahead_empties_no_later_book() -> None:
    """CTL-05 to CTL-09: what a clock says that nobody has set holds until somebody has."""
    ahead = replace(sale(3, days=400), clock="untrusted")
    entries = [goods_in(1), shift(2, 400, **UNSET_CLOCK), ahead, sale(4, days=1), sale(5, days=2)]
    books = [
        stock_book(entries, GN, Period(day, day))
        for day in (DAY, DAY + timedelta(days=1), DAY + timedelta(days=2))
    ]
    assert [[row.left for row in book.rows] for book in books] == [[100], [80, 60], [40]]
    assert [row.is_day_certain for row in books[1].rows] == [False, True]
    later = Period(DAY + timedelta(days=1), DAY + timedelta(days=2))
    assert [row.document for row in customer_book(entries, DRUGS, later, {})] == [3, 4, 5]
    (row,) = half_year(entries, [GN], Period(date(2026, 7, 1), date(2026, 12, 31)))
    assert (row.went, row.closing) == (60, 40)


def test_a_clock_that_nobody_has_set_is_believed_where_it_can_be() -> None:
    entries = [goods_in(1), replace(sale(2, days=1), clock="untrusted"), sale(3, days=3)]
    days = [row.day for row in stock_book(entries, GN, ALWAYS).rows]
    assert days == [DAY, DAY + timedelta(days=1), DAY + timedelta(days=3)]
    assert [row.day for row in stock_book(entries[:2], GN, ALWAYS).rows] == days[:2]


def test_between_two_starts_the_later_clock_corrects_the_earlier() -> None:
    entries = [
        goods_in(1),
        replace(sale(2, days=400), clock="untrusted"),
        replace(sale(3, days=1), clock="untrusted"),
    ]
    for more in ([], [sale(4, days=5)]):
        days = [row.day for row in stock_book([*entries, *more], GN, ALWAYS).rows]
        assert days[:3] == [DAY, DAY + timedelta(days=1), DAY + timedelta(days=1)]


def test_business_that_was_carried_says_nothing_of_the_day_before_it() -> None:
    old = replace(sale(3), carried=Reference(epoch=EPOCH, seq=1, sha256="0" * 64))
    entries = [goods_in(1), replace(sale(2, days=2), clock="untrusted"), old, sale(4, days=3)]
    rows = stock_book(entries, GN, ALWAYS).rows
    assert rows[1].day == DAY + timedelta(days=2)


def test_the_day_is_the_day_here_not_in_utc() -> None:
    late = sale(2, days=0.75)  # six in the morning here, the day before in Greenwich
    assert stock_book([late], GN, ALWAYS).rows[0].day == DAY + timedelta(days=1)


BUYER = Patient(name="Nguyễn Văn A", residence="Số 1, Phường B")


def test_the_customer_book_names_who_bought_from_what_the_caller_opened() -> None:
    """CTL-05, CTL-06: annex XIX; name and address, and no number of any card (A)."""
    first, second = sale(2, sold(), sold("PH"), sold("FREE")), sale(3)
    rows = customer_book(
        [goods_in(1), first, second, undo(4, first)], DRUGS, ALWAYS, {(EPOCH, 2): BUYER}
    )
    assert [(x.document, x.drug.id, x.quantity, x.unit, x.name, x.address) for x in rows] == [
        (2, "GN", 2, "vỉ", "Nguyễn Văn A", "Số 1, Phường B"),
        (2, "PH", 2, "vỉ", "Nguyễn Văn A", "Số 1, Phường B"),
        (3, "GN", 2, "vỉ", "", ""),
    ]
    assert [row.undone_by for row in rows] == [(4,), (4,), ()]


def test_names_stand_in_no_repr() -> None:
    buyers = {(EPOCH, 2): BUYER}
    book = stock_book([sale(2)], GN, ALWAYS, buyers=buyers)
    assert book.rows[0].party == BUYER.name
    shown = repr(book) + repr(book.rows) + repr(customer_book([sale(2)], DRUGS, ALWAYS, buyers))
    assert BUYER.name not in shown
    assert BUYER.residence not in shown


def test_other_days_are_not_in_the_customer_book() -> None:
    entries = [sale(1, days=-1), sale(2), sale(3, days=1)]
    assert [row.document for row in customer_book(entries, DRUGS, Period(DAY, DAY), {})] == [2]


def test_form_06_adds_up() -> None:
    """CTL-09 (NĐ163 Đ35 k2 a, A-)."""
    short = StockCount(**head(4, 2), staff="x", because="count", lines=(counted(70),))
    lost = WriteOff(**head(5, 3), staff="x", because="lost", lines=(shelf(units=4),))
    entries = [goods_in(1, days=-200), sale(2), goods_in(3, days=1), short, lost]
    rows = half_year(entries, DRUGS.values(), half_before(date(2027, 1, 15)))
    assert rows == (ReportRow(drug=GN, opening=100, came=100, went=20, lost=114, closing=66),)
    assert rows[0].total == 200


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [
        (date(2027, 1, 15), date(2026, 7, 1), date(2026, 12, 31)),
        (date(2027, 7, 15), date(2027, 1, 1), date(2027, 6, 30)),
    ],
)
def test_the_half_year_that_is_reported_lies_behind_the_day(
    due: date, first: date, last: date
) -> None:
    assert half_before(due) == Period(first, last)


# Any business at all.

_NAMES = {"drug": st.sampled_from(["GN", "PH"]), "batch": st.sampled_from(["A", "B"])}
_UNITS = st.integers(1, 50)
_OWNERS = st.sampled_from(["retail", "programme"])
sold_lines = st.lists(
    st.builds(sold, quantity=st.integers(1, 4), unit_size=st.sampled_from([1, 10]), **_NAMES),
    min_size=1,
    max_size=3,
)
shelf_lines = st.lists(
    st.builds(shelf, units=_UNITS, owner=_OWNERS, **_NAMES), min_size=1, max_size=3
)
count_lines = st.lists(
    st.builds(
        CountLine,
        expiry=st.just(EXPIRY),
        expected=st.just(0),
        counted=st.integers(0, 90),
        aside=st.none() | st.integers(0, 9),
        owner=_OWNERS,
        **_NAMES,
    ),
    min_size=1,
    max_size=2,
)


@st.composite
def ledgers(draw: st.DrawFn) -> Sequence[Head]:
    """Entries of every kind in any order, on days that mostly follow each other."""
    entries: list[Head] = []
    day = 0
    for seq in range(1, draw(st.integers(1, 15)) + 1):
        day += draw(st.sampled_from([0, 0, 1, 1, 3, -2]))
        entries.append(draw(_entry(seq, day, [x for x in entries if isinstance(x, Sale)])))
    return entries


@st.composite
def _entry(draw: st.DrawFn, seq: int, day: int, sales: list[Sale]) -> Head:
    kind = draw(st.sampled_from(["sale", "undo", "in", "count", "off", "aside", "shift"]))
    if kind == "undo" and sales:
        return undo(seq, draw(st.sampled_from(sales)), to_shelf=draw(st.booleans()), days=day)
    if kind == "in":
        return goods_in(seq, *draw(shelf_lines), days=day)
    if kind in {"count", "off", "aside", "shift"}:
        return draw(_inner_entry(kind, head(seq, day) | {"staff": "x"}))
    return sale(seq, *draw(sold_lines), days=day)


@st.composite
def _inner_entry(draw: st.DrawFn, kind: str, fields: dict[str, Any]) -> Head:
    if kind == "count":
        return StockCount(**fields, because="count", lines=tuple(draw(count_lines)))
    if kind == "off":
        place: Any = draw(st.sampled_from([{}, {"place": "aside"}]))
        because: Any = draw(st.sampled_from(["lost", "damaged"]))
        return WriteOff(**fields, because=because, lines=tuple(draw(shelf_lines)), **place)
    if kind == "aside":
        return SetAside(**fields, because="other", lines=tuple(draw(shelf_lines)))
    return Shift(**fields, event="opened", expected_vnd=0)


def held(stock: StockTable, drug: str) -> int:
    return sum(found.on_hand + found.set_aside for key, found in stock.items() if key.drug == drug)


def replayed(entries: Iterable[Head]) -> StockTable:
    stock: StockTable = {}
    for entry in entries:
        replay(stock, movements(entry))
    return stock


@given(ledgers(), st.integers(-3, 12), st.integers(0, 12))
def test_every_book_adds_up_and_agrees_with_the_stock(
    entries: Sequence[Head], from_day: int, days: int
) -> None:
    first = DAY + timedelta(days=from_day)
    period = Period(first, first + timedelta(days=days))
    both = stock_books(entries, (GN, PH), period)
    assert both == tuple(stock_book(entries, drug, period) for drug in (GN, PH))
    for drug in (GN, PH):
        whole = stock_book(entries, drug, ALWAYS)
        assert whole.closing == held(replayed(entries), drug.id)
        book = stock_book(entries, drug, period)
        left = book.opening
        for row in book.rows:
            left += row.came - row.went
            assert row.left == left
        assert book.closing == left
        after = stock_book(entries, drug, Period(period.last + timedelta(days=1), date.max))
        assert after.opening == book.closing


@given(ledgers())
def test_form_06_always_adds_up(entries: Sequence[Head]) -> None:
    period = Period(DAY, DAY + timedelta(days=5))
    for row in half_year(entries, DRUGS.values(), period):
        assert row.total - row.went - row.lost == row.closing
        assert min(row.came, row.went, row.lost) >= 0


@given(ledgers())
def test_the_customer_book_has_every_line_that_was_sold(entries: Sequence[Head]) -> None:
    rows = customer_book(entries, DRUGS, ALWAYS, {})
    found = Counter((row.document, row.drug.id, row.quantity) for row in rows)
    sales = [entry for entry in entries if isinstance(entry, Sale)]
    assert found == Counter((x.seq, line.drug, line.quantity) for x in sales for line in x.lines)


@settings(max_examples=25, deadline=None)
@given(ledgers())
def test_the_book_agrees_with_the_stock_in_the_ledger_s_own_database(
    entries: Sequence[Head],
) -> None:
    with TemporaryDirectory() as folder:
        ledger = open_book(Path(folder) / "ledger.sqlite")
        try:
            with ledger.database.writing():
                for entry in entries:
                    move(ledger.database, entry)
            stock = stock_of(ledger.database, "stock")
        finally:
            ledger.close()
    for drug in (GN, PH):
        assert stock_book(entries, drug, ALWAYS).closing == held(stock, drug.id)
