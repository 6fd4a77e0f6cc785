"""Announced prices, as the province sends them."""

from collections.abc import Iterable

import msgspec

from wire.decoding import decode
from wire.reference import Row


class PriceRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a drug is announced at for wholesale (PRC-03); nobody sells at it."""

    drug: str
    unit: str
    price_vnd: int


def announced(rows: Iterable[Row]) -> dict[tuple[str, str], int]:
    """Return announced prices by drug and unit; what cannot be read is left out."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        try:
            price = decode(bytes(row.body), PriceRow)
        except msgspec.DecodeError:
            continue
        if price.price_vnd > 0:
            found[price.drug, price.unit] = price.price_vnd
    return found
