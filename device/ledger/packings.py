"""A row of the catalogue, and the sum that tells whether the card has changed it."""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import msgspec

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


def check_sum(values: Sequence[Any]) -> int:
    """Return the CRC-32 of a row's columns, in their order.

    Against wear, not against people: whoever may write the database may write the sum as well.
    """
    plain = [int(value) if isinstance(value, bool) else value for value in values]
    return crc32(msgspec.json.encode(plain))


def is_sound(row: Sequence[Any]) -> bool:
    """Whether a row, its sum behind it, is what was written."""
    return len(row) == len(COLUMNS) + 1 and check_sum(row[:-1]) == row[-1]
