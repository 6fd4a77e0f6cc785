"""The terminal's keys, read from their files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from device.settings import TerminalSettings
from settings import SettingsError
from words import _

T = TypeVar("T")

BOOK = "book"
"""The reader of sealed data in the shop: the outlet's book."""


@dataclass(frozen=True, slots=True)
class LinkKeys:
    """What entries are signed and receipts are checked with; only the link reads them."""

    signing: Ed25519PrivateKey
    server: Ed25519PublicKey


# mypy takes the abstract key classes for something to be made; they are only compared with.


def load_link_keys(settings: TerminalSettings, file: Path) -> LinkKeys:
    """Read the link's keys; raise `SettingsError`, which names the settings `file`."""
    keys = settings.keys
    return LinkKeys(
        signing=_load(file, "keys.signing", keys.signing, Ed25519PrivateKey, _private),  # type: ignore[type-abstract]
        server=_load(file, "keys.server", keys.server, Ed25519PublicKey, load_pem_public_key),  # type: ignore[type-abstract]
    )


def load_readers(settings: TerminalSettings, file: Path) -> dict[str, X25519PublicKey]:
    """Read the public keys of those who can open sealed data; raise `SettingsError`."""
    book = settings.keys.book
    return {BOOK: _load(file, "keys.book", book, X25519PublicKey, load_pem_public_key)}  # type: ignore[type-abstract]


def _private(data: bytes) -> Any:
    return load_pem_private_key(data, password=None)


def _load(file: Path, key: str, path: Path, kind: type[T], read: Callable[[bytes], Any]) -> T:
    expected = _("tệp khóa PEM loại {kind}").format(kind=kind.__name__)
    try:
        found = read(path.read_bytes())
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(file, key, str(path), expected) from error
    if not isinstance(found, kind):
        raise SettingsError(file, key, str(path), expected)
    return found
