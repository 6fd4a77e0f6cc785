"""What terminals will send: signed before the clock starts, so that the generator only writes."""

import secrets
from itertools import islice
from pathlib import Path

import msgspec

from bench.load.entries import sales
from bench.load.province import PROVINCE, Province
from wire import sign, topics
from wire.batch import MAX_BYTES, encode_batch


class Shipment(msgspec.Struct, frozen=True, array_like=True):
    """One message: a signed batch."""

    through: int
    """The last entry in it."""
    sales: int
    message: bytes


class Consignor(msgspec.Struct, frozen=True, array_like=True):
    """A terminal and what it sends, in order."""

    terminal: str
    certificate: str
    key: str
    topic: str
    receipts: str
    shipments: list[Shipment]


class Load(msgspec.Struct, frozen=True, array_like=True):
    """Everything that is sent in one measurement."""

    authority: str
    port: int
    consignors: list[Consignor]

    @property
    def messages(self) -> int:
        """How many messages there are."""
        return sum(len(consignor.shipments) for consignor in self.consignors)

    @property
    def sales(self) -> int:
        """How many sales there are."""
        return sum(sent.sales for consignor in self.consignors for sent in consignor.shipments)


def make_load(province: Province, *, terminals: int, sales_each: int, batch: int) -> Load:
    """Sign the sales of the first terminals, so many in a batch."""
    return Load(
        authority=str(province.authority),
        port=province.port,
        consignors=[
            _consignor(province, terminal, sales_each, batch)
            for terminal in province.terminals[:terminals]
        ],
    )


def save(load: Load, file: Path) -> None:
    """Write a load for a generator."""
    file.write_bytes(msgspec.msgpack.encode(load))


def read(file: Path) -> Load:
    """Read a load."""
    return msgspec.msgpack.decode(file.read_bytes(), type=Load)


def _consignor(province: Province, terminal: str, sales_each: int, batch: int) -> Consignor:
    papers, key = province.papers(terminal), province.signing_key(terminal)
    epoch = secrets.token_hex(16)
    bodies = list(islice(sales(terminal, epoch), sales_each))
    shipments = []
    for first in range(0, sales_each, batch):
        part = bodies[first : first + batch]
        if sum(map(len, part)) > MAX_BYTES:
            raise ValueError(f"{batch} sales are more than a batch holds")
        message = sign.sign(encode_batch(terminal, epoch, part), key, terminal, "quay-batch")
        shipments.append(Shipment(first + len(part), len(part), message))
    return Consignor(
        terminal=terminal,
        certificate=str(papers.certificate),
        key=str(papers.key),
        topic=topics.entries(PROVINCE, terminal),
        receipts=topics.receipt(PROVINCE, terminal),
        shipments=shipments,
    )
