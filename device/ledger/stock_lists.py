"""The lists of the stock: what expires, what has run out, what there is."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from device.counter.past import StockRow
from device.ledger.database import LedgerDatabase
from device.ledger.drug_names import DrugNames
from device.ledger.moments import read_day
from device.ledger.stock import read_owner

_ROWS = "SELECT drug, batch, owner, expiry, on_hand, set_aside FROM stock"


def expiring(
    database: LedgerDatabase, names: DrugNames, *, today: date, days: int
) -> tuple[StockRow, ...]:
    """Return batches on the shelf that expire within so many days, or have, the first one first."""
    through = (today + timedelta(days=days)).isoformat()
    rows = database.rows(
        _ROWS + " WHERE on_hand > 0 AND expiry <= ? ORDER BY expiry, drug, batch, owner", through
    )
    return tuple(_row(names, row) for row in rows)


def run_out(database: LedgerDatabase, names: DrugNames) -> tuple[StockRow, ...]:
    """Return drugs that there were and of which nothing is left to sell, by name."""
    rows = database.rows(
        "SELECT drug FROM stock WHERE owner = 'retail' GROUP BY drug HAVING max(on_hand) <= 0"
    )
    return _by_name(
        StockRow(drug_id=found.id, name=found.name, unit=found.base_unit)
        for found in (names.drug(drug) for (drug,) in rows)
    )


def on_shelf(database: LedgerDatabase, names: DrugNames) -> tuple[StockRow, ...]:
    """Return everything on the shelf and in quarantine, by name."""
    rows = database.rows(_ROWS + " WHERE on_hand != 0 OR set_aside != 0")
    return _by_name(_row(names, row) for row in rows)


def _by_name(rows: Iterable[StockRow]) -> tuple[StockRow, ...]:
    return tuple(
        sorted(rows, key=lambda row: (row.name.casefold(), row.expiry or date.max, row.batch))
    )


def _row(names: DrugNames, row: tuple[Any, ...]) -> StockRow:
    drug, batch, owner, expiry, shelf, aside = row
    found = names.drug(drug)
    return StockRow(
        drug_id=drug,
        name=found.name,
        unit=found.base_unit,
        batch=batch,
        expiry=read_day(expiry),
        on_hand=shelf,
        set_aside=aside,
        owner=read_owner(owner),
    )
