"""What the book says is there (rule GPP-01, section 5)."""

from device.counter.rules.batches import good_batch, retail
from device.counter.rules.case import Case
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.rule import Rule


def not_enough(case: Case) -> Refusal | None:
    """GPP-01 (GPP II.4 c, A-): origin and quantity are under control: no more than the book has.

    The pack in the hand is stronger than the book: it is sold, and the book's error recorded. What
    was seen is of one batch and so much of it; nothing more is lifted.
    """
    allowed = max(left_of_batch(case), left_in_hand(case))
    if case.line.base_units <= allowed:
        return None
    less = (Way.LESS,) if allowed >= case.line.offer.unit_size else ()
    return case.refused(
        Rule.NOT_ENOUGH, *less, Way.IN_HAND, allowed=allowed, good_batch=good_batch(case)
    )


def left_of_batch(case: Case) -> int:
    """Return base units of the line's batch beside the sale's other lines; 0 if not known."""
    mine = (batch.on_hand for batch in retail(case) if batch.number == case.line.batch)
    return max(0, sum(mine) - case.sale.taken(case.drug.id, case.line.batch))


def left_in_hand(case: Case) -> int:
    """Base units of the line's batch that somebody has seen, beside the sale's other lines."""
    batch = case.line.batch
    seen = case.sale.override(Rule.NOT_ENOUGH.source.code, case.drug.id, batch)
    return max(0, seen.units - case.sale.taken(case.drug.id, batch)) if seen else 0
