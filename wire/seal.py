"""The seal on patient data: HPKE (RFC 9180), one content key sealed to each reader.

The box is AES-256-GCM under a fresh content key; the content key is sealed with HPKE (DHKEM X25519,
HKDF-SHA256, AES-256-GCM) to every reader's public key. Terminal, epoch, sequence number and reader
are bound to both, so a block moved to another entry does not open.
"""

import os
from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from wire.decoding import decode
from wire.entry import SCHEMA_VERSION
from wire.patient import Patient

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
"""DHKEM(X25519), HKDF-SHA256, AES-256-GCM."""
_NONCE_BYTES = 12


class SealError(ValueError):
    """A sealed block does not open: wrong key, wrong entry, or changed bytes."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The entry that a sealed block belongs to."""

    terminal: str
    epoch: str
    seq: int

    def context(self, reader: str) -> bytes:
        """Return what is bound to the seal."""
        return f"quay/v1/seal/{self.terminal}/{self.epoch}/{self.seq}/{reader}".encode()


class SealedBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed block as it is stored."""

    v: int = SCHEMA_VERSION
    readers: dict[str, bytes]
    """The content key, sealed to each reader."""
    nonce: bytes
    box: bytes


def seal(patient: Patient, place: Place, readers: Mapping[str, X25519PublicKey]) -> bytes:
    """Seal a patient's data for the named readers; nobody else opens it, nor does the terminal."""
    if not readers:
        raise SealError("a seal needs a reader")
    content_key = AESGCM.generate_key(256)
    nonce = os.urandom(_NONCE_BYTES)
    block = SealedBlock(
        readers={
            name: SUITE.encrypt(content_key, key, info=place.context(name))
            for name, key in readers.items()
        },
        nonce=nonce,
        box=AESGCM(content_key).encrypt(nonce, msgspec.json.encode(patient), place.context("box")),
    )
    return msgspec.json.encode(block)


def open_seal(sealed: bytes, place: Place, reader: str, key: X25519PrivateKey) -> Patient:
    """Open a sealed block as `reader`; raise `SealError` if it does not open."""
    try:
        block = decode(sealed, SealedBlock)
        content_key = SUITE.decrypt(block.readers[reader], key, info=place.context(reader))
        plain = AESGCM(content_key).decrypt(block.nonce, block.box, place.context("box"))
        return decode(plain, Patient)
    except (InvalidTag, KeyError, ValueError, msgspec.DecodeError) as error:
        raise SealError("the seal does not open") from error
