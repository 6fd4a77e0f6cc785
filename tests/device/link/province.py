"""A model of the province's server: it keeps entries by number and answers with receipts."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tests.device.ledger.books import AT, TERMINAL
from wire.batch import read_batch
from wire.chain import entry_hash, origin
from wire.entry import read_head
from wire.receipt import Receipt, Rejected, encode_receipt
from wire.sign import sign, verify

TERMINAL_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SERVER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


@dataclass
class Province:
    """One terminal's entries, as the server has them."""

    epoch: str
    terminal_key: Ed25519PublicKey = field(default_factory=TERMINAL_KEY.public_key)
    kept: dict[int, bytes] = field(default_factory=dict)
    refuses: frozenset[int] = frozenset()
    """Numbers that are set aside instead of stored."""
    rejected: dict[int, str] = field(default_factory=dict)
    batches: list[list[int]] = field(default_factory=list)

    def take(self, message: bytes) -> bytes:
        """Store what a batch brings and return the receipt."""
        batch = read_batch(verify(message, self.terminal_key, TERMINAL, "quay-batch"))
        assert (batch.terminal, batch.epoch) == (TERMINAL, self.epoch)
        bodies = {read_head(bytes(raw)).seq: bytes(raw) for raw in batch.entries}
        self.batches.append(list(bodies))
        for seq, body in bodies.items():
            if seq in self.refuses:
                self.rejected[seq] = entry_hash(body)
            else:
                assert self.kept.setdefault(seq, body) == body
        return self.receipt()

    @property
    def through(self) -> int:
        seq = 0
        while seq + 1 in self.kept or seq + 1 in self.rejected:
            seq += 1
        return seq

    def receipt(self) -> bytes:
        """Say again what is stored."""
        through = self.through
        head = origin(TERMINAL, self.epoch)
        if through:
            head = self.rejected.get(through) or entry_hash(self.kept[through])
        return signed(
            Receipt(
                terminal=TERMINAL,
                epoch=self.epoch,
                through=through,
                head=head,
                rejected=tuple(
                    Rejected(seq=seq, sha256=sha256, reason="model")
                    for seq, sha256 in self.rejected.items()
                    if seq <= through
                ),
                at=AT,
            )
        )


def signed(receipt: Receipt, key: Ed25519PrivateKey = SERVER_KEY, signer: str = "server") -> bytes:
    return sign(encode_receipt(receipt), key, signer, "quay-receipt")
