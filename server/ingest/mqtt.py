"""MQTT 3.1.1 as far as ingest speaks it: packets into bytes and back (OASIS, 29 October 2014).

Comes in: CONNACK, SUBACK, PUBLISH (QoS 0 and 1), PINGRESP. Goes out: CONNECT, SUBSCRIBE,
PUBACK, PUBLISH at QoS 0, PINGREQ, DISCONNECT. Anything else is an error. No I/O here.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

KEPT_BYTES = 256 * 1024
"""Of a packet: what is beyond is read and thrown away, so that memory stays bounded."""

PINGREQ = b"\xc0\x00"
DISCONNECT = b"\xe0\x00"

_CONNACK, _PUBLISH, _SUBACK, _PINGRESP = 0x20, 0x30, 0x90, 0xD0
_DUP, _QOS, _QOS_1 = 0x08, 0x06, 0x02
_LARGEST_LENGTH_BYTES = 4
_SHORT = struct.Struct("!H")


class ProtocolError(ValueError):
    """The other side does not speak MQTT 3.1.1, or says what it may not say to us."""


class ConnectAnswer(NamedTuple):
    """CONNACK: 0 is yes."""

    code: int


class SubscribeAnswer(NamedTuple):
    """SUBACK: for each filter the QoS that was granted, or 128 for no."""

    granted: tuple[int, ...]


class Publication(NamedTuple):
    """PUBLISH."""

    topic: bytes
    packet_id: int
    """To be acknowledged; 0 if it came at QoS 0."""
    payload: bytes

    def __repr__(self) -> str:
        return f"Publication({self.topic!r}, {self.packet_id}, {len(self.payload)} bytes)"


class PingAnswer(NamedTuple):
    """PINGRESP."""


Packet = ConnectAnswer | SubscribeAnswer | Publication | PingAnswer


class Reader:
    """Takes bytes as they come and gives packets."""

    def __init__(self, *, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._rest = b""
        self._to_skip = 0

    def feed(self, data: bytes) -> Iterator[Packet]:
        """Yield the packets that are complete now; raise `ProtocolError`."""
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        data = self._rest + data if self._rest else data
        at, self._rest = 0, b""
        while at < len(data):
            found = _length(data, at)
            if found is None:
                break
            length, body = found
            kept = min(length, self._kept_bytes)
            if len(data) - body < kept:
                break
            yield _packet(data[at], data[body : body + kept])
            at = min(body + length, len(data))
            self._to_skip = body + length - at
        self._rest = data[at:]


def connect(client_id: str, *, keepalive_seconds: int) -> bytes:
    """Return CONNECT for a lasting session; who we are is in the certificate."""
    lasting = 0
    body = _text("MQTT") + bytes([4, lasting]) + _SHORT.pack(keepalive_seconds) + _text(client_id)
    return _framed(0x10, body)


def subscribe(packet_id: int, filters: Sequence[str]) -> bytes:
    """Return SUBSCRIBE, at QoS 1."""
    asked = b"".join(_text(one) + b"\x01" for one in filters)
    return _framed(0x82, _SHORT.pack(packet_id) + asked)


def publish(topic: str, payload: bytes) -> bytes:
    """Return PUBLISH at QoS 0."""
    return _framed(_PUBLISH, _text(topic) + payload)


def acknowledge(packet_id: int) -> bytes:
    """Return PUBACK."""
    return b"\x40\x02" + _SHORT.pack(packet_id)


def _length(data: bytes, at: int) -> tuple[int, int] | None:
    """Return a packet's remaining length and where that begins; None if there are too few bytes."""
    length = 0
    for index in range(_LARGEST_LENGTH_BYTES):
        place = at + 1 + index
        if place >= len(data):
            return None
        length |= (data[place] & 0x7F) << (7 * index)
        if data[place] < 0x80:  # noqa: PLR2004 (section 2.2.3: the last byte has no such bit)
            return length, place + 1
    raise ProtocolError("a length of more than four bytes")


def _packet(first: int, body: bytes) -> Packet:
    if first & 0xF0 == _PUBLISH:
        return _publication(first, body)
    if first == _CONNACK and len(body) == 2:  # noqa: PLR2004 (section 3.2)
        return ConnectAnswer(body[1])
    if first == _SUBACK and len(body) > 2:  # noqa: PLR2004 (section 3.9)
        return SubscribeAnswer(tuple(body[2:]))
    if first == _PINGRESP and not body:
        return PingAnswer()
    raise ProtocolError(f"a packet that has no place here: 0x{first:02x}, {len(body)} bytes")


def _publication(first: int, body: bytes) -> Publication:
    qos = first & _QOS
    if qos not in {0, _QOS_1} or (not qos and first & _DUP):
        raise ProtocolError(f"PUBLISH with flags 0x{first & 0x0F:x}")
    end_of_topic = 2 + (_SHORT.unpack_from(body)[0] if len(body) >= 2 else 0)  # noqa: PLR2004
    if len(body) < end_of_topic + (2 if qos else 0) or end_of_topic == 2:  # noqa: PLR2004
        raise ProtocolError("PUBLISH without a topic or a number")
    if not qos:
        return Publication(body[2:end_of_topic], 0, body[end_of_topic:])
    packet_id = _SHORT.unpack_from(body, end_of_topic)[0]
    if not packet_id:
        raise ProtocolError("PUBLISH with the number 0")
    return Publication(body[2:end_of_topic], packet_id, body[end_of_topic + 2 :])


def _framed(first: int, body: bytes) -> bytes:
    length, encoded = len(body), bytearray([first])
    while True:
        length, digit = divmod(length, 0x80)
        encoded.append(digit | 0x80 if length else digit)
        if not length:
            return bytes(encoded) + body


def _text(text: str) -> bytes:
    encoded = text.encode()
    return _SHORT.pack(len(encoded)) + encoded
