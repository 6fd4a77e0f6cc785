"""What the day's checks reckon from entries, and the codes on its packs."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from codes import Pack, ReceiptCode, Scan, recognise
from demo.day.book import shelf_of, takings_of
from demo.day.packs import Packs, receipt_code
from demo.outlets import PHARMACY
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
from wire.sale import Line, Sale

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
HEAD: dict[str, Any] = {
    "terminal": "Q33-0001", "epoch": "0" * 32, "seq": 1, "prev": "0" * 64, "at": AT, "staff": "NV01"
}  # fmt: skip
LINE = Line(drug="A", batch="B1", quantity=2, unit="vỉ", unit_size=10, price_vnd=11_000)
GOODS = ShelfLine(drug="A", batch="B1", units=30)
KEY = ("A", "B1", "retail")


def opening(units: int) -> Head:
    counted = CountLine(drug="A", batch="B1", expected=0, counted=units)
    return StockCount(**HEAD, because="opening", lines=(counted,))


def sale(*, paid_by: Any = "cash") -> Sale:
    return Sale(**HEAD, lines=(LINE,), total_vnd=22_000, paid_by=paid_by)


def back(kind: Any, **more: Any) -> Any:
    sold = Reference(epoch="0" * 32, seq=1, sha256="0" * 64)
    return kind(**HEAD, sale=sold, lines=(LINE,), total_vnd=22_000, **more)


@pytest.mark.parametrize(
    ("entry", "here", "aside"),
    [
        (sale(), 80, 0),
        (back(Return, to_shelf=False), 100, 20),
        (back(Return, to_shelf=True), 120, 0),
        (back(Void), 120, 0),
        (GoodsIn(**HEAD, supplier="S", lines=(GOODS,)), 130, 0),
        (WriteOff(**HEAD, because="damaged", lines=(GOODS,)), 70, 0),
        (WriteOff(**HEAD, because="expired", lines=(GOODS,), place="aside"), 100, -30),
        (SetAside(**HEAD, because="expired", lines=(GOODS,)), 70, 30),
        (RecallAcknowledged(**HEAD, recall="1", lines=(GOODS,)), 70, 30),
        (opening(7), 7, 0),
    ],
    ids=lambda each: type(each).__name__,
)
def test_each_entry_moves_the_shelf(entry: Head, here: int, aside: int) -> None:
    assert shelf_of([opening(100), entry]) == {KEY: (here, aside)}


def test_what_is_gone_is_not_on_the_shelf() -> None:
    assert shelf_of([opening(20), sale()]) == {}


def test_a_shift_is_its_float_and_its_cash_less_what_was_given_back() -> None:
    opened = Shift(**HEAD, event="opened", expected_vnd=0, counted_vnd=500_000)
    closed = Shift(**HEAD, event="closed", expected_vnd=500_000, counted_vnd=500_000)
    entries = [opened, sale(), sale(), sale(paid_by="transfer"), back(Void), closed, sale()]
    [(takings, report)] = takings_of(entries)
    assert report is closed
    assert takings.expected_vnd == 500_000 + 2 * 22_000 - 22_000
    assert (takings.cash_count, takings.transfer_vnd, takings.refund_count) == (2, 22_000, 1)


def test_the_packs_carry_what_the_shelf_knows() -> None:
    packs = Packs(TODAY, PHARMACY.stock)
    one, other = (packs.full("SYN001", "vỉ", "2502B") for _pack in range(2))
    assert one != other
    found = recognise(Scan(one.encode(), ""))
    assert isinstance(found, Pack)
    assert (found.batch, found.expiry) == ("2502B", packs.expiry("SYN001", "2502B"))
    bare = recognise(Scan(packs.bare("SYN077", "lọ").encode(), ""))
    assert isinstance(bare, Pack)
    assert bare.batch is None


def test_the_code_of_a_receipt_is_read_as_one() -> None:
    text = receipt_code("Q33-0001", "0f" * 16, 6, "ab" * 32)
    found = recognise(Scan(text.encode(), ""))
    assert isinstance(found, ReceiptCode)
    assert found.number == 6
