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
class Keys:
    """What entries are signed, checked and sealed with."""

    signing: Ed25519PrivateKey
    server: Ed25519PublicKey
    book: X25519PublicKey


def load_keys(settings: TerminalSettings, file: Path) -> Keys:
    """Read the keys that the settings name; raise `SettingsError`. `file` is named in errors."""
    keys = settings.keys
    # mypy takes the abstract key classes for something to be instantiated; they are only compared.
    return Keys(
        signing=_load(file, "keys.signing", keys.signing, Ed25519PrivateKey, _private),  # type: ignore[type-abstract]
        server=_load(file, "keys.server", keys.server, Ed25519PublicKey, load_pem_public_key),  # type: ignore[type-abstract]
        book=_load(file, "keys.book", keys.book, X25519PublicKey, load_pem_public_key),  # type: ignore[type-abstract]
    )


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
