"""A sum that tells whether a worn card has changed a row.

Against wear, not against people: whoever may write the database may write the sum as well.
"""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import msgspec


def check_sum(values: Sequence[Any]) -> int:
    """Return the CRC-32 of a row's columns, in their order; true and 1 are the same to SQLite."""
    plain = [int(value) if isinstance(value, bool) else value for value in values]
    return crc32(msgspec.json.encode(plain))
