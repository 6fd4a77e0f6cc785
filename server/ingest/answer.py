"""Answering: the signed receipt for each ledger that was touched."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import UNSET

from server.ingest import jws
from server.ingest.message import Letter
from server.ingest.standing import Standing
from wire import topics
from wire.receipt import Receipt, Rejected, encode_receipt

SIGNER = "server"


def answer(standing: Standing, key: Ed25519PrivateKey, now: datetime) -> Letter:
    """Return the receipt that says where a ledger stands. Only after the commit."""
    receipt = Receipt(
        terminal=standing.terminal,
        epoch=standing.epoch,
        through=standing.through,
        head=standing.head,
        beyond=standing.beyond or UNSET,
        rejected=tuple(
            Rejected(seq=found.seq, sha256=found.sha256, reason=found.reason)
            for found in standing.rejected
        ),
        at=now,
    )
    return Letter(
        topic=topics.receipt(standing.province, standing.terminal),
        payload=jws.sign(encode_receipt(receipt), key, SIGNER, "quay-receipt"),
    )
