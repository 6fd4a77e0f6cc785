"""Reading what is sealed in the ledger, with the entries it belongs to."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

import msgspec

from device.ledger.database import LedgerDatabase
from wire.kinds import Return, read_entry
from wire.sale import Sale

_SEALED = """
    SELECT book.epoch, sealed.seq, sealed.block, entry.body
    FROM sealed JOIN book ON book.id = sealed.book LEFT JOIN entry ON entry.id = sealed.id
    ORDER BY sealed.id
"""


class SealedEntry(NamedTuple):
    """A sealed block and the sale, or the return, that it belongs to."""

    epoch: str
    seq: int
    block: bytes
    sale: Sale | Return | None
    """None where the entry is not in the ledger any more, or cannot be read."""

    @property
    def is_genuine(self) -> bool:
        """Whether the block is the one that the chain covers; True where no sale can tell."""
        return self.sale is None or self.sale.sealed_sha256 == sha256(self.block).hexdigest()


def sealed_entries(database: LedgerDatabase) -> Iterator[SealedEntry]:
    """Yield everything that is sealed, oldest first; raise `LedgerError`."""
    for epoch, seq, block, body in database.rows(_SEALED):
        yield SealedEntry(epoch, seq, bytes(block), _sale(body))


def _sale(body: bytes | None) -> Sale | Return | None:
    try:
        entry = read_entry(bytes(body)) if body is not None else None
    except msgspec.DecodeError:
        return None
    return entry if isinstance(entry, Sale | Return) else None
