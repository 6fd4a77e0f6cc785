"""Reading MQTT, whatever comes and however it is cut."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.ingest import mqtt
from server.ingest.mqtt import (
    ConnectAnswer,
    Packet,
    PingAnswer,
    ProtocolError,
    Publication,
    Reader,
    SubscribeAnswer,
)


def published(topic: bytes, payload: bytes, packet_id: int = 0, flags: int = 0) -> bytes:
    number = packet_id.to_bytes(2) if packet_id else b""
    body = len(topic).to_bytes(2) + topic + number + payload
    return bytes([0x30 | flags]) + length(len(body)) + body


def length(size: int) -> bytes:
    digits = []
    while True:
        size, digit = divmod(size, 128)
        digits.append(digit | (0x80 if size else 0))
        if not size:
            return bytes(digits)


def read(*pieces: bytes, kept_bytes: int = mqtt.KEPT_BYTES) -> list[Packet]:
    reader = Reader(kept_bytes=kept_bytes)
    return [packet for piece in pieces for packet in reader.feed(piece)]


def test_what_we_send_is_what_the_standard_says() -> None:
    assert mqtt.connect("ingest", keepalive_seconds=30).hex(" ") == (
        "10 12 00 04 4d 51 54 54 04 00 00 1e 00 06 69 6e 67 65 73 74"
    )
    assert mqtt.subscribe(1, ["a/+", "b"]).hex(" ") == ("82 0c 00 01 00 03 61 2f 2b 01 00 01 62 01")
    assert mqtt.publish("t", b"xy").hex(" ") == "30 05 00 01 74 78 79"
    assert mqtt.acknowledge(0x1234).hex(" ") == "40 02 12 34"
    assert mqtt.publish("t", b"x" * 200)[:3].hex(" ") == "30 cb 01"


def test_every_packet_that_may_come_is_read() -> None:
    assert read(b"\x20\x02\x00\x05", b"\x90\x04\x00\x01\x01\x80", b"\xd0\x00") == [
        ConnectAnswer(5),
        SubscribeAnswer((1, 128)),
        PingAnswer(),
    ]
    assert read(published(b"a/b", b"hello", 7, flags=0x0B)) == [Publication(b"a/b", 7, b"hello")]
    assert read(published(b"a", b"")) == [Publication(b"a", 0, b"")]


@pytest.mark.parametrize(
    "wrong",
    [
        b"\x00\x00",
        b"\xff" * 8,
        b"\x30\x80\x80\x80\x80\x01",
        b"\x30\x00",
        b"\x30\x02\x00\x05",
        b"\x32\x03\x00\x01a",
        b"\x32\x05\x00\x01a\x00\x00",
        b"\x34\x05\x00\x01a\x00\x01",
        b"\x36\x05\x00\x01a\x00\x01",
        b"\x38\x03\x00\x01a",
        b"\x30\x02\x00\x00",
        b"\x20\x01\x00",
        b"\x21\x02\x00\x00",
        b"\x90\x02\x00\x01",
        b"\xd0\x01\x00",
        b"\x40\x02\x00\x01",
        b"\x10\x00",
        b"\xe0\x00",
    ],
)
def test_what_has_no_place_here_is_an_error_and_nothing_else(wrong: bytes) -> None:
    with pytest.raises(ProtocolError):
        read(wrong)


packets = st.lists(
    st.tuples(
        st.binary(min_size=1, max_size=40),
        st.binary(max_size=300),
        st.integers(0, 65535),
        st.sampled_from([0, 1, 8, 9]),
    ),
    max_size=8,
)


@given(sent=packets, cuts=st.lists(st.integers(0, 3000), max_size=12))
def test_however_the_bytes_are_cut_the_packets_are_the_same(
    sent: list[tuple[bytes, bytes, int, int]], cuts: list[int]
) -> None:
    whole = b"".join(
        published(topic, payload, packet_id, (flags | 2) if packet_id else flags & 1)
        for topic, payload, packet_id, flags in sent
    )
    edges = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    pieces = [whole[first:last] for first, last in pairwise(edges)]
    expected = [Publication(topic, packet_id, payload) for topic, payload, packet_id, _ in sent]
    assert read(*pieces) == expected


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_no_bytes_whatever_raise_anything_but_a_protocol_error(pieces: list[bytes]) -> None:
    with suppress(ProtocolError):
        read(*pieces)


@given(size=st.integers(0, 4000), step=st.integers(1, 500))
def test_of_a_packet_that_is_too_large_the_beginning_is_kept_and_no_more(
    size: int, step: int
) -> None:
    whole = published(b"t", b"x" * size, 9, 2) + published(b"next", b"!")
    reader, found, most = Reader(kept_bytes=1000), list[Packet](), 0
    for first in range(0, len(whole), step):
        found += reader.feed(whole[first : first + step])
        most = max(most, len(reader._rest))
    assert found == [Publication(b"t", 9, b"x" * min(size, 995)), Publication(b"next", 0, b"!")]
    assert most <= 1000 + 5


def test_a_publication_shows_nothing_of_its_payload() -> None:
    assert "secret" not in repr(Publication(b"t", 1, b"secret"))
