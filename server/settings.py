"""The server's settings file, and the keys it names."""

import ssl
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from msgspec import Meta

from settings import SettingsError, load
from words import _

Port = Annotated[int, Meta(ge=1, le=65535)]
Host = Annotated[str, Meta(min_length=1, max_length=253)]


class BrokerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How ingest reaches the broker: mutual TLS, with a certificate of its own."""

    host: Host
    port: Port = 8883
    ca: Path
    certificate: Path
    key: Path


class WebSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the pages are served. There is no sign-in yet, so only this computer sees them."""

    host: Host = "127.0.0.1"
    port: Port = 8033
    language: Literal["vi", "en"] = "vi"


class ServerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything the server's programs are told."""

    province: Annotated[str, Meta(pattern=r"^[0-9]{2}\Z")]
    database: Path
    """The SQLite file; made when it is not there."""
    signing_key: Path
    """The server's Ed25519 private key, PEM: it signs receipts."""
    broker: BrokerSettings
    web: WebSettings = WebSettings()


def load_settings(file: Path) -> ServerSettings:
    """Read the server's settings; raise `SettingsError`."""
    return load(file, ServerSettings)


def read_signing_key(file: Path, settings: ServerSettings) -> Ed25519PrivateKey:
    """Return the key that signs receipts; raise `SettingsError`, naming the settings `file`."""
    expected = _("khóa riêng Ed25519, dạng PEM, không mật khẩu")
    try:
        key = load_pem_private_key(settings.signing_key.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SettingsError(file, "signing_key", str(settings.signing_key), expected) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsError(file, "signing_key", str(settings.signing_key), expected)
    return key


def tls_to(broker: BrokerSettings) -> ssl.SSLContext:
    """Return the context of a mutual TLS connection; raise `OSError` if a file cannot be used."""
    context = ssl.create_default_context(cafile=broker.ca)
    context.load_cert_chain(broker.certificate, broker.key)
    return context


def check_tls(file: Path, broker: BrokerSettings) -> None:
    """Raise `SettingsError`, naming the settings `file`, unless the TLS files can be used."""
    try:
        ssl.create_default_context(cafile=broker.ca)
    except OSError as error:
        raise SettingsError(
            file, "broker.ca", str(broker.ca), _("chứng thư của nơi cấp, dạng PEM")
        ) from error
    try:
        tls_to(broker)
    except OSError as error:
        raise SettingsError(
            file,
            "broker.certificate, broker.key",
            f"{broker.certificate}, {broker.key}",
            _("chứng thư và khóa riêng của nó, dạng PEM"),
        ) from error
