"""Prices that the outlet has posted, and codes that its staff has linked to drugs."""

from collections.abc import Iterable
from typing import Any

from device.ledger.database import LedgerDatabase
from wire.kinds import CodeLinked, PricePosted

_POST = """
    INSERT OR REPLACE INTO "postedprice" (drug, unit, price_vnd, posted_at) VALUES (?, ?, ?, ?)
"""
_LINK = 'INSERT OR REPLACE INTO "linkedcode" (gtin, drug, unit) VALUES (?, ?, ?)'


def price_posted(database: LedgerDatabase, entry: PricePosted) -> None:
    """Take a posted price over, within the transaction that is open; the newest counts."""
    database.run(_POST, entry.drug, entry.unit, entry.price_vnd, entry.at.isoformat())


def code_linked(database: LedgerDatabase, entry: CodeLinked) -> None:
    """Take a linked code over, within the transaction that is open; the newest counts."""
    database.run(_LINK, entry.gtin, entry.drug, entry.unit)


def take_over(
    database: LedgerDatabase,
    *,
    posted: Iterable[tuple[Any, ...]],
    linked: Iterable[tuple[Any, ...]],
) -> None:
    """Bring rows of another database over, within the transaction that is open."""
    database.run_many(_POST, posted)
    database.run_many(_LINK, linked)


def posted(database: LedgerDatabase, drug: str) -> dict[str, int]:
    """Return the posted prices of a drug, by unit."""
    found = database.rows("SELECT unit, price_vnd FROM postedprice WHERE drug = ?", drug)
    return {unit: int(price) for unit, price in found}


def linked(database: LedgerDatabase, gtin: str) -> tuple[str, str] | None:
    """Return drug and unit that a code was linked to."""
    found = database.row("SELECT drug, unit FROM linkedcode WHERE gtin = ?", gtin)
    return None if found is None else (str(found[0]), str(found[1]))
