"""What an entry does to the stock: the same as on the terminal that wrote it."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from server.oversight.tallies.stock_level import Cause, cause_of
from wire.entry import Head
from wire.kinds import (
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
Sum = Literal[
    "received", "sold", "voided", "returned", "written_off", "sent_back", "put_aside"
]  # fmt: skip


class Move(NamedTuple):
    """Units of a batch that came, went or changed their place."""

    drug: str
    batch: str
    owner: str
    expiry: str
    """Empty: not said."""
    into: Sum
    """The sum that `units` belong to."""
    units: int
    shelf: int
    aside: int
    carried: int = 0
    """What the count with which the epoch began has left out already, so that the sum of all that
    came and went closes; below nought: has in it already."""


class Count(NamedTuple):
    """A batch that was counted."""

    drug: str
    batch: str
    owner: str
    expiry: str
    cause: Cause
    shelf: int
    aside: int | None
    """None: nobody looked there."""


def moves_of(entry: Head) -> Iterable[Move | Count]:  # noqa: PLR0911 - one case a kind
    """Return what an entry moves, line by line."""
    match entry:
        case Sale(lines=sold):
            return _sold(sold, "sold", shelf=-1)
        case Void(lines=sold):
            return _sold(sold, "voided", shelf=1)
        case Return(lines=sold, to_shelf=True):
            return _sold(sold, "returned", shelf=1)
        case Return(lines=sold):
            return _sold(sold, "returned", aside=1)
        case GoodsIn(lines=goods):
            return _moved(goods, "received", shelf=1)
        case SetAside(lines=goods) | RecallAcknowledged(lines=goods):
            return _moved(goods, "put_aside", shelf=-1, aside=1)
        case WriteOff(lines=goods):
            into: Sum = "sent_back" if entry.because == "returned-to-supplier" else "written_off"
            if entry.place == "aside":
                return _moved(goods, into, aside=-1)
            return _moved(goods, into, shelf=-1)
        case StockCount():
            return _counted(entry)
        case _:
            return ()


def carried(moves: Iterable[Move | Count]) -> Iterator[Move]:
    """Return what carried business moved: in sums alone, since the shelf shows it already.

    A count of the epoch before says nothing of now.
    """
    for one in moves:
        if isinstance(one, Move):
            yield one._replace(shelf=0, aside=0, carried=-one.shelf - one.aside)


def _sold(lines: Iterable[Line], into: Sum, *, shelf: int = 0, aside: int = 0) -> Iterator[Move]:
    for line in lines:
        units = line.quantity * line.unit_size
        expiry = line.expiry.isoformat() if line.expiry else ""
        yield Move(
            line.drug, line.batch, RETAIL, expiry, into, units,
            shelf * units, aside * units,
        )  # fmt: skip


def _moved(
    lines: Iterable[ShelfLine], into: Sum, *, shelf: int = 0, aside: int = 0
) -> Iterator[Move]:
    for line in lines:
        units = line.units
        expiry = line.expiry.isoformat() if line.expiry else ""
        yield Move(
            line.drug, line.batch, line.owner, expiry, into, units,
            shelf * units, aside * units,
        )  # fmt: skip


def _counted(entry: StockCount) -> Iterator[Count]:
    cause = cause_of(entry.because)
    for line in entry.lines:
        yield Count(
            line.drug,
            line.batch,
            line.owner,
            line.expiry.isoformat() if line.expiry else "",
            cause,
            line.counted,
            None if line.aside is None else line.aside,
        )
