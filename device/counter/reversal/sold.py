"""What of a sale can still come back, and which of its lines a pack belongs to."""

from datetime import date, datetime, timedelta, timezone

from codes import Pack
from device.counter import rules
from device.counter.drug import Offer
from device.counter.past import PastSale, SoldLine
from device.counter.state import Returning

_HERE = timezone(timedelta(hours=7))
"""Việt Nam keeps one time all year round."""
_STILL_HERE = timedelta(minutes=10)
"""For how long after paying the screen of a sale means that its customer still stands there (D)."""


def left(line: SoldLine) -> int:
    """How many of a line the customer still has."""
    return max(0, line.quantity - line.returned)


def is_all_back(sale: PastSale) -> bool:
    """Whether nothing of a sale can come back any more."""
    return sale.is_void or not any(left(line) for line in sale.lines)


def is_untouched(sale: PastSale) -> bool:
    """Whether nothing of a sale has come back yet."""
    return not sale.is_void and not any(line.returned for line in sale.lines)


def is_of_today(sale: PastSale, today: date) -> bool:
    """Whether it was sold on this day, so that its goods need not have left the counter."""
    return sale.at.astimezone(_HERE).date() == today


def may_have_left(state: Returning, now: datetime) -> bool:
    """CTL-12, GPP-09: whether a drug that comes back with minutes only may have left the counter.

    It has not where the sale is undone from its own screen, within minutes of being paid (D).
    """
    if not any(rules.needs_minutes(line.offer.drug) for line in state.sale.lines):
        return False
    is_fresh = timedelta() <= now - state.sale.at <= _STILL_HERE
    return not (state.at_counter and is_fresh)


def needs_minutes(state: Returning) -> bool:
    """CTL-12: whether a drug comes back that is taken back with minutes only."""
    return any(
        quantity and rules.needs_minutes(line.offer.drug)
        for quantity, line in zip(state.quantities, state.sale.lines, strict=True)
    )


def lines_of(state: Returning, pack: Pack, offer: Offer) -> list[int]:
    """Return the lines that a pack can be of, lines in the pack's own unit first.

    A pack smaller than what was sold can be of no line: a strip is not the box that was paid for.
    """
    found = [
        index
        for index, line in enumerate(state.sale.lines)
        if line.offer.drug.id == offer.drug.id
        and pack.batch in {None, line.batch}
        and (not pack.batch_doubtful or pack.batch == line.batch)
        and line.offer.unit_size <= offer.unit_size
    ]
    return sorted(found, key=lambda index: -state.sale.lines[index].offer.unit_size)
