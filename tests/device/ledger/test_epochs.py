"""An epoch that another database writes too: it is left, and its business is carried once."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from device.ledger.counting import set_opening_stock
from device.ledger.drafts import GoodsInDraft, ReturnDraft, VoidDraft
from device.ledger.errors import AlreadyUndoneError
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.print_jobs import PrintJobs
from device.ledger.projection import differences
from device.ledger.stock import OpeningStock, on_hand
from tests.device.ledger.books import AT, LATE, TERMINAL, line, open_book, sale
from wire.entry import Reference
from wire.kinds import EpochBegun, GoodsIn, ShelfLine, StockCount, read_entry
from wire.receipt import Receipt, Rejected
from wire.sale import Sale

GOODS = ShelfLine(drug="FREE", batch="A", units=1000)


@pytest.fixture
def restored(ledger: Ledger) -> Ledger:
    """A backup that was put back: the province has had entries 3 and 4 from another life."""
    ledger.record(GoodsInDraft(supplier="A", lines=(GOODS,)), staff="NV-07")
    for _sale in range(3):
        ledger.commit_sale(sale(line(quantity=2)), staff="NV-07")
    return ledger


def set_aside(ledger: Ledger, *seqs: int, epoch: str | None = None) -> None:
    epoch = epoch or ledger.epoch
    hashes = {(e.epoch, e.seq): e.sha256 for e in ledger.entries()}
    rejected = tuple(
        Rejected(seq=seq, sha256=hashes[epoch, seq], reason="conflict") for seq in seqs
    )
    receipt = Receipt(
        terminal=TERMINAL, epoch=epoch, through=9, head="0" * 64, rejected=rejected, at=AT
    )
    assert OutboxQueue(ledger.database, terminal=TERMINAL).apply(receipt, at=AT).overtaken
    ledger.overtaken(epoch)


def of_epoch(ledger: Ledger, epoch: str) -> list[object]:
    return [read_entry(entry.body) for entry in ledger.entries() if entry.epoch == epoch]


def test_the_next_entry_begins_a_new_epoch_with_the_shelf_as_it_is(restored: Ledger) -> None:
    old = restored.epoch
    set_aside(restored, 3, 4)
    assert restored.epoch == old
    sold = restored.commit_sale(sale(), staff="NV-07")
    assert restored.epoch == sold.epoch != old
    begun, count, sale_after = of_epoch(restored, sold.epoch)
    assert isinstance(begun, EpochBegun)
    assert (begun.because, begun.previous, begun.previous_through) == ("overtaken", old, 4)
    assert isinstance(count, StockCount)
    assert (count.because, count.lines[0].counted) == ("carried-over", 940)
    assert isinstance(sale_after, Sale)
    assert sold.number == 3
    assert on_hand(restored.database, "FREE", "A") == 930
    assert [mark.epoch for mark in restored.marks()] == [old, sold.epoch]


def test_what_was_set_aside_is_written_once_more_and_moves_nothing_twice(restored: Ledger) -> None:
    old = restored.epoch
    set_aside(restored, 3, 4)
    assert restored.catch_up() == 2
    carried = of_epoch(restored, restored.epoch)[2:]
    before = of_epoch(restored, old)
    for entry, was in zip(carried, before[2:], strict=True):
        assert isinstance(entry, Sale)
        assert isinstance(was, Sale)
        assert isinstance(entry.carried, Reference)
        assert (entry.carried.epoch, entry.carried.seq) == (old, was.seq)
        assert (entry.lines, entry.total_vnd, entry.at) == (was.lines, was.total_vnd, was.at)
    assert on_hand(restored.database, "FREE", "A") == 940
    assert differences(restored.database) == []
    assert restored.catch_up() == 0
    set_aside(restored, 3, 4, epoch=old)
    assert restored.catch_up() == 0
    assert len(restored.marks()) == 2
    # The customers have their receipts, and the delivery its slip.
    assert PrintJobs(restored.database).waiting() == 4


def test_what_is_set_aside_later_is_carried_later(restored: Ledger) -> None:
    old = restored.epoch
    set_aside(restored, 3)
    restored.catch_up()
    portion = OutboxQueue(restored.database, terminal=TERMINAL).next_batch(entries=9, size=9999)
    assert portion is not None
    assert (portion.epoch, [seq for seq, _body in portion.bodies]) == (old, [1, 2, 4])
    set_aside(restored, 1, 4, epoch=old)
    assert restored.catch_up() == 2
    carried = of_epoch(restored, restored.epoch)[3:]
    assert isinstance(carried[0], GoodsIn)
    assert on_hand(restored.database, "FREE", "A") == 940
    assert differences(restored.database) == []


def test_the_number_on_the_paper_still_finds_its_sale(restored: Ledger) -> None:
    old, epoch_sale = restored.epoch, restored.sale(4)
    set_aside(restored, 3, 4)
    restored.catch_up()
    assert restored.sale(4, epoch=old) == epoch_sale
    assert restored.sale(4) == epoch_sale
    last = restored.last_sale()
    assert last is not None
    assert (last.epoch, last.seq) == (old, 4)


def test_a_carried_sale_is_undone_once_by_whichever_name(restored: Ledger) -> None:
    old = restored.epoch
    first = Reference(epoch=old, seq=3, sha256=restored.sale(3)[1])
    set_aside(restored, 3)
    restored.catch_up()
    newest = list(restored.entries())[-1]
    second = Reference(epoch=newest.epoch, seq=newest.seq, sha256=newest.sha256)
    restored.record(VoidDraft(sale=first), staff="NV-07")
    for again in (first, second):
        with pytest.raises(AlreadyUndoneError):
            restored.record(VoidDraft(sale=again), staff="NV-07")
    assert on_hand(restored.database, "FREE", "A") == 960


def test_a_return_that_is_carried_counts_once(restored: Ledger) -> None:
    old = restored.epoch
    sold = Reference(epoch=old, seq=3, sha256=restored.sale(3)[1])
    lines = (replace(restored.sale(3)[0].lines[0], quantity=1),)
    restored.record(ReturnDraft(sale=sold, lines=lines, to_shelf=True), staff="NV-07")
    set_aside(restored, 3, 5)
    assert restored.catch_up() == 2
    restored.record(ReturnDraft(sale=sold, lines=lines, to_shelf=True), staff="NV-07")
    with pytest.raises(ValueError, match="sale 3"):
        restored.record(ReturnDraft(sale=sold, lines=lines, to_shelf=True), staff="NV-07")


def test_an_overtaken_epoch_is_known_after_a_start(restored: Ledger, file: Path) -> None:
    old = restored.epoch
    set_aside(restored, 4)
    restored.close()
    again = open_book(file)
    assert again.catch_up() == 1
    assert again.epoch != old
    again.close()


def test_a_clock_that_nobody_set_marks_the_entry_and_the_trusted_time_stays(file: Path) -> None:
    trusted = [True]
    ledger = Ledger.open(
        file, terminal=TERMINAL, readers={}, clock=lambda: AT, is_clock_trusted=lambda: trusted[0]
    )
    assert ledger.trusted_time() is None
    ledger.commit_sale(sale(), staff="NV-07")
    assert ledger.trusted_time() == AT
    trusted[0] = False
    ledger.commit_sale(sale(), staff="NV-07")
    heads = [read_entry(entry.body) for entry in ledger.entries()]
    assert [head.at_is_trusted for head in heads] == [True, False]
    assert ledger.trusted_time() == AT
    ledger.close()


def test_a_large_opening_stock_is_split_into_entries_that_can_be_sent(ledger: Ledger) -> None:
    rows = [OpeningStock(f"SYN{n:06d}", f"LO-{n:012d}", LATE, 1_000_000) for n in range(1000)]
    assert set_opening_stock(ledger, rows, staff="NV-07") == 1000
    assert max(len(entry.body) for entry in ledger.entries()) < 16_384
    assert set_opening_stock(ledger, rows, staff="NV-07") == 0
    ledger.commit_sale(sale(line(batch="NEW")), staff="NV-07")
    more = [*rows, OpeningStock("FREE", "NEW", LATE, 50)]
    assert set_opening_stock(ledger, more, staff="NV-07") == 1
    assert on_hand(ledger.database, "FREE", "NEW") == 50
