"""The terminal's keys, read from their files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from device.settings import TerminalSettings
from settings import SettingsError
from settings.secret import warn_if_open
from words import _

T = TypeVar("T")

BOOK = "book"
"""The reader of sealed data in the shop: the outlet's book."""
VAULT = "vault:"
"""The reader at the province, followed by the id of its key."""

_PEM_BEGINS = b"-----BEGIN "


@dataclass(frozen=True, slots=True)
class LinkKeys:
    """What entries are signed and receipts are checked with; only the link reads them."""

    signing: Ed25519PrivateKey
    server: tuple[Ed25519PublicKey, ...]
    """A receipt counts that any of these has signed: old and new overlap while they change."""


# mypy takes the abstract key classes for something to be made; they are only compared with.


def load_link_keys(settings: TerminalSettings, file: Path) -> LinkKeys:
    """Read the link's keys; raise `SettingsError`, which names the settings `file`."""
    keys = settings.keys
    warn_if_open(keys.signing, settings.broker.key)
    return LinkKeys(
        signing=_load(file, "keys.signing", keys.signing, Ed25519PrivateKey, _private),  # type: ignore[type-abstract]
        server=_load_server_keys(file, keys.server),
    )


def load_readers(settings: TerminalSettings, file: Path) -> dict[str, X25519PublicKey]:
    """Read the public keys of those who can open sealed data; raise `SettingsError`."""
    readers = {BOOK: _load_reader(file, "keys.book", settings.keys.book)}
    if sending := settings.sealed_sending:
        name = f"{VAULT}{sending.vault_key_id}"
        readers[name] = _load_reader(file, "sealed_sending.vault_key", sending.vault_key)
    return readers


def _load_reader(file: Path, key: str, path: Path) -> X25519PublicKey:
    return _load(file, key, path, X25519PublicKey, load_pem_public_key)  # type: ignore[type-abstract]


def _load_server_keys(file: Path, path: Path) -> tuple[Ed25519PublicKey, ...]:
    """Read one PEM block after the other."""
    keys = _load(file, "keys.server", path, tuple, _public_keys)
    if not keys or not all(isinstance(key, Ed25519PublicKey) for key in keys):
        raise SettingsError(file, "keys.server", str(path), _expected(Ed25519PublicKey))
    return keys


def _public_keys(data: bytes) -> tuple[Any, ...]:
    blocks = [_PEM_BEGINS + block for block in data.split(_PEM_BEGINS)[1:]]
    return tuple(load_pem_public_key(block) for block in blocks)


def _private(data: bytes) -> Any:
    return load_pem_private_key(data, password=None)


def _load(file: Path, key: str, path: Path, kind: type[T], read: Callable[[bytes], Any]) -> T:
    expected = _expected(kind)
    try:
        found = read(path.read_bytes())
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SettingsError(file, key, str(path), expected) from error
    if not isinstance(found, kind):
        raise SettingsError(file, key, str(path), expected)
    return found


def _expected(kind: type) -> str:
    return _("tệp khóa PEM loại {kind}").format(kind=kind.__name__)
