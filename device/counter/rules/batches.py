"""Which batches of a drug may be sold, by the book."""

from datetime import date

from device.counter.drug import Drug, Owner, ShelfBatch
from device.counter.rules.case import Case


def retail(case: Case) -> tuple[ShelfBatch, ...]:
    """Return the outlet's own batches of the drug, first expired first."""
    return tuple(batch for batch in case.batches() if batch.owner is Owner.RETAIL)


def left_of(case: Case, batch: ShelfBatch) -> int:
    """Return base units of a batch that the sale's other lines leave."""
    return batch.on_hand - case.sale.taken(case.drug.id, batch.number)


def is_in_date(batch: ShelfBatch, drug: Drug, today: date) -> bool:
    """GPP-06: whether it can be sold by its date; without one nobody can say so of a drug."""
    return drug.may_lack_expiry if batch.expiry is None else batch.expiry >= today


def good_batch(case: Case) -> ShelfBatch | None:
    """Return the batch to take instead: first expired, first out; neither held nor the same."""
    return next(iter(other_batches(case)), None)


def other_batches(case: Case) -> tuple[ShelfBatch, ...]:
    """Return other batches of which one unit can be sold today, first expired first."""
    return tuple(
        batch
        for batch in retail(case)
        if batch.number != case.line.batch
        and is_in_date(batch, case.drug, case.world.today)
        and left_of(case, batch) >= case.line.offer.unit_size
        and case.world.shelf.hold(case.drug.id, batch.number) is None
    )
