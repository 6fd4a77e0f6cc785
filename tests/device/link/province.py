"""A model of the province's server: it keeps entries by number and answers with receipts."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tests.device.ledger.books import AT, TERMINAL
from wire.batch import Batch, read_batch
from wire.chain import entry_hash, origin
from wire.entry import read_head
from wire.receipt import Receipt, Rejected, Span, encode_receipt
from wire.sign import sign, verify

TERMINAL_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SERVER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


@dataclass
class Shelf:
    """What the province has of one epoch."""

    epoch: str
    kept: dict[int, bytes] = field(default_factory=dict)
    rejected: dict[int, str] = field(default_factory=dict)

    @property
    def through(self) -> int:
        seq = 0
        while seq + 1 in self.kept or seq + 1 in self.rejected:
            seq += 1
        return seq

    def hash_of(self, seq: int) -> str:
        if seq == 0:
            return origin(TERMINAL, self.epoch)
        return self.rejected.get(seq) or entry_hash(self.kept[seq])

    def spans(self, seqs: list[int]) -> tuple[Span, ...]:
        """Return the runs behind the gap that hold any of these numbers."""
        found = set()
        for seq in seqs:
            if seq <= self.through or seq not in self.kept:
                continue
            first = last = seq
            while first - 1 in self.kept:
                first -= 1
            while last + 1 in self.kept:
                last += 1
            found.add((first, last))
        return tuple(
            Span(first=first, last=last, head=self.hash_of(last)) for first, last in sorted(found)
        )


@dataclass
class Province:
    """One terminal's entries, as the server has them."""

    terminal_key: Ed25519PublicKey = field(default_factory=TERMINAL_KEY.public_key)
    shelves: dict[str, Shelf] = field(default_factory=dict)
    refuses: frozenset[int] = frozenset()
    """Numbers that are set aside instead of stored."""
    reason: str = "model"
    """Why they are."""
    names_others: frozenset[int] = frozenset()
    """Numbers that are set aside under a hash that is not the entry's."""
    swallows: frozenset[int] = frozenset()
    """A batch with one of these numbers is never answered."""
    batches: list[tuple[str, list[int]]] = field(default_factory=list)
    sealed: dict[int, bytes] = field(default_factory=dict)

    @property
    def kept(self) -> dict[int, bytes]:
        """Every entry, where there is one epoch."""
        return {seq: body for shelf in self.shelves.values() for seq, body in shelf.kept.items()}

    @property
    def rejected(self) -> dict[int, str]:
        return {s: sha for shelf in self.shelves.values() for s, sha in shelf.rejected.items()}

    def read(self, message: bytes) -> Batch:
        """Return what a batch says, verified."""
        batch = read_batch(verify(message, self.terminal_key, TERMINAL, "quay-batch"))
        assert batch.terminal == TERMINAL
        return batch

    def answer(self, message: bytes) -> bytes | None:
        """Store what a batch brings and return the receipt; None where nothing comes back."""
        numbers = {read_head(bytes(raw)).seq for raw in self.read(message).entries}
        if self.swallows & numbers:
            self.batches.append((self.read(message).epoch, sorted(numbers)))
            return None
        return self.take(message)

    def take(self, message: bytes) -> bytes:
        """Store what a batch brings and return the receipt."""
        batch = self.read(message)
        shelf = self.shelves.setdefault(batch.epoch, Shelf(batch.epoch))
        bodies = {read_head(bytes(raw)).seq: bytes(raw) for raw in batch.entries}
        self.batches.append((batch.epoch, list(bodies)))
        self.sealed.update(batch.sealed or {})
        for seq, body in bodies.items():
            if seq in self.refuses:
                shelf.rejected[seq] = entry_hash(body)
            elif seq in self.names_others:
                shelf.rejected[seq] = "0" * 64
            else:
                assert shelf.kept.setdefault(seq, body) == body
        return self.receipt(batch.epoch, list(bodies))

    def receipt(self, epoch: str, seqs: list[int] | None = None) -> bytes:
        """Say again what is stored."""
        shelf = self.shelves.setdefault(epoch, Shelf(epoch))
        through = shelf.through
        return signed(
            Receipt(
                terminal=TERMINAL,
                epoch=epoch,
                through=through,
                head=shelf.hash_of(through),
                beyond=shelf.spans(seqs or []),
                rejected=tuple(
                    Rejected(seq=seq, sha256=sha256, reason=self.reason)
                    for seq, sha256 in shelf.rejected.items()
                    if seq <= through
                ),
                at=AT,
            )
        )


def signed(receipt: Receipt, key: Ed25519PrivateKey = SERVER_KEY, signer: str = "server") -> bytes:
    return sign(encode_receipt(receipt), key, signer, "quay-receipt")
