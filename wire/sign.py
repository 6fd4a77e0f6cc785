"""Signatures: compact JWS (RFC 7515) with Ed25519 (RFC 8037, RFC 9864)."""

from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

MessageType = Literal[
    "quay-batch", "quay-receipt", "quay-status", "quay-ask", "quay-answer", "quay-snapshot",
    "quay-renewal",
]  # fmt: skip
"""The JWS header `typ`: a signed message of one kind never passes for another."""

_ALGORITHM = "Ed25519"


class SignatureError(ValueError):
    """A message is not signed by whom it should be."""


def sign(payload: bytes, key: Ed25519PrivateKey, signer: str, typ: MessageType) -> bytes:
    """Return the payload as a compact JWS; `signer` is the terminal's id or "server"."""
    header = {"alg": _ALGORITHM, "kid": signer, "typ": typ}
    return jws.serialize_compact(
        header, payload, OKPKey.import_key(key), algorithms=[_ALGORITHM]
    ).encode("ascii")


def claimed_signer(message: bytes) -> str:
    """Return whom a message says it is from, unverified: enough to look up the key.

    Raises `SignatureError` if the message is not a JWS.
    """
    try:
        return str(jws.extract_compact(message).headers()["kid"])
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise SignatureError("not a signed message") from error


def verify(message: bytes, key: Ed25519PublicKey, signer: str, typ: MessageType) -> bytes:
    """Return the payload; raise `SignatureError` unless `signer` signed the message as `typ`."""
    try:
        found = jws.deserialize_compact(message, OKPKey.import_key(key), algorithms=[_ALGORITHM])
    except (JoseError, ValueError, TypeError) as error:
        raise SignatureError("the signature is not valid") from error
    header = found.headers()
    if (header.get("kid"), header.get("typ")) != (signer, typ):
        raise SignatureError(f"signed by {header.get('kid')!r} as {header.get('typ')!r}")
    return found.payload
