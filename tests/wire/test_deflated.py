"""Batches as they go over a narrow line."""

import zlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.batch import MAX_INFLATED_BYTES, deflated, encode_batch, read_batch

BODIES = [b'{"v":1,"seq":%d,"lines":[{"drug":"SYN001","price_vnd":11000}]}' % n for n in range(9)]
PAYLOAD = encode_batch("Q33-0001", "0" * 32, BODIES)


def test_a_deflated_batch_says_the_same_in_the_same_bytes() -> None:
    assert len(deflated(PAYLOAD)) < len(PAYLOAD) / 2
    assert read_batch(deflated(PAYLOAD)) == read_batch(PAYLOAD)
    assert [bytes(entry) for entry in read_batch(deflated(PAYLOAD)).entries] == BODIES


def test_what_does_not_shrink_stays_as_it_is() -> None:
    assert deflated(b"{}") == b"{}"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x78\x9c",
        deflated(PAYLOAD)[:-1],
        deflated(PAYLOAD) + b"x",
        zlib.compress(b""),
        zlib.compress(b"\xff"),
        zlib.compress(b"[" * 200_000),
        zlib.compress(zlib.compress(PAYLOAD)),
        zlib.compress(PAYLOAD[:-1] + b" " * MAX_INFLATED_BYTES + b"}"),
    ],
)
def test_what_is_no_deflated_batch_is_one_kind_of_error(payload: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        read_batch(payload)


@given(st.binary(max_size=300))
def test_strangers_bytes_are_one_kind_of_error(payload: bytes) -> None:
    for each in (payload, zlib.compress(payload)):
        with pytest.raises(msgspec.DecodeError):
            read_batch(each)
