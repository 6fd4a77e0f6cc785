"""The fast reader and writer of signed messages agrees with the one of `wire`."""

import base64

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from server.ingest import jws
from wire import sign

KEY = Ed25519PrivateKey.generate()
OTHER = Ed25519PrivateKey.generate()


def opened(message: bytes, *keys: Ed25519PrivateKey, signer: str = "Q33-0001") -> bytes:
    """Open a message as ingest does: the signer is compared before the signature."""
    signed = jws.take_apart(message)
    if signed.header.kid != signer:
        raise sign.SignatureError("another signer")
    return jws.payload_of(signed, [key.public_key() for key in keys or (KEY,)], "quay-batch")


def part(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


@given(st.binary(max_size=400))
def test_what_one_signs_the_other_opens(payload: bytes) -> None:
    ours = jws.sign(payload, KEY, "Q33-0001", "quay-batch")
    theirs = sign.sign(payload, KEY, "Q33-0001", "quay-batch")
    assert sign.verify(ours, KEY.public_key(), "Q33-0001", "quay-batch") == payload
    assert opened(theirs) == payload
    assert ours == theirs


@given(payload=st.binary(max_size=60), at=st.integers(0, 400), to=st.integers(0, 255))
def test_a_changed_message_is_believed_by_both_or_by_neither(
    payload: bytes, at: int, to: int
) -> None:
    message = bytearray(sign.sign(payload, KEY, "Q33-0001", "quay-batch"))
    message[at % len(message)] = to

    def outcome(open_: object) -> object:
        try:
            return open_() if callable(open_) else None
        except sign.SignatureError:
            return "refused"

    changed = bytes(message)
    ours = outcome(lambda: opened(changed))
    theirs = outcome(lambda: sign.verify(changed, KEY.public_key(), "Q33-0001", "quay-batch"))
    assert ours in {theirs, "refused"}
    if changed == sign.sign(payload, KEY, "Q33-0001", "quay-batch"):
        assert ours == payload


@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise_anything_but_a_signature_error(message: bytes) -> None:
    with pytest.raises(sign.SignatureError):
        opened(message)


def test_any_of_the_keys_may_have_signed_and_no_other() -> None:
    message = jws.sign(b"{}", KEY, "Q33-0001", "quay-batch")
    assert opened(message, OTHER, KEY) == b"{}"
    with pytest.raises(sign.SignatureError):
        opened(message, OTHER)


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "EdDSA"},
        {"alg": "HS256"},
        {"typ": "quay-receipt"},
        {"typ": None},
        {"crit": ["exp"]},
        {"crit": []},
        {"b64": False},
        {"kid": 7},
        {"kid": None},
    ],
)
def test_a_header_that_is_not_ours_is_refused_though_the_signature_holds(
    change: dict[str, object],
) -> None:
    header: dict[str, object] = {"alg": "Ed25519", "kid": "Q33-0001", "typ": "quay-batch"}
    header = {name: value for name, value in (header | change).items() if value is not None}
    signed = part(msgspec.json.encode(header)) + b"." + part(b"{}")
    message = signed + b"." + part(KEY.sign(signed))
    with pytest.raises(sign.SignatureError):
        opened(message)


def test_other_fields_of_a_header_mean_nothing() -> None:
    header = {"alg": "Ed25519", "kid": "Q33-0001", "typ": "quay-batch", "jku": "http://x"}
    signed = part(msgspec.json.encode(header)) + b"." + part(b"{}")
    assert opened(signed + b"." + part(KEY.sign(signed))) == b"{}"


@pytest.mark.parametrize("bad", [b"=", b"+", b"/", b" ", b"\n", b"\x00", b"!", b"\xff"])
def test_base64_is_taken_strictly(bad: bytes) -> None:
    message = jws.sign(b"{}", KEY, "Q33-0001", "quay-batch")
    with pytest.raises(sign.SignatureError):
        opened(message + bad)
    head, payload, _signature = message.split(b".")
    signed = head + b"." + payload + bad
    with pytest.raises(sign.SignatureError):
        opened(signed + b"." + part(KEY.sign(signed)))
