"""Which batches of a drug may be sold, by the book."""

from device.counter.drug import Owner, ShelfBatch
from device.counter.rules.case import Case


def retail(case: Case) -> tuple[ShelfBatch, ...]:
    """Return the outlet's own batches of the drug, first expired first."""
    return tuple(batch for batch in case.batches() if batch.owner is Owner.RETAIL)


def left_of(case: Case, batch: ShelfBatch) -> int:
    """Return base units of a batch that the sale's other lines leave."""
    return batch.on_hand - case.sale.taken(case.drug.id, batch.number)


def good_batch(case: Case) -> ShelfBatch | None:
    """Return the batch to take instead: first expired, first out; neither held nor the same."""
    return next(iter(other_batches(case)), None)


def other_batches(case: Case) -> tuple[ShelfBatch, ...]:
    """Return other batches of which one unit can be sold today, first expired first."""
    return tuple(
        batch
        for batch in retail(case)
        if batch.number != case.line.batch
        and batch.expiry >= case.world.today
        and left_of(case, batch) >= case.line.offer.unit_size
        and case.world.shelf.hold(case.drug.id, batch.number) is None
    )
