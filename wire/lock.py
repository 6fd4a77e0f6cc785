"""A lock that people's secrets open: a badge with a PIN, a passphrase, a code on paper.

AES-256-GCM under a key that Argon2id (RFC 9106) stretches from the secrets. What it locks and whose
it is stands in the context, so that one lock's contents never pass for another's.
"""

import os
from collections.abc import Sequence

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_MOST_MEMORY_KIB = 256 * 1024
_MOST_PASSES = 16
_MOST_LANES = 16


class LockedError(ValueError):
    """It does not open. Which of the secrets or bytes is at fault is not said."""

    def __init__(self) -> None:
        super().__init__("the lock does not open")


class Stretching(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Argon2id's parameters, kept beside what they lock.

    The defaults are the second recommendation of RFC 9106, section 4: 64 MiB, which a Pi with
    512 MB can spare.
    """

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4
    salt: bytes

    @staticmethod
    def fresh() -> "Stretching":
        """Return the usual parameters with a new salt."""
        return Stretching(salt=os.urandom(_SALT_BYTES))

    def is_bearable(self) -> bool:
        """Whether a machine can afford it: a changed file must not exhaust the memory."""
        return (
            0 < self.passes <= _MOST_PASSES
            and 0 < self.memory_kib <= _MOST_MEMORY_KIB
            and 0 < self.lanes <= _MOST_LANES
        )


class Lock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A locked content as it is stored."""

    stretching: Stretching
    nonce: bytes
    box: bytes


def lock(content: bytes, secrets: Sequence[str], context: str) -> Lock:
    """Lock a content with secrets, all of which open it together."""
    stretching, nonce = Stretching.fresh(), os.urandom(_NONCE_BYTES)
    key = AESGCM(stretch(secrets, stretching))
    return Lock(
        stretching=stretching, nonce=nonce, box=key.encrypt(nonce, content, context.encode())
    )


def unlock(locked: Lock, secrets: Sequence[str], context: str) -> bytes:
    """Return the content; raise `LockedError`, after the same work whatever is wrong."""
    try:
        key = AESGCM(stretch(secrets, locked.stretching))
        return key.decrypt(locked.nonce, locked.box, context.encode())
    except (InvalidTag, ValueError) as error:
        raise LockedError from error


def stretch(secrets: Sequence[str], stretching: Stretching) -> bytes:
    """Return the 32 bytes that secrets stand for; raise `LockedError` for absurd parameters."""
    if not stretching.is_bearable():
        raise LockedError
    try:
        return hash_secret_raw(
            secret=msgspec.json.encode(list(secrets)),  # a list: "12" + "3" is not "1" + "23"
            salt=stretching.salt,
            time_cost=stretching.passes,
            memory_cost=stretching.memory_kib,
            parallelism=stretching.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as error:
        raise LockedError from error
