"""The outlet's book: the key that reads the outlet's patient data, locked with badge and PIN.

The terminal seals with the public key. The private key exists only locked: AES-256-GCM under a key
that Argon2id (RFC 9106) stretches from the badge's secret and the PIN of the person in charge.
"""

import os

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from provisioning.errors import BookLockedError

_KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_CONTEXT = b"quay/v1/book"
_MOST_MEMORY_KIB = 256 * 1024
_MOST_PASSES = 16
_MOST_LANES = 16


class Stretching(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Argon2id's parameters, kept beside what they lock.

    The defaults are the second recommendation of RFC 9106, section 4: 64 MiB, which a Pi with
    512 MB can spare.
    """

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4
    salt: bytes

    def is_bearable(self) -> bool:
        """Whether a machine can afford it: a changed file must not exhaust the memory."""
        return (
            0 < self.passes <= _MOST_PASSES
            and 0 < self.memory_kib <= _MOST_MEMORY_KIB
            and 0 < self.lanes <= _MOST_LANES
        )


class LockedBook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A locked book as it is stored, in JSON."""

    v: int = 1
    stretching: Stretching
    nonce: bytes
    box: bytes


def lock_book(private_key: X25519PrivateKey, badge: str, pin: str) -> bytes:
    """Lock the book's private key with the badge's secret and the PIN."""
    stretching = Stretching(salt=os.urandom(_SALT_BYTES))
    nonce = os.urandom(_NONCE_BYTES)
    lock = AESGCM(_stretch(badge, pin, stretching))
    box = lock.encrypt(nonce, private_key.private_bytes_raw(), _CONTEXT)
    return msgspec.json.encode(LockedBook(stretching=stretching, nonce=nonce, box=box))


def open_book(locked: bytes, badge: str, pin: str) -> X25519PrivateKey:
    """Return the book's private key; raise `BookLockedError` if it does not open."""
    try:
        book = msgspec.json.decode(locked, type=LockedBook)
        if book.v != 1 or not book.stretching.is_bearable():
            raise BookLockedError
        lock = AESGCM(_stretch(badge, pin, book.stretching))
        return X25519PrivateKey.from_private_bytes(lock.decrypt(book.nonce, book.box, _CONTEXT))
    except (InvalidTag, HashingError, ValueError) as error:
        raise BookLockedError from error


def _stretch(badge: str, pin: str, stretching: Stretching) -> bytes:
    return hash_secret_raw(
        secret=msgspec.json.encode([badge, pin]),  # a list: "12" + "3" is not "1" + "23"
        salt=stretching.salt,
        time_cost=stretching.passes,
        memory_cost=stretching.memory_kib,
        parallelism=stretching.lanes,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )
