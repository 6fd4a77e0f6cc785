"""What goes out to a terminal."""

from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ingest import jws
from wire import topics
from wire.asking import Answer


class Letter(NamedTuple):
    """Something to send."""

    topic: str
    payload: bytes


class Pen:
    """Signs answers to terminals of one province. Any number of threads may write with it."""

    def __init__(self, *, province: str, key: Ed25519PrivateKey) -> None:
        self.province, self._key = province, key

    def write(self, answer: Answer) -> Letter:
        """Return an answer as it is sent."""
        payload = jws.sign(msgspec.json.encode(answer), self._key, "server", "quay-answer")
        return Letter(topics.answer(self.province, answer.terminal), payload)
