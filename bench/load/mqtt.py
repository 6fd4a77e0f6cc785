"""MQTT 3.1.1 as bytes: just what a load generator and a bare reader need (OASIS, 2014)."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

CONNACK, PUBLISH, PUBACK, SUBACK = 2, 3, 4, 9
_KEEPALIVE_SECONDS = 600
_CLEAN = 0x02
_QOS_1 = 0x32
_QOS_BITS = 0x06
_SEVEN_BITS, _MORE = 0x7F, 0x80
_LONGEST_LENGTH = 4
_NUMBERS = 65_535


class Packet(NamedTuple):
    """A packet that came."""

    kind: int
    flags: int
    body: bytes


def connect(client_id: str) -> bytes:
    """Ask for a clean session."""
    head = _text("MQTT") + struct.pack("!BBH", 4, _CLEAN, _KEEPALIVE_SECONDS)
    return _packet(0x10, head + _text(client_id))


def subscribe(topic: str) -> bytes:
    """Ask for a topic at QoS 1."""
    return _packet(0x82, struct.pack("!H", 1) + _text(topic) + b"\x01")


def publish(topic: str, payload: bytes, number: int) -> bytes:
    """Publish at QoS 1; `number` may be any, it is brought into range."""
    return _packet(_QOS_1, _text(topic) + struct.pack("!H", 1 + number % _NUMBERS) + payload)


def puback(number: bytes) -> bytes:
    """Acknowledge; the two bytes are the publisher's own."""
    return b"\x40\x02" + number


def take(buffer: bytearray) -> Iterator[Packet]:
    """Yield the whole packets at the buffer's beginning, and cut them off."""
    at = 0
    while (found := _length(buffer, at)) is not None:
        begin, end = found
        if end > len(buffer):
            break
        first = buffer[at]
        yield Packet(first >> 4, first & 0x0F, bytes(buffer[begin:end]))
        at = end
    del buffer[:at]


def taken_apart(packet: Packet) -> tuple[bytes, bytes, bytes]:
    """Return topic, packet number and payload of a PUBLISH; no number where it is at QoS 0."""
    length = int.from_bytes(packet.body[:2], "big") + 2
    if not packet.flags & _QOS_BITS:
        return packet.body[2:length], b"", packet.body[length:]
    return packet.body[2:length], packet.body[length : length + 2], packet.body[length + 2 :]


def _length(buffer: bytearray, at: int) -> tuple[int, int] | None:
    """Return where a packet's body begins and ends; None while its length has not come whole."""
    length = 0
    for place in range(_LONGEST_LENGTH):
        where = at + 1 + place
        if where >= len(buffer):
            return None
        length |= (buffer[where] & _SEVEN_BITS) << (7 * place)
        if not buffer[where] & _MORE:
            return where + 1, where + 1 + length
    raise ValueError("not a length of MQTT")


def _packet(first: int, body: bytes) -> bytes:
    length, left = bytearray(), len(body)
    while True:
        left, digit = left >> 7, left & _SEVEN_BITS
        length.append(digit | (_MORE if left else 0))
        if not left:
            return bytes([first]) + bytes(length) + body


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("!H", len(data)) + data
