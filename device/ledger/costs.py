"""What a batch cost, exactly, by the deliveries that are still here; else as the stock has it."""

from fractions import Fraction

import msgspec

from device.ledger.database import LedgerDatabase
from device.ledger.movements import RETAIL
from wire.decoding import decode
from wire.kinds import GoodsIn, ShelfLine

_DELIVERIES = (
    "SELECT body FROM entry WHERE kind != 'sale' AND kind = 'goods-in' AND instr(body, ?)"
    " ORDER BY id DESC"
)
_ROUNDED = "SELECT cost_vnd FROM stock WHERE drug = ? AND batch = ? AND owner = ?"


def cost_of(database: LedgerDatabase, drug: str, batch: str) -> Fraction | None:
    """Return what one base unit of the outlet's own part of a batch cost, at the last delivery.

    None where nobody said. To the nearest đồng where the delivery was purged.
    """
    for (body,) in database.rows(_DELIVERIES, msgspec.json.encode(batch)):
        lines = reversed(_lines(database, bytes(body)))
        mine = (one for one in lines if (one.drug, one.batch, one.owner) == (drug, batch, RETAIL))
        found = next((one for one in mine if one.cost_vnd is not None), None)
        if found:
            return _exactly(found)
    rounded = database.row(_ROUNDED, drug, batch, RETAIL)
    return Fraction(rounded[0]) if rounded and rounded[0] is not None else None


def _lines(database: LedgerDatabase, body: bytes) -> tuple[ShelfLine, ...]:
    """Return a delivery's lines; of one that cannot be read none, and the next start looks."""
    try:
        return decode(body, GoodsIn).lines
    except msgspec.DecodeError:
        database.suspect()
        return ()


def _exactly(line: ShelfLine) -> Fraction:
    if line.amount_vnd is None or line.units <= 0:
        return Fraction(line.cost_vnd or 0)
    return Fraction(line.amount_vnd, line.units)
