"""The hash chain: each entry carries the SHA-256 of the one before it."""

from collections.abc import Iterable
from hashlib import sha256

import msgspec

from wire.entry import Head, read_head


class ChainBrokenError(ValueError):
    """An entry does not continue the entry before it, or is none any more."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"entry {seq} does not continue the entry before it")
        self.seq = seq


def entry_hash(body: bytes) -> str:
    """Return the SHA-256 of an entry's stored bytes, as 64 hexadecimal digits."""
    return sha256(body).hexdigest()


def origin(terminal: str, epoch: str) -> str:
    """Return what the first entry of an epoch carries as the hash before it."""
    return sha256(f"quay/v1/origin/{terminal}/{epoch}".encode()).hexdigest()


def verify_chain(bodies: Iterable[bytes], terminal: str, epoch: str) -> str:
    """Check a whole epoch from its first entry and return the last hash.

    Raises `ChainBrokenError` with the first sequence number that does not fit.
    """
    before = origin(terminal, epoch)
    for seq, body in enumerate(bodies, start=1):
        head = _read(body, seq)
        if (head.seq, head.prev, head.terminal, head.epoch) != (seq, before, terminal, epoch):
            raise ChainBrokenError(seq)
        before = entry_hash(body)
    return before


def _read(body: bytes, seq: int) -> Head:
    try:
        return read_head(body)
    except msgspec.DecodeError as error:
        raise ChainBrokenError(seq) from error
