"""A terminal made of nothing but its key and its ledger: what tests send from."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import UNSET

from server.ingest.message import Message
from wire import sign, topics
from wire.batch import encode_batch
from wire.chain import entry_hash, origin
from wire.entry import encode
from wire.registration import Registration
from wire.sale import Line, Sale
from wire.status import EpochMark, Status, encode_status

PROVINCE = "33"
NOW = datetime(2026, 11, 23, 3, 41, tzinfo=UTC)
PRESCRIPTION = "01234ab12cd3-c"


@dataclass(kw_only=True)
class Outlet:
    id: str = "Q33-0001"
    province: str = PROVINCE
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate, repr=False)
    epoch: str = field(default_factory=lambda: secrets.token_hex(16))
    bodies: list[bytes] = field(default_factory=list, repr=False)

    @property
    def registration(self) -> Registration:
        pem = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return Registration(
            terminal=self.id,
            province=self.province,
            outlet="Quầy thuốc Thử Nghiệm",
            commune="Xã Mẫu",
            signing_key=pem.decode(),
            enrolled_at=NOW,
        )

    @property
    def hashes(self) -> list[str]:
        return [entry_hash(body) for body in self.bodies]

    @property
    def head(self) -> str:
        return self.hashes[-1] if self.bodies else origin(self.id, self.epoch)

    def sell(self, count: int = 1, *, at: datetime = NOW, prescription: str | None = None) -> None:
        """Write sales into the ledger."""
        for _ in range(count):
            seq = len(self.bodies) + 1
            self.bodies.append(self.sale(seq, self.head, at=at, prescription=prescription))

    def sale(
        self,
        seq: int,
        prev: str,
        *,
        at: datetime = NOW,
        prescription: str | None = None,
        quantity: int = 2,
    ) -> bytes:
        """Return a sale's bytes, wherever it may belong."""
        line = Line(
            drug="VD-12345-24",
            batch="2406A",
            expiry=date(2027, 6, 30),
            quantity=quantity,
            unit="vỉ",
            price_vnd=12_500,
        )
        sale = Sale(
            terminal=self.id,
            epoch=self.epoch,
            seq=seq,
            prev=prev,
            at=at + timedelta(seconds=seq),
            staff="4071",
            lines=(line,),
            total_vnd=line.amount_vnd,
            prescription=prescription,
        )
        return encode(sale)

    def write(self, kind: str, *, v: int = 1, at: datetime = NOW, **fields: object) -> bytes:
        """Write an entry of any kind into the ledger, with whatever fields, and return it."""
        head = {
            "v": v,
            "kind": kind,
            "terminal": self.id,
            "epoch": self.epoch,
            "seq": len(self.bodies) + 1,
            "prev": self.head,
            "at": at,
        }
        self.bodies.append(msgspec.json.encode(head | fields))
        return self.bodies[-1]

    def batch(self, bodies: list[bytes], sealed: dict[int, bytes] | None = None) -> bytes:
        """Return a signed batch of these entries."""
        return self.signed(encode_batch(self.id, self.epoch, bodies, sealed))

    def signed(self, payload: bytes, typ: sign.MessageType = "quay-batch") -> bytes:
        return sign.sign(payload, self.key, self.id, typ)

    def status(self, *, unsent: int = 0, marks: tuple[EpochMark, ...] = ()) -> bytes:
        """Return a signed status, by a clock that is right: it is compared with the server's."""
        said = Status(
            terminal=self.id,
            epoch=self.epoch,
            at=datetime.now(UTC),
            last_seq=len(self.bodies),
            unsent=unsent,
            software="0.1.0",
            marks=marks or UNSET,
        )
        return self.signed(encode_status(said), "quay-status")

    @property
    def entries_topic(self) -> str:
        return topics.entries(self.province, self.id)

    @property
    def status_topic(self) -> str:
        return topics.status(self.province, self.id)

    @property
    def receipt_topic(self) -> str:
        return topics.receipt(self.province, self.id)


@dataclass
class Acknowledged:
    """Counts what was acknowledged."""

    times: int = 0

    def message(self, topic: str, payload: bytes) -> Message:
        return Message(topic=topic, payload=payload, acknowledge=self._count)

    def _count(self) -> None:
        self.times += 1
