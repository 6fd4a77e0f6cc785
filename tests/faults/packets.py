"""Packets of MQTT 3.1.1 as they stand on the wire (OASIS standard, sections 2.2, 3.3 and 3.4)."""

import asyncio
from dataclasses import dataclass, replace

PUBLISH, PUBACK = 3, 4
_QOS = 0x06
_DUPLICATE = 0x08


@dataclass(frozen=True, slots=True)
class Packet:
    """Any packet."""

    first: int
    body: bytes

    @property
    def kind(self) -> int:
        return self.first >> 4

    @property
    def number(self) -> int:
        """Packet identifier of a PUBACK."""
        return int.from_bytes(self.body[:2])

    def encode(self) -> bytes:
        return bytes([self.first]) + _length(len(self.body)) + self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """A PUBLISH taken apart."""

    first: int
    topic: bytes
    number: int
    """Packet identifier; 0 at QoS 0."""
    payload: bytes

    @property
    def qos(self) -> int:
        return (self.first & _QOS) >> 1

    def numbered(self, number: int) -> "Publish":
        """Return the same message under another packet identifier, as if it were the first."""
        return replace(self, number=number, first=self.first & ~_DUPLICATE)

    def encode(self) -> bytes:
        number = self.number.to_bytes(2) if self.qos else b""
        body = len(self.topic).to_bytes(2) + self.topic + number + self.payload
        return Packet(self.first, body).encode()


def read_publish(packet: Packet) -> Publish:
    end = 2 + int.from_bytes(packet.body[:2])
    has_number = bool(packet.first & _QOS)
    return Publish(
        first=packet.first,
        topic=packet.body[2:end],
        number=int.from_bytes(packet.body[end : end + 2]) if has_number else 0,
        payload=packet.body[end + 2 * has_number :],
    )


def puback(number: int) -> bytes:
    return Packet(PUBACK << 4, number.to_bytes(2)).encode()


async def read_packet(reader: asyncio.StreamReader) -> Packet:
    """Read a packet; raise `asyncio.IncompleteReadError` at the end."""
    (first,) = await reader.readexactly(1)
    length, shift = 0, 0
    while True:
        (digit,) = await reader.readexactly(1)
        length |= (digit & 0x7F) << shift
        shift += 7
        if not digit & 0x80:
            return Packet(first, await reader.readexactly(length))


def _length(count: int) -> bytes:
    digits = bytearray()
    while True:
        count, digit = count >> 7, count & 0x7F
        digits.append(digit | (0x80 if count else 0))
        if not count:
            return bytes(digits)
