"""Numbers for ledgers and batches, and free texts of entries as they may be stored."""

from functools import lru_cache
from hashlib import blake2b

_LONGEST = 200
"""Letters of a supplier, a document or a badge."""


def _number_of(*names: str) -> int:
    """Return a number for names: 64 bits of their hash, the same wherever it is made."""
    digest = blake2b("\0".join(names).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@lru_cache(maxsize=100_000)
def lot_of(drug: str, batch: str) -> int:
    """Return the number of a batch of a drug."""
    return _number_of("lot", drug, batch)


@lru_cache(maxsize=4_096)
def ledger_of(terminal: str, epoch: str) -> int:
    """Return the number of a ledger."""
    return _number_of("ledger", terminal, epoch)


def storable(text: str) -> str:
    """Return a text as both databases take it: PostgreSQL knows no NUL, and no index long keys."""
    return text[:_LONGEST].replace("\0", "")
