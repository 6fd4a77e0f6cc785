"""Reading stored entries as they are counted."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

import msgspec

from server.oversight.ledgers import Stored
from server.oversight.tally import Seen
from wire.entry import Head
from wire.kinds import (
    GoodsIn,
    Override,
    PricePosted,
    RecallAcknowledged,
    Return,
    SetAside,
    StockCount,
    Void,
    WriteOff,
    read_entry,
)
from wire.sale import Sale

log = logging.getLogger(__name__)

VIETNAM = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh, which has had no other time since 1975."""
MOST_VND = 10**12
"""No sale in an outlet brings as much: beyond, a figure is a mistake that would spoil all sums."""
MOST = 10**9
"""Likewise of a line's quantity, price, and the size of its unit."""
LONGEST = 100
"""Letters in the name of a drug, a batch or a unit."""


def see(stored: Stored, outlets: Mapping[str, str]) -> Seen | None:
    """Return an entry as it is counted; None, with a line in the log, if it cannot be.

    `outlets`: code of each terminal's outlet; a terminal without one stands for itself.
    """
    try:
        entry = read_entry(stored.body)
        _check(entry)
        stored_at = datetime.fromisoformat(stored.stored_at)
        at = _told_at(entry, stored_at)
        day = at.astimezone(VIETNAM).date()
    except (msgspec.DecodeError, OverflowError) as error:
        log.warning("entry %d of %s is not counted: %s", stored.seq, stored.terminal, _why(error))
        return None
    return Seen(
        terminal=stored.terminal,
        outlet=outlets.get(stored.terminal) or stored.terminal,
        epoch=stored.epoch,
        seq=stored.seq,
        at=at,
        day=day,
        stored_at=stored_at,
        entry=entry,
    )


def _told_at(entry: Head, stored_at: datetime) -> datetime:
    """Return when an entry was written; by a clock that nobody had set, at most when it came.

    Else its figures would stand in a year to come, where nobody sees them, and its prices would be
    the last ones until then.
    """
    at = entry.at if entry.at.tzinfo else entry.at.replace(tzinfo=UTC)
    return at if entry.at_is_trusted else min(at, stored_at)


def _check(entry: Head) -> None:
    """Raise `OverflowError` for figures and names that no counter writes.

    One such entry would spoil the sums of its outlet for good, or not fit into an index.
    """
    match entry:
        case Sale() | Return() | Void():
            if not -MOST_VND <= entry.total_vnd <= MOST_VND:
                raise OverflowError("its total makes no sense")
            for line in entry.lines:
                _check_figures(line.quantity, line.unit_size, line.price_vnd, line.units)
                _check_names(line.drug, line.batch, line.unit)
        case StockCount():
            for counted in entry.lines:
                _check_figures(counted.expected, counted.counted, counted.aside, counted.cost_vnd)
                _check_names(counted.drug, counted.batch)
        case GoodsIn() | WriteOff() | SetAside() | RecallAcknowledged():
            for goods in entry.lines:
                _check_figures(goods.units, goods.cost_vnd)
                _check_names(goods.drug, goods.batch)
        case Override():
            _check_figures(entry.units or None, entry.sale.seq if entry.sale else None)
        case PricePosted():
            _check_figures(entry.price_vnd)
            _check_names(entry.drug, entry.unit)


def _check_figures(*figures: int | None) -> None:
    for figure in figures:
        if figure and not -MOST <= figure <= MOST:
            raise OverflowError("a figure makes no sense")


def _check_names(*names: str) -> None:
    for name in names:
        if len(name) > LONGEST or "\0" in name:
            raise OverflowError("a name makes no sense")


def _why(error: Exception) -> str:
    """Return what may stand in a log: an error of reading may quote what it read."""
    return "it cannot be read" if isinstance(error, msgspec.DecodeError) else str(error)
