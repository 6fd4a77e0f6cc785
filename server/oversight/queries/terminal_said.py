"""What people told one terminal, for a terminal that takes its place: prices, and codes."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from server.store.database import from_text, rows
from wire.decoding import decode
from wire.kinds import CodeLinked


class Posted(NamedTuple):
    """A retail price in force."""

    drug: str
    unit: str
    price_vnd: int
    at: datetime


def posted_prices(terminal: str) -> list[Posted]:
    """Return what a terminal posted last for each unit of a drug, in whatever ledger."""
    found = rows(
        """
        SELECT drug, unit, price_vnd, at FROM postedprice
        JOIN goodsledger ON goodsledger.id = postedprice.ledger
        WHERE terminal = ? ORDER BY drug, unit, at
        """,
        (terminal,),
    )
    last = {(row[0], row[1]): Posted(row[0], row[1], row[2], from_text(row[3])) for row in found}
    return list(last.values())


def linked_codes(terminal: str) -> list[CodeLinked]:
    """Return what each code stands for that somebody explained to a terminal, as said last."""
    found: dict[str, CodeLinked] = {}
    for (body,) in rows(
        "SELECT body FROM entry WHERE kind = 'code-linked' AND terminal = ? ORDER BY at, seq",
        (terminal,),
    ):
        try:
            entry = decode(bytes(body), CodeLinked)
        except msgspec.DecodeError:
            continue  # of a version that is not known here yet
        found[entry.gtin] = entry
    return [found[gtin] for gtin in sorted(found)]
