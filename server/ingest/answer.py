"""Answering: the signed receipt for each ledger that was touched."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ingest.message import Letter
from server.ingest.record import Standing
from wire import sign, topics
from wire.receipt import Receipt, Rejected, encode_receipt

SIGNER = "server"


def answer(standing: Standing, key: Ed25519PrivateKey, now: datetime) -> Letter:
    """Return the receipt that says where a ledger stands. Only after the commit."""
    receipt = Receipt(
        terminal=standing.terminal,
        epoch=standing.epoch,
        through=standing.through,
        head=standing.head,
        rejected=tuple(
            Rejected(seq=found.seq, sha256=found.sha256, reason=found.reason)
            for found in standing.rejected
        ),
        at=now,
    )
    return Letter(
        topic=topics.receipt(standing.province, standing.terminal),
        payload=sign.sign(encode_receipt(receipt), key, SIGNER, "quay-receipt"),
    )
