"""Sealed blocks that came with a batch: kept only with the entry that names their hash."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from server.ingest.judge import Judge
from server.ingest.portions import Portion
from server.store.sealed import Block


def wanted_blocks(portions: Sequence[Portion], judges: Sequence[Judge]) -> Iterable[Block]:
    """Return the blocks of entries that are stored, where the entry's hash is theirs."""
    for portion, judge in zip(portions, judges, strict=True):
        yield from _of_one(portion, judge)


def _of_one(portion: Portion, judge: Judge) -> Iterator[Block]:
    for seq, block in portion.sealed.items():
        claim = judge.stored.get(seq)
        if claim and claim.sealed_sha256 == sha256(block).hexdigest():
            yield Block(*portion.ledger, seq, block)
