"""The vault's key pairs: each private half is locked once for every pair of its custodians."""

import os
import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.vault.custodians import Custodian, check_names, check_strength
from server.vault.errors import VaultError
from settings.secret import is_open_to_anyone
from wire.decoding import decode
from wire.lock import Lock, LockedError, lock, unlock
from words import _

READER = "vault:"
"""The vault's name in a sealed block is this and the key's id."""

_ID = re.compile(r"[0-9a-f]{16}")
_ID_DIGITS = 16


class VaultKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key pair as it is stored, in JSON."""

    v: int = 1
    id: str
    public: bytes
    made_at: datetime
    custodians: tuple[str, ...]
    pairs: dict[str, Lock]
    """The private key for each two of the custodians, such as "0+2"."""

    def opened_by(self, one: Custodian, other: Custodian) -> X25519PrivateKey:
        """Return the private key; raise `LockedError` unless both are who they say."""
        names = [each.casefold() for each in self.custodians]
        try:
            places = {names.index(each.name.casefold()): each for each in (one, other)}
        except ValueError:
            raise LockedError from None
        if len(places) != FULL_PAIR:
            raise LockedError
        first, second = sorted(places)
        pair = self.pairs.get(f"{first}+{second}")
        if pair is None:
            raise LockedError
        words = _words(self.custodians, places, first, second)
        key = X25519PrivateKey.from_private_bytes(unlock(pair, words, _context(self.id)))
        if key.public_key().public_bytes_raw() != self.public:
            raise LockedError
        return key


FULL_PAIR = 2


def make_key(custodians: Sequence[Custodian], *, at: datetime) -> VaultKey:
    """Return a new key pair for these custodians; raise `VaultError`."""
    return _locked(X25519PrivateKey.generate(), custodians, at=at)


def hand_over(
    key: VaultKey, present: tuple[Custodian, Custodian], custodians: Sequence[Custodian]
) -> VaultKey:
    """Return the same key pair for other custodians; raise `LockedError` or `VaultError`."""
    return _locked(key.opened_by(*present), custodians, at=key.made_at)


def _locked(
    private: X25519PrivateKey, custodians: Sequence[Custodian], *, at: datetime
) -> VaultKey:
    names = tuple(each.name for each in custodians)
    check_names(names)
    check_strength(custodians)
    public = private.public_key().public_bytes_raw()
    number = key_id(private.public_key())
    places = dict(enumerate(custodians))
    pairs = {
        f"{first}+{second}": lock(
            private.private_bytes_raw(), _words(names, places, first, second), _context(number)
        )
        for first, second in combinations(range(len(names)), FULL_PAIR)
    }
    return VaultKey(id=number, public=public, made_at=at, custodians=names, pairs=pairs)


def key_id(public: X25519PublicKey) -> str:
    """Return the id of a key pair: 16 hexadecimal digits of its hash."""
    return sha256(public.public_bytes_raw()).hexdigest()[:_ID_DIGITS]


class KeyFolder:
    """Where the vault's keys lie: `<id>.json`, and beside it the public half for the terminals."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, key: VaultKey) -> Path:
        """Write a key pair, or write it over; return the public key's file."""
        public = X25519PublicKey.from_public_bytes(key.public)
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        shown = self._folder / f"vault-{key.id}.pub.pem"
        # The locked one first: nobody seals to a key that is not kept.
        _write(self._folder / f"{key.id}.json", msgspec.json.encode(key), 0o600)
        _write(shown, pem, 0o644)
        return shown

    def all(self) -> list[VaultKey]:
        """Return every key pair, the newest first; raise `VaultError` for a spoilt one."""
        files = [file for file in self._folder.glob("*.json") if _ID.fullmatch(file.stem)]
        return sorted(map(_read, files), key=lambda key: key.made_at, reverse=True)


def _read(file: Path) -> VaultKey:
    if is_open_to_anyone(file):
        raise VaultError(_("Người khác đọc được {file}; hãy chạy chmod 600.").format(file=file))
    try:
        key = decode(file.read_bytes(), VaultKey)
    except (OSError, msgspec.DecodeError) as error:
        raise VaultError(_("Không đọc được khóa {file}.").format(file=file)) from error
    if key.v != 1 or key.id != file.stem:
        raise VaultError(_("Không đọc được khóa {file}.").format(file=file))
    return key


def _words(
    names: Sequence[str], places: dict[int, Custodian], first: int, second: int
) -> list[str]:
    """Return what opens a pair's lock: the names as they are stored, the secrets as given."""
    return [Custodian(names[place], places[place].secrets).words() for place in (first, second)]


def _context(number: str) -> str:
    return f"quay/v1/vault/{number}"


def _write(file: Path, content: bytes, mode: int) -> None:
    fresh = file.with_name(f".{file.name}.fresh")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with os.fdopen(descriptor, "wb") as opened:
        os.fchmod(descriptor, mode)
        opened.write(content)
        opened.flush()
        os.fsync(descriptor)
    fresh.replace(file)
