"""A row of the catalogue, and the sum that tells whether the card has changed it."""

from collections.abc import Sequence
from typing import Any

from device.ledger.database import LedgerDatabase
from device.ledger.wear import check_sum

COLUMNS = (
    "gtin",
    "drug",
    "name",
    "prescription_only",
    "antibiotic",
    "control",
    "unit",
    "unit_size",
    "price_vnd",
)
"""What the sum covers, in order; the sum itself is the column behind them."""


def is_sound(row: Sequence[Any]) -> bool:
    """Whether a row, its sum behind it, is what was written."""
    return len(row) == len(COLUMNS) + 1 and check_sum(row[:-1]) == row[-1]


def copy_packings(source: LedgerDatabase, target: LedgerDatabase) -> int:
    """Copy the outlet's own list into another database, sums and all; return how many rows."""
    names = ", ".join((*COLUMNS, "check_sum"))
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    rows = source.rows(f"SELECT {names} FROM packing")  # noqa: S608 - fixed names
    with target.writing():
        target.run_many(f"INSERT OR REPLACE INTO packing ({names}) VALUES ({marks})", rows)  # noqa: S608
        for table, columns in (
            ("postedprice", "drug, unit, price_vnd, posted_at"),
            ("linkedcode", "gtin, drug, unit"),
        ):
            own = source.rows(f"SELECT {columns} FROM {table}")  # noqa: S608 - fixed names
            places = ", ".join("?" * len(columns.split(", ")))
            target.run_many(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({places})", own)  # noqa: S608
    return len(rows)
