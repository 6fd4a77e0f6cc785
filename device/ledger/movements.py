"""What an entry does to the stock. The same answer when it is written and whenever it is read."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from wire.entry import Head, Reference
from wire.kinds import (
    CountLine,
    GoodsIn,
    RecallAcknowledged,
    Return,
    SetAside,
    ShelfLine,
    StockCount,
    Void,
    WriteOff,
)
from wire.sale import Line, Sale

RETAIL = "retail"
"""The owner of what is sold, and of what comes back."""


class StockMove(NamedTuple):
    """One batch that came, went, changed its place or was counted, in base units."""

    drug: str
    batch: str
    owner: str
    expiry: date | None
    shelf: int
    """What came to the shelf or left it; with `is_count`, what is there."""
    aside: int | None
    """The same of quarantine; None in a count that did not look there."""
    is_count: bool = False
    cost_vnd: int | None = None
    """What one base unit cost, where the entry says so."""


def movements(entry: Head) -> list[StockMove]:
    """Return what an entry moves, line by line.

    Business that is carried into a new epoch moves nothing: it moved when it was written first, and
    the stock that the new epoch began with already shows it.
    """
    if isinstance(entry.carried, Reference):
        return []
    found: list[StockMove] = []
    match entry:
        case Sale(lines=sold):
            found = _sold(sold, shelf=-1)
        case Void(lines=sold) | Return(lines=sold, to_shelf=True):
            found = _sold(sold, shelf=1)
        case Return(lines=sold):
            found = _sold(sold, aside=1)
        case GoodsIn(lines=goods):
            found = _moved(goods, shelf=1)
        case SetAside(lines=goods) | RecallAcknowledged(lines=goods):
            found = _moved(goods, shelf=-1, aside=1)
        case WriteOff(lines=goods, place="aside"):
            found = _moved(goods, aside=-1)
        case WriteOff(lines=goods):
            found = _moved(goods, shelf=-1)
        case StockCount(lines=counted):
            found = _counted(counted)
    return found


def _sold(lines: Iterable[Line], *, shelf: int = 0, aside: int = 0) -> list[StockMove]:
    return [
        StockMove(x.drug, x.batch, RETAIL, x.expiry, shelf * x.units, aside * x.units)
        for x in lines
    ]


def _moved(lines: Iterable[ShelfLine], *, shelf: int = 0, aside: int = 0) -> list[StockMove]:
    return [
        StockMove(
            x.drug,
            x.batch,
            x.owner,
            x.expiry,
            shelf * x.units,
            aside * x.units,
            cost_vnd=x.cost_vnd,
        )
        for x in lines
    ]


def _counted(lines: Iterable[CountLine]) -> list[StockMove]:
    return [
        StockMove(
            x.drug,
            x.batch,
            x.owner,
            x.expiry,
            x.counted,
            x.aside,
            is_count=True,
            cost_vnd=x.cost_vnd,
        )
        for x in lines
    ]
