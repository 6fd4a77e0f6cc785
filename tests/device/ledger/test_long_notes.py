"""Long lists of goods: in entries that the province can take, and all of them or none."""

from collections.abc import Callable
from datetime import date

import pytest

from device.counter.drug import Hold, HoldKind, Owner
from device.counter.notes import (
    AsideNote,
    CountNote,
    DeliveryNote,
    Goods,
    Note,
    RecallNote,
    WriteOffNote,
)
from device.ledger.errors import NotAsideError
from device.ledger.holds import store_hold, unanswered
from device.ledger.ledger import Ledger
from device.ledger.projection import differences
from device.ledger.stock import stock_of
from tests.device.ledger.books import AT
from wire.batch import MAX_BYTES
from wire.kinds import GoodsIn, read_entry

MANY = 700


def goods(count: int = MANY) -> tuple[Goods, ...]:
    return tuple(
        Goods(
            drug=f"893110{number:06d}-{number % 7919:04d}",
            batch=f"{(number * 7919) % 1_000_003:07d}ABCD",
            expiry=date(2028, 1, 31),
            units=9_000 + number,
            cost_vnd=1_234_567,
            amount_vnd=987_654_321,
            owner=Owner.PROGRAMME,
        )
        for number in range(count)
    )


NOTES: list[tuple[Callable[[tuple[Goods, ...]], Note], int, int]] = [
    (lambda all_: DeliveryNote(supplier="Công ty A", document="HD-1", goods=all_), 1, 0),
    (lambda all_: CountNote(because="count", goods=all_), 1, 0),
    (lambda all_: WriteOffNote(because="expired", goods=all_), -1, 0),
    (lambda all_: AsideNote(because="expired", goods=all_), -1, 1),
    (lambda all_: RecallNote(number="TH-1", goods=all_), -1, 1),
]


@pytest.mark.parametrize(("note_of", "shelf", "aside"), NOTES)
def test_a_long_list_becomes_entries_that_fit_into_a_batch(
    ledger: Ledger, note_of: Callable[[tuple[Goods, ...]], Note], shelf: int, aside: int
) -> None:
    last = ledger.record_note(note_of(goods()), staff="NV-07")
    stored = list(ledger.entries())
    assert max(len(entry.body) for entry in stored) < MAX_BYTES
    assert (stored[-1].seq, stored[-1].sha256) == (last.number, last.sha256)
    held = stock_of(ledger.database, "stock")
    assert {(key.drug, key.batch): (one.on_hand, one.set_aside) for key, one in held.items()} == {
        (one.drug, one.batch): (shelf * one.units, aside * one.units) for one in goods()
    }
    assert differences(ledger.database) == []


def test_every_part_of_a_delivery_names_supplier_and_document(ledger: Ledger) -> None:
    note = DeliveryNote(supplier="Công ty A", document="HD-1", goods=goods())
    ledger.record_note(note, staff="NV-07")
    entries = [read_entry(stored.body) for stored in ledger.entries()]
    parts = [entry for entry in entries if isinstance(entry, GoodsIn)]
    assert len(parts) == len(entries) > 1
    assert {(part.supplier, part.document) for part in parts} == {("Công ty A", "HD-1")}
    lines = [line for part in parts for line in part.lines]
    assert [line.batch for line in lines] == [one.batch for one in goods()]


def test_a_recall_is_answered_by_a_long_list_and_by_none(ledger: Ledger) -> None:
    for number, found in (("TH-1", goods()), ("TH-2", ())):
        hold = Hold(number=number, kind=HoldKind.RECALLED, drug_id="D", drug_name="", batches=())
        store_hold(ledger.database, hold, at=AT)
        ledger.record_note(RecallNote(number=number, goods=found), staff="NV-07")
    assert unanswered(ledger.database) == ()


def test_of_a_long_list_all_is_written_or_nothing(ledger: Ledger) -> None:
    ledger.record_note(AsideNote(because="expired", goods=goods(MANY - 1)), staff="NV-07")
    before = list(ledger.entries())
    gone = WriteOffNote(because="expired", goods=goods(), from_aside=True)
    with pytest.raises(NotAsideError):
        ledger.record_note(gone, staff="NV-07")
    assert list(ledger.entries()) == before
