import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.load import mqtt


@given(
    messages=st.lists(st.binary(max_size=300), min_size=1, max_size=5),
    cuts=st.lists(st.integers(1, 400)),
)
def test_packets_come_out_as_they_went_in_however_they_are_cut(
    messages: list[bytes], cuts: list[int]
) -> None:
    stream = b"".join(mqtt.publish("a/b", payload, n) for n, payload in enumerate(messages))
    buffer, found, at = bytearray(), [], 0
    for size in (*cuts, len(stream)):
        buffer += stream[at : at + size]
        at += size
        found += list(mqtt.take(buffer))
    assert not buffer
    assert [mqtt.taken_apart(packet) for packet in found] == [
        (b"a/b", (n + 1).to_bytes(2, "big"), payload) for n, payload in enumerate(messages)
    ]


def test_a_long_packet_has_its_length_in_several_bytes() -> None:
    packet = mqtt.publish("t", bytes(100_000), 0)
    assert packet[0] == 0x32
    assert [one.body for one in mqtt.take(bytearray(packet))] == [packet[4:]]


def test_packet_numbers_never_become_nought() -> None:
    for number in (0, 65_534, 65_535, 131_070):
        packet = next(mqtt.take(bytearray(mqtt.publish("t", b"", number))))
        assert mqtt.taken_apart(packet)[1] != b"\0\0"


def test_what_is_no_length_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        list(mqtt.take(bytearray(b"\x30\xff\xff\xff\xff\xff")))
