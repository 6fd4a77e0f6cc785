"""What an entry does to the shelf. The same answer when it is written and whenever it is read."""

from datetime import date
from typing import NamedTuple

from wire.entry import Head, Reference
from wire.kinds import GoodsIn, Return, ShelfLine, StockCount, Void, WriteOff
from wire.sale import Line, Sale


class ShelfMove(NamedTuple):
    """One batch that came, went or was counted, in base units."""

    drug: str
    batch: str
    expiry: date | None
    units: int
    is_count: bool = False
    """Whether `units` is what is there, instead of what came or went."""


def movements(entry: Head) -> list[ShelfMove]:
    """Return what an entry moves, line by line.

    Business that is carried into a new epoch moves nothing: it moved when it was written first, and
    the shelf that the new epoch began with already shows it.
    """
    found: list[ShelfMove] = []
    match entry:
        case Head(carried=Reference()):
            pass
        case Sale(lines=sold):
            found = _units(sold, -1)
        case Void(lines=sold) | Return(lines=sold, to_shelf=True):
            found = _units(sold, 1)
        case GoodsIn(lines=goods):
            found = _units(goods, 1)
        case WriteOff(lines=goods):
            found = _units(goods, -1)
        case StockCount(lines=shelf):
            found = [ShelfMove(x.drug, x.batch, x.expiry, x.counted, is_count=True) for x in shelf]
    return found


def _units(lines: tuple[Line, ...] | tuple[ShelfLine, ...], sign: int) -> list[ShelfMove]:
    return [ShelfMove(x.drug, x.batch, x.expiry, sign * x.units) for x in lines]
