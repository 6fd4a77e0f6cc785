"""Entries of every kind: what they say, what they move, and what is refused."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from device.counter.drug import Offer, Owner
from device.counter.sale import OpenSale, SaleLine
from device.ledger.checkup import check_up
from device.ledger.drafts import (
    AsideDraft,
    CodeDraft,
    CountDraft,
    Counted,
    Draft,
    DrawerDraft,
    GoodsInDraft,
    OverrideDraft,
    PriceDraft,
    PutBackDraft,
    RecallDraft,
    RegistersDraft,
    ReturnDraft,
    ShiftDraft,
    VoidDraft,
    WriteOffDraft,
)
from device.ledger.errors import (
    AlreadyUndoneError,
    NotAsideError,
    RefusedError,
    TooManyReturnedError,
    UnknownSaleError,
)
from device.ledger.ledger import Ledger
from device.ledger.posting import Committed
from device.ledger.projection import differences, rebuild_stock
from device.ledger.purge import purge
from device.ledger.stock import batches, on_hand, set_aside, stock_of
from tests.device.ledger.books import FREE, TERMINAL, line, open_book, sale
from tests.properties import fewer
from wire.entry import Reference
from wire.kinds import CountLine, Return, ShelfLine, StockCount, Void, read_entry
from wire.sale import Line

SOON = date(2027, 1, 31)
PAPERS = {"goods-in": [("delivery",)], "write-off": [("goods-out",)]}
GOODS = ShelfLine(drug="FREE", batch="A", expiry=SOON, units=100, cost_vnd=850)
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
        (ShiftDraft(event="opened", counted_vnd=500_000), "shift", 0),
        (RecallDraft(recall="TH-12", lines=(GOODS,)), "recall-acknowledged", -100),
        (OverrideDraft(rule="RX-01", reason="cấp cứu", allowed_by="QĐ-1"), "override", 0),
        (AsideDraft(because="damaged", lines=(GOODS,)), "set-aside", -100),
        (DrawerDraft("change-money"), "drawer-opened", 0),
        (RegistersDraft(day=SOON, drugs=("FREE",)), "registers-printed", 0),
        (PriceDraft(drug="FREE", unit="vỉ", price_vnd=11_000), "price-posted", 0),
        (CodeDraft(gtin="08938501000118", drug="FREE", unit="vỉ"), "code-linked", 0),
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
    papers = ledger.database.rows("SELECT kind FROM printjob")
    assert papers == PAPERS.get(kind, [])
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
        AsideDraft(because="other", lines=()),
        PutBackDraft(lines=()),
        PutBackDraft(lines=(GOODS,)),
        RecallDraft(recall="TH-1", lines=(ShelfLine(drug="FREE", batch="A", units=0),)),
        WriteOffDraft(because="lost", lines=(GOODS,), from_aside=True),
        DrawerDraft(""),
        PriceDraft(drug="FREE", unit="vỉ", price_vnd=-1),
        ShiftDraft(event="closed", counted_vnd=0),
        ShiftDraft(event="opened", counted_vnd=-1),
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
owners = st.sampled_from(["retail", "programme"])
goods = st.builds(
    ShelfLine,
    drug=st.just("FREE"),
    batch=batch,
    expiry=expiries,
    units=st.integers(1, 50),
    cost_vnd=st.sampled_from([None, 850]),
    owner=owners,
)
some_goods = st.lists(goods, min_size=1, max_size=3).map(tuple)
counted = st.builds(
    Counted,
    drug=st.just("FREE"),
    batch=batch,
    expiry=expiries,
    units=st.integers(0, 50),
    owner=owners,
    aside=st.none() | st.integers(0, 9),
)
drafts = st.one_of(
    st.builds(GoodsInDraft, supplier=st.just("A"), lines=some_goods),
    st.builds(WriteOffDraft, because=st.just("lost"), lines=some_goods),
    st.builds(CountDraft, lines=st.lists(counted, min_size=1, max_size=3).map(tuple)),
    st.builds(RecallDraft, recall=st.just("TH-1"), lines=some_goods),
    st.builds(AsideDraft, because=st.just("other"), lines=some_goods),
    st.builds(
        WriteOffDraft, because=st.just("lost"), lines=some_goods, from_aside=st.sampled_from([True])
    ),
    st.just(PriceDraft(drug="FREE", unit="vỉ", price_vnd=11_000)),
    st.integers(1, 3),
    st.sampled_from(["void", "return", "quarantine", "epoch", "purge"]),
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
                happen(ledger, step, sold)
            else:
                with suppress(NotAsideError):
                    ledger.record(step, staff="NV-07")
        assert differences(ledger.database) == []
        before = ledger.database.rows("SELECT * FROM stock ORDER BY drug, batch, owner")
        with ledger.database.writing():
            ledger.database.run("UPDATE stock SET on_hand = on_hand + 1")
            ledger.database.run(
                "INSERT INTO stock VALUES ('X', 'X', 'retail', NULL, 1, 0, 0, NULL)"
            )
        assert rebuild_stock(ledger.database) == len(before) + 1
        assert ledger.database.rows("SELECT * FROM stock ORDER BY drug, batch, owner") == before
        ledger.close()


def happen(ledger: Ledger, what: str, sold: list[Reference]) -> None:
    if what == "epoch":
        ledger.overtaken(ledger.epoch)
        ledger.catch_up()
    elif what == "purge":
        with ledger.database.writing():
            ledger.database.run("UPDATE outbox SET state = 'received'")
        purge(ledger.database)
        sold.clear()
    elif sold and what == "void":
        ledger.record(VoidDraft(sale=sold.pop()), staff="NV-07")
    elif sold:
        draft = taken_back(sold.pop(), 1, to_shelf=what == "return")
        ledger.record(draft, staff="NV-07")


def test_a_sale_takes_the_outlets_own_and_leaves_the_programmes(ledger: Ledger) -> None:
    both = (GOODS, replace(GOODS, owner="programme"))
    ledger.record(GoodsInDraft(supplier="A", lines=both), staff="NV-07")
    sell(ledger)
    assert (shelf(ledger), on_hand(ledger.database, "FREE", "A", "programme")) == (70, 100)
    found = batches(ledger.database, "FREE")
    assert [(one.owner, one.on_hand, one.cost_vnd) for one in found] == [
        (Owner.PROGRAMME, 100, 850), (Owner.RETAIL, 70, 850),
    ]  # fmt: skip


def test_what_is_put_apart_is_not_on_the_shelf_and_leaves_quarantine_once(ledger: Ledger) -> None:
    ledger.record(GoodsInDraft(supplier="A", lines=(GOODS,)), staff="NV-07")
    sold = sell(ledger, 2)
    ledger.record(taken_back(sold, 1, to_shelf=False), staff="NV-07")
    lines = (replace(GOODS, units=30),)
    ledger.record(AsideDraft(because="damaged", lines=lines), staff="NV-07")
    (kept,) = batches(ledger.database, "FREE")
    assert (kept.on_hand, kept.set_aside) == (50, 40)
    gone = WriteOffDraft(because="damaged", lines=lines, from_aside=True)
    ledger.record(gone, staff="NV-07")
    with pytest.raises(NotAsideError):
        ledger.record(gone, staff="NV-07")
    assert (shelf(ledger), set_aside(ledger.database, "FREE", "A")) == (50, 10)


def test_what_goes_back_to_the_shelf_is_a_count_of_both_places(ledger: Ledger) -> None:
    ledger.record(GoodsInDraft(supplier="A", lines=(GOODS,)), staff="NV-07")
    lines = (replace(GOODS, units=60, cost_vnd=None),)
    ledger.record(AsideDraft(because="recalled", lines=lines), staff="NV-07")
    back = PutBackDraft(lines=(replace(lines[0], units=50),))
    ledger.record(back, staff="NV-07")
    entry = read_entry(list(ledger.entries())[-1].body)
    assert isinstance(entry, StockCount)
    assert entry.because == "count"
    assert entry.lines == (
        CountLine(drug="FREE", batch="A", expiry=SOON, expected=40, counted=90, aside=10),
    )
    assert (shelf(ledger), set_aside(ledger.database, "FREE", "A")) == (90, 10)
    with pytest.raises(NotAsideError):
        ledger.record(back, staff="NV-07")
    assert differences(ledger.database) == []


def test_quarantine_owner_and_cost_are_carried_into_a_new_epoch(ledger: Ledger) -> None:
    mine = replace(GOODS, owner="bhyt")
    ledger.record(GoodsInDraft(supplier="A", lines=(mine,)), staff="NV-07")
    ledger.record(AsideDraft(because="other", lines=(replace(mine, units=30),)), staff="NV-07")
    before = stock_of(ledger.database, "stock")
    ledger.overtaken(ledger.epoch)
    ledger.catch_up()
    (line_of_count,) = (read_entry(list(ledger.entries())[-1].body)).lines  # type: ignore[attr-defined]
    assert (line_of_count.owner, line_of_count.aside, line_of_count.counted) == ("bhyt", 30, 70)
    after = {
        key: one._replace(is_counted=False)
        for key, one in stock_of(ledger.database, "stock").items()
    }
    assert after == before
    assert differences(ledger.database) == []


def test_of_two_lines_of_one_batch_no_more_comes_back_than_was_sold_as_such(
    ledger: Ledger,
) -> None:
    loose = SaleLine(
        offer=Offer(drug=FREE, unit="viên", unit_size=1, price_vnd=1_500),
        batch="A", expiry=SOON, batch_from="code", quantity=2,
    )  # fmt: skip
    sold = reference(ledger.commit_sale(OpenSale(lines=(line(quantity=5), loose)), staff="A"))
    back = replace(SOLD, unit="viên", unit_size=1, price_vnd=1_500, quantity=3)
    with pytest.raises(TooManyReturnedError):
        ledger.record(ReturnDraft(sale=sold, lines=(back,), to_shelf=False), staff="A")
