"""Entries of every kind: what they say, what they move, and what is refused."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from device.ledger.checkup import check_up
from device.ledger.drafts import (
    CountDraft,
    Counted,
    Draft,
    GoodsInDraft,
    OverrideDraft,
    RecallDraft,
    ReturnDraft,
    ShiftDraft,
    VoidDraft,
    WriteOffDraft,
)
from device.ledger.errors import (
    AlreadyUndoneError,
    RefusedError,
    TooManyReturnedError,
    UnknownSaleError,
)
from device.ledger.ledger import Ledger
from device.ledger.posting import Committed
from device.ledger.projection import differences, rebuild_stock
from device.ledger.stock import on_hand
from tests.device.ledger.books import TERMINAL, line, open_book, sale
from tests.properties import fewer
from wire.entry import Reference
from wire.kinds import CountLine, Return, ShelfLine, StockCount, Void, read_entry
from wire.sale import Line

SOON = date(2027, 1, 31)
GOODS = ShelfLine(drug="FREE", batch="A", expiry=SOON, units=100)
SOLD = Line(drug="FREE", batch="A", quantity=1, unit="vỉ", unit_size=10, price_vnd=11_000)


def reference(sold: Committed) -> Reference:
    return Reference(epoch=sold.epoch, seq=sold.number, sha256=sold.sha256)


def shelf(ledger: Ledger, batch: str = "A") -> int:
    return on_hand(ledger.database, "FREE", batch)


def sell(ledger: Ledger, quantity: int = 3) -> Reference:
    return reference(ledger.commit_sale(sale(line(quantity=quantity)), staff="NV-07"))


def taken_back(sold: Reference, quantity: int, *, to_shelf: bool = True) -> ReturnDraft:
    return ReturnDraft(sale=sold, lines=(replace(SOLD, quantity=quantity),), to_shelf=to_shelf)


@pytest.mark.parametrize(
    ("draft", "kind", "left"),
    [
        (GoodsInDraft(supplier="Công ty A", document="HD-1", lines=(GOODS,)), "goods-in", 100),
        (CountDraft(lines=(Counted(drug="FREE", batch="A", units=7),)), "stock-count", 7),
        (WriteOffDraft(because="expired", lines=(GOODS,)), "write-off", -100),
        (ShiftDraft(event="opened", expected_vnd=0, counted_vnd=500_000), "shift", 0),
        (RecallDraft(recall="TH-12", lines=(GOODS,)), "recall-acknowledged", 0),
        (OverrideDraft(rule="RX-01", reason="cấp cứu", allowed_by="QĐ-1"), "override", 0),
    ],
)
def test_every_kind_is_one_whole_entry_that_is_sent_and_moves_what_it_says(
    ledger: Ledger, draft: Draft, kind: str, left: int
) -> None:
    committed = ledger.record(draft, staff="NV-07")
    (stored,) = ledger.entries()
    entry = read_entry(stored.body)
    assert (entry.kind, entry.seq, committed.number) == (kind, 1, 1)
    assert getattr(entry, "staff", None) == "NV-07"
    assert shelf(ledger) == left
    assert ledger.marks()[0].unsent == 1
    assert ledger.database.rows("SELECT count(*) FROM printjob") == [(0,)]
    assert differences(ledger.database) == []
    check_up(ledger.database, TERMINAL, thorough=True)


def test_a_void_puts_everything_back_and_stands_for_itself(ledger: Ledger) -> None:
    ledger.record(GoodsInDraft(supplier="A", lines=(GOODS,)), staff="NV-07")
    sold = sell(ledger)
    assert shelf(ledger) == 70
    ledger.record(VoidDraft(sale=sold, reason="khách đổi ý"), staff="NV-07")
    assert shelf(ledger) == 100
    entry = read_entry(list(ledger.entries())[-1].body)
    assert isinstance(entry, Void)
    assert (entry.sale, entry.total_vnd, len(entry.lines)) == (sold, 33_000, 1)


@pytest.mark.parametrize(
    "change", [{"seq": 9}, {"sha256": "0" * 64}, {"epoch": "f" * 32}, {"seq": 1}]
)
def test_a_sale_that_is_not_there_is_not_undone(ledger: Ledger, change: dict[str, object]) -> None:
    ledger.record(GoodsInDraft(supplier="A", lines=(GOODS,)), staff="NV-07")
    sold = sell(ledger)
    wrong = replace(sold, **change)
    for draft in (VoidDraft(sale=wrong), taken_back(wrong, 1)):
        with pytest.raises(UnknownSaleError):
            ledger.record(draft, staff="NV-07")
    assert len(list(ledger.entries())) == 2


def test_what_was_undone_is_not_undone_again(ledger: Ledger) -> None:
    voided, returned = sell(ledger), sell(ledger)
    ledger.record(VoidDraft(sale=voided), staff="NV-07")
    ledger.record(taken_back(returned, 1), staff="NV-07")
    for draft in (VoidDraft(sale=voided), VoidDraft(sale=returned), taken_back(voided, 1)):
        with pytest.raises(AlreadyUndoneError):
            ledger.record(draft, staff="NV-07")


def test_no_more_comes_back_than_was_sold(ledger: Ledger) -> None:
    sold = sell(ledger, quantity=3)
    ledger.record(taken_back(sold, 2), staff="NV-07")
    with pytest.raises(TooManyReturnedError):
        ledger.record(taken_back(sold, 2), staff="NV-07")
    ledger.record(taken_back(sold, 1, to_shelf=False), staff="NV-07")
    with pytest.raises(TooManyReturnedError):
        ledger.record(taken_back(sold, 1), staff="NV-07")
    assert shelf(ledger) == -10
    last = read_entry(list(ledger.entries())[-1].body)
    assert isinstance(last, Return)
    assert (last.total_vnd, last.to_shelf) == (11_000, False)


@pytest.mark.parametrize(
    "draft",
    [
        GoodsInDraft(supplier="A", lines=()),
        GoodsInDraft(supplier="A", lines=(ShelfLine(drug="FREE", batch="A", units=0),)),
        WriteOffDraft(because="lost", lines=(ShelfLine(drug="FREE", batch="A", units=-1),)),
        CountDraft(lines=()),
        OverrideDraft(rule="RX-01", reason="", allowed_by="QĐ-1"),
    ],
)
def test_what_says_nothing_is_refused_and_nothing_is_written(ledger: Ledger, draft: Draft) -> None:
    with pytest.raises(RefusedError):
        ledger.record(draft, staff="NV-07")
    assert list(ledger.entries()) == []


def test_a_count_says_what_was_expected(ledger: Ledger) -> None:
    ledger.record(GoodsInDraft(supplier="A", lines=(GOODS,)), staff="NV-07")
    ledger.record(CountDraft(lines=(Counted(drug="FREE", batch="A", units=90),)), staff="NV-07")
    entry = read_entry(list(ledger.entries())[-1].body)
    assert isinstance(entry, StockCount)
    assert entry.lines == (CountLine(drug="FREE", batch="A", expected=100, counted=90),)


batch = st.sampled_from(["A", "B", "C"])
expiries = st.sampled_from([None, SOON, date(2028, 1, 31)])
goods = st.builds(
    ShelfLine, drug=st.just("FREE"), batch=batch, expiry=expiries, units=st.integers(1, 50)
)
some_goods = st.lists(goods, min_size=1, max_size=3).map(tuple)
counted = st.builds(
    Counted, drug=st.just("FREE"), batch=batch, expiry=expiries, units=st.integers(0, 50)
)
drafts = st.one_of(
    st.builds(GoodsInDraft, supplier=st.just("A"), lines=some_goods),
    st.builds(WriteOffDraft, because=st.just("lost"), lines=some_goods),
    st.builds(CountDraft, lines=st.lists(counted, min_size=1, max_size=3).map(tuple)),
    st.builds(RecallDraft, recall=st.just("TH-1"), lines=some_goods),
    st.integers(1, 3),
    st.sampled_from(["void", "return"]),
)


@fewer
@given(st.lists(drafts, max_size=12))
def test_stock_is_always_what_the_entries_say_and_is_put_right_from_them(
    steps: list[Draft | int | str],
) -> None:
    with TemporaryDirectory() as folder:
        ledger = open_book(Path(folder) / "ledger.sqlite")
        sold: list[Reference] = []
        for step in steps:
            if isinstance(step, int):
                sold.append(sell(ledger, step))
            elif isinstance(step, str):
                undo(ledger, step, sold)
            else:
                ledger.record(step, staff="NV-07")
        assert differences(ledger.database) == []
        before = ledger.database.rows("SELECT * FROM stock ORDER BY drug, batch")
        with ledger.database.writing():
            ledger.database.run("UPDATE stock SET on_hand = on_hand + 1")
            ledger.database.run("INSERT INTO stock VALUES ('X', 'X', NULL, 1, 0)")
        assert rebuild_stock(ledger.database) == len(before) + 1
        assert ledger.database.rows("SELECT * FROM stock ORDER BY drug, batch") == before
        ledger.close()


def undo(ledger: Ledger, how: str, sold: list[Reference]) -> None:
    if sold and how == "void":
        ledger.record(VoidDraft(sale=sold.pop()), staff="NV-07")
    elif sold:
        ledger.record(taken_back(sold.pop(), 1), staff="NV-07")
