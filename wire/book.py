"""The outlet's book: the keys that read the outlet's patient data, locked.

The terminal seals with the newest public key. The private keys, old ones too, lie together in a
ring, and the ring's own key behind two doors: badge and PIN of the person in charge, and the
recovery code on paper. Locking anew takes a new ring key: an old copy of the file with an old badge
opens what it opened then, and nothing that came later.

The recovery door is a public key (X25519, from the stretched code), so that badge and book can
change while the paper stays in its envelope. Which one it is stands inside the ring too: whoever
changes the file does not have the ring locked for a stranger.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wire.decoding import decode
from wire.lock import KEY_BYTES, Lock, LockedError, Stretching, lock, stretch, unlock
from wire.patient import Patient
from wire.seal import SUITE, Place, SealError, open_seal

READER = "book"
"""The book's name in a sealed block."""

_VERSION = 2
_NONCE_BYTES = 12
_BADGE, _RECOVERY, _RING = "quay/v2/book/badge", "quay/v2/book/recovery", "quay/v2/book/ring"
_WRONG = (InvalidTag, ValueError, msgspec.DecodeError)


class RecoveryDoor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The public half of a recovery code."""

    stretching: Stretching
    public: bytes


class _Ring(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    keys: tuple[bytes, ...]
    recovery: RecoveryDoor


class LockedBook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A locked book as it is stored, in JSON."""

    v: int = _VERSION
    badge: Lock
    recovery: RecoveryDoor
    recovery_box: bytes
    """The ring's key, sealed (HPKE) to the recovery door."""
    nonce: bytes
    ring: bytes


@dataclass(frozen=True, slots=True)
class Book:
    """An opened book."""

    keys: tuple[X25519PrivateKey, ...] = field(repr=False)
    """Newest first."""
    recovery: RecoveryDoor = field(repr=False)

    @classmethod
    def new(cls, code: str) -> Self:
        """Return a new book that this recovery code will open."""
        return cls((X25519PrivateKey.generate(),), _door(code))

    @property
    def public_key(self) -> X25519PublicKey:
        """What the terminal seals with."""
        return self.keys[0].public_key()

    def renewed(self) -> "Book":
        """Return the book with a new key for new entries; the old ones still read old entries."""
        return Book((X25519PrivateKey.generate(), *self.keys), self.recovery)

    def recovered_by(self, code: str) -> "Book":
        """Return the book with another recovery code."""
        return Book(self.keys, _door(code))

    def read(self, sealed: bytes, place: Place) -> Patient:
        """Open a sealed block, whichever of the keys it was sealed to; raise `SealError`."""
        for key in self.keys:
            try:
                return open_seal(sealed, place, READER, key)
            except SealError:
                continue
        raise SealError("the seal opens with none of the book's keys")

    def lock(self, badge: str, pin: str) -> bytes:
        """Return the book locked with badge and PIN, and with its recovery code."""
        ring_key, nonce = os.urandom(KEY_BYTES), os.urandom(_NONCE_BYTES)
        door = X25519PublicKey.from_public_bytes(self.recovery.public)
        keys = tuple(key.private_bytes_raw() for key in self.keys)
        plain = msgspec.json.encode(_Ring(keys=keys, recovery=self.recovery))
        return msgspec.json.encode(
            LockedBook(
                badge=lock(ring_key, [badge, pin], _BADGE),
                recovery=self.recovery,
                recovery_box=SUITE.encrypt(ring_key, door, info=_RECOVERY.encode()),
                nonce=nonce,
                ring=AESGCM(ring_key).encrypt(nonce, plain, _RING.encode()),
            )
        )


def open_book(locked: bytes, badge: str, pin: str) -> Book:
    """Open a book with badge and PIN; raise `LockedError`."""
    book = _read(locked)
    return _open_ring(book, unlock(book.badge, [badge, pin], _BADGE))


def recover_book(locked: bytes, code: str) -> Book:
    """Open a book with its recovery code (`wire.recovery.tidy_code`); raise `LockedError`."""
    book = _read(locked)
    key = X25519PrivateKey.from_private_bytes(stretch([code], book.recovery.stretching))
    try:
        return _open_ring(book, SUITE.decrypt(book.recovery_box, key, info=_RECOVERY.encode()))
    except _WRONG as error:
        raise LockedError from error


def open_any(books: Sequence[bytes], badge: str, pin: str) -> Book:
    """Open several books of one outlet as one; raise `LockedError` if none of them opens."""
    opened: list[Book] = []
    for locked in books:
        try:
            opened.append(open_book(locked, badge, pin))
        except LockedError:
            continue  # every one is tried, so that failing takes as long as succeeding
    if not opened:
        raise LockedError
    return Book(tuple(key for book in opened for key in book.keys), opened[0].recovery)


def _door(code: str) -> RecoveryDoor:
    stretching = Stretching.fresh()
    key = X25519PrivateKey.from_private_bytes(stretch([code], stretching))
    return RecoveryDoor(stretching=stretching, public=key.public_key().public_bytes_raw())


def _read(locked: bytes) -> LockedBook:
    try:
        book = decode(locked, LockedBook)
    except msgspec.DecodeError as error:
        raise LockedError from error
    if book.v != _VERSION:
        raise LockedError
    return book


def _open_ring(book: LockedBook, ring_key: bytes) -> Book:
    try:
        plain = AESGCM(ring_key).decrypt(book.nonce, book.ring, _RING.encode())
        ring = decode(plain, _Ring)
        keys = tuple(X25519PrivateKey.from_private_bytes(key) for key in ring.keys)
    except _WRONG as error:
        raise LockedError from error
    if not keys:
        raise LockedError
    return Book(keys, ring.recovery)
