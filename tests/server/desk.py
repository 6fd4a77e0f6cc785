"""The recorder with its inbox laid open: messages go in, receipts and acknowledgements come out."""

from collections.abc import Sequence
from threading import Event

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ingest.desk import Desk as ServerDesk
from server.ingest.inbox import Inbox
from server.ingest.message import Letter
from server.ingest.recorder import Recorder
from tests.server.outlet import PROVINCE, Acknowledged, Outlet
from wire import sign
from wire.receipt import Receipt, read_receipt


class Desk:
    def __init__(self, *, keeps_sealed: bool = False) -> None:
        self.dropped: dict[str, int] = {}
        self.key = Ed25519PrivateKey.generate()
        self.stop = Event()
        self.letters: list[Letter] = []
        self.acknowledged = Acknowledged()
        self.desk = ServerDesk(province=PROVINCE, key=self.key, keeps_sealed=keeps_sealed)
        self.recorder = Recorder(
            inbox=Inbox(),
            clerk=self.desk,
            send=self.letters.append,
            stop=self.stop,
            dropped=lambda: self.dropped,
        )

    def receive(self, topic: str, *payloads: bytes) -> list[Receipt]:
        """Record messages together and return the receipts, verified."""
        before = len(self.letters)
        self.recorder.see_through(
            [self.acknowledged.message(topic, payload) for payload in payloads]
        )
        return [self.read(letter) for letter in self.letters[before:]]

    def read(self, letter: Letter) -> Receipt:
        return read_receipt(
            sign.verify(letter.payload, self.key.public_key(), "server", "quay-receipt")
        )

    def receive_batch(self, outlet: Outlet, bodies: Sequence[bytes]) -> Receipt:
        """Record one batch and return its receipt."""
        (receipt,) = self.receive(outlet.entries_topic, outlet.batch(list(bodies)))
        return receipt
