"""What the book says is there (rule GPP-01, section 5)."""

from device.counter.rules.batches import good_batch, retail
from device.counter.rules.case import Case
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.rule import Rule


def not_enough(case: Case) -> Refusal | None:
    """GPP-01 (GPP II.4 c, A-): origin and quantity are under control: no more than the book has.

    The pack in the hand is stronger than the book: it is sold, and the book's error recorded.
    """
    if case.is_set_aside(Rule.NOT_ENOUGH):
        return None
    left = left_of_batch(case)
    if case.line.base_units <= left:
        return None
    less = (Way.LESS,) if left >= case.line.offer.unit_size else ()
    return case.refused(
        Rule.NOT_ENOUGH, *less, Way.IN_HAND, allowed=left, good_batch=good_batch(case)
    )


def left_of_batch(case: Case) -> int:
    """Return base units of the line's batch beside the sale's other lines; 0 if not known."""
    mine = (batch.on_hand for batch in retail(case) if batch.number == case.line.batch)
    return max(0, sum(mine) - case.sale.taken(case.drug.id, case.line.batch))
