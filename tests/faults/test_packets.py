"""MQTT packets survive being taken apart."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.faults.packets import PUBLISH, Packet, Publish, puback, read_packet, read_publish


def through_a_reader(data: bytes) -> Packet:
    async def read() -> Packet:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        return await read_packet(reader)

    return asyncio.run(read())


@given(
    payload=st.binary(max_size=70_000),
    qos=st.sampled_from([0, 1]),
    number=st.integers(1, 65_535),
)
def test_a_publish_comes_out_as_it_went_in(payload: bytes, qos: int, number: int) -> None:
    message = Publish(
        first=PUBLISH << 4 | qos << 1,
        topic=b"quay/v1/33/48/Q33-0001/entries",
        number=number if qos else 0,
        payload=payload,
    )
    assert read_publish(through_a_reader(message.encode())) == message


def test_a_known_publish_is_read() -> None:
    # MQTT 3.1.1, section 3.3: QoS 1, topic "a/b", packet identifier 10, payload "hi".
    message = read_publish(through_a_reader(b"\x32\x09\x00\x03a/b\x00\x0ahi"))
    assert (message.topic, message.qos, message.number) == (b"a/b", 1, 10)
    assert message.payload == b"hi"


def test_what_is_sent_again_under_another_number_is_no_duplicate_to_mqtt() -> None:
    message = Publish(first=0x3A, topic=b"a", number=1, payload=b"x").numbered(60_000)
    assert (message.first, message.number) == (0x32, 60_000)


def test_an_acknowledgement_names_its_message() -> None:
    assert puback(258) == b"\x40\x02\x01\x02"
    assert through_a_reader(puback(258)).number == 258


def test_half_a_packet_is_none() -> None:
    with pytest.raises(asyncio.IncompleteReadError):
        through_a_reader(b"\x32\x09\x00\x03a/")
