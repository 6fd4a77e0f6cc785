import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import steady
from tests.wire.samples import EPOCH, TERMINAL
from wire.batch import MAX_BYTES, encode_batch, read_batch
from wire.sign import SignatureError, claimed_signer, sign, verify

KEY = Ed25519PrivateKey.generate()
OTHER_KEY = Ed25519PrivateKey.generate()
PAYLOAD = b'{"through":7}'
MESSAGE = sign(PAYLOAD, KEY, "server", "quay-receipt")


def b64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def made_by_hand(header: dict[str, object], payload: bytes = PAYLOAD) -> bytes:
    """Return a JWS with this header whose Ed25519 signature is right."""
    signed = b64(json.dumps(header).encode()) + b"." + b64(payload)
    return signed + b"." + b64(KEY.sign(signed))


def is_refused(message: bytes) -> bool:
    try:
        verify(message, KEY.public_key(), "server", "quay-receipt")
    except SignatureError:
        return True
    return False


@steady
@given(st.binary(max_size=2000))
def test_a_signed_payload_comes_back_to_the_byte(payload: bytes) -> None:
    message = sign(payload, KEY, TERMINAL, "quay-batch")
    assert verify(message, KEY.public_key(), TERMINAL, "quay-batch") == payload
    assert claimed_signer(message) == TERMINAL


def test_the_message_is_a_compact_jws() -> None:
    header, payload, signature = MESSAGE.split(b".")
    assert json.loads(base64.urlsafe_b64decode(header + b"==")) == {
        "alg": "Ed25519",
        "kid": "server",
        "typ": "quay-receipt",
    }
    assert payload == b64(PAYLOAD)
    KEY.public_key().verify(base64.urlsafe_b64decode(signature + b"=="), header + b"." + payload)


def test_another_key_another_signer_and_another_kind_are_refused() -> None:
    assert not is_refused(MESSAGE)
    assert is_refused(sign(PAYLOAD, OTHER_KEY, "server", "quay-receipt"))
    assert is_refused(sign(PAYLOAD, KEY, TERMINAL, "quay-receipt"))
    assert is_refused(sign(PAYLOAD, KEY, "server", "quay-batch"))
    assert is_refused(sign(PAYLOAD, KEY, "server", "quay-status"))


@pytest.mark.parametrize(
    "algorithm", ["none", "EdDSA", "HS256", "ES256", "ed25519", "", None, 7, []]
)
def test_no_other_algorithm_is_accepted(algorithm: object) -> None:
    assert not is_refused(made_by_hand({"alg": "Ed25519", "kid": "server", "typ": "quay-receipt"}))
    assert is_refused(made_by_hand({"alg": algorithm, "kid": "server", "typ": "quay-receipt"}))


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "Ed25519", "typ": "quay-receipt"},
        {"alg": "Ed25519", "kid": "server"},
        {"kid": "server", "typ": "quay-receipt"},
        {"alg": "Ed25519", "kid": ["server"], "typ": "quay-receipt"},
        {"alg": "Ed25519", "kid": "server", "typ": "quay-receipt", "crit": ["exp"], "exp": 1},
        {"alg": "Ed25519", "kid": "SERVER", "typ": "quay-receipt"},
        {},
    ],
)
def test_a_header_that_lacks_something_or_wants_more_is_refused(header: dict[str, object]) -> None:
    assert is_refused(made_by_hand(header))


def test_an_unsigned_message_is_refused() -> None:
    header, payload, _signature = MESSAGE.split(b".")
    unsigned = b64(b'{"alg":"none","kid":"server","typ":"quay-receipt"}')
    assert is_refused(header + b"." + payload + b".")
    assert is_refused(unsigned + b"." + payload + b".")


@steady
@given(st.data())
def test_no_byte_of_a_message_can_be_changed(data: st.DataObject) -> None:
    where = data.draw(st.integers(0, len(MESSAGE) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda byte: byte != MESSAGE[where]))
    changed = bytearray(MESSAGE)
    changed[where] = value
    try:
        payload = verify(bytes(changed), KEY.public_key(), "server", "quay-receipt")
    except SignatureError:
        return
    # The last letter of base64 holds bits that mean nothing; then nothing was changed.
    assert payload == PAYLOAD
    assert where == len(MESSAGE) - 1


@steady
@given(
    st.binary(max_size=200)
    | st.lists(st.binary(max_size=40).map(b64), min_size=3, max_size=3).map(b".".join)
)
def test_garbage_is_refused_by_one_error(garbage: bytes) -> None:
    assert is_refused(garbage)
    with pytest.raises(SignatureError):
        claimed_signer(garbage)


@pytest.mark.parametrize("header", [b"[]", b"7", b"null", b'"x"', b"[" * 90_000, b"\xff", b""])
def test_a_header_that_is_no_object_is_refused(header: bytes) -> None:
    message = b64(header) + b"." + b64(PAYLOAD) + b"." + b64(b"x" * 64)
    assert is_refused(message)
    with pytest.raises(SignatureError):
        claimed_signer(message)


def test_the_largest_batch_can_be_signed_and_verified() -> None:
    body = json.dumps({"x": "y" * 1000}).encode()
    bodies = [body] * (MAX_BYTES // len(body))
    payload = encode_batch(TERMINAL, EPOCH, bodies)
    message = sign(payload, KEY, TERMINAL, "quay-batch")
    assert claimed_signer(message) == TERMINAL
    assert len(
        read_batch(verify(message, KEY.public_key(), TERMINAL, "quay-batch")).entries
    ) == len(bodies)


def test_the_largest_batch_is_through_a_slow_line_before_it_is_sent_again() -> None:
    seconds = MAX_BYTES * 4 / 3 * 8 / 64_000
    assert seconds < 10
