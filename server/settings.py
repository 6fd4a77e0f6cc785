"""The server's settings file, and the keys it names."""

import ssl
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from msgspec import Meta

from server.store.address import is_postgresql
from settings import SettingsError, load
from settings.secret import warn_if_open
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
    """Where the pages are served."""

    host: Host = "127.0.0.1"
    port: Port = 8033
    language: Literal["vi", "en"] = "vi"
    """Of a visitor who has not chosen one."""
    certificate: Path | None = None
    """With the chain behind it, PEM; absent: HTTP, for this computer or a proxy on it."""
    key: Path | None = None
    secret: Path | None = None
    """What keeps second factors unreadable in the database; made when it is not there. Absent:
    `web.secret` beside this file."""
    name: Annotated[str, Meta(max_length=80)] = ""
    """What the department calls itself, such as "Sở Y tế Sơn Giang"."""
    processes: Annotated[int, Meta(ge=1, le=32)] = 1
    """That make pages side by side: as many as the computer has cores to spare. Each holds up to
    twelve connections to PostgreSQL."""


class FollowSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is done over and over behind the pages: counting entries, looking for what is wrong."""

    metrics_host: Host = "127.0.0.1"
    metrics_port: Port | None = None
    """Where Prometheus reads; absent: nowhere."""


class NationalSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The national prescription system (QĐ 808/QĐ-BYT, 228/QĐ-QLD). No terminal ever sees this."""

    address: Annotated[str, Meta(pattern=r"^https?://")]
    app_name: Annotated[str, Meta(min_length=1)]
    app_key: Path
    """File with the key that was issued to the software's maker."""
    seconds: Annotated[float, Meta(gt=0, le=30)] = 0.7
    """How long a question may take while a counter waits."""
    prescribed_as: Literal["drug", "row"] = "drug"
    """What `ma_thuoc_da_ke_don` of a report repeats: the prescribed drug, or its row's id."""


class VaultSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the vault lies; only its own account may enter."""

    folder: Path


class IngestSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How entries are taken in."""

    workers: Annotated[int, Meta(ge=1, le=64)] = 1
    """Processes that verify and store; 1: the one that listens does it itself."""
    rate: Annotated[float, Meta(ge=0.1)] = 20.0
    """Messages a second that one terminal may send for good; what exceeds is dropped unanswered."""
    burst: Annotated[float, Meta(ge=1)] = 1000.0
    """Messages that it may send at once, after a rest."""


class AnswersSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How `answers` reaches the broker: a certificate of its own, so that both may be connected."""

    certificate: Path
    key: Path


class SealedSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That sealed patient data is asked for. Without this table it is dropped unread."""

    regulation: Annotated[str, Meta(min_length=1, max_length=200)]
    """Number of the regulation that allows it."""


class DoorSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The door for other vendors' software: HTTPS with a certificate that they can check."""

    host: Host = "127.0.0.1"
    port: Port = 8443
    certificate: Path
    """With the chain behind it, PEM."""
    key: Path


class EnrolSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The door for new terminals: HTTPS with a certificate of the province's own authority."""

    host: Host = "0.0.0.0"  # noqa: S104 (terminals come from everywhere)
    port: Port = 8443
    certificate: Path
    """With the issuing certificate behind it, PEM; its names have `name`."""
    key: Path
    authority: Path
    """The root certificate, PEM: labels say its fingerprint."""
    server_keys: Path
    """Every key that the province signs with, PEM, the one in use first."""
    signer: Path
    """The signer's socket."""
    signer_seconds: Annotated[float, Meta(gt=0, le=60)] = 10.0
    """How long a certificate may take."""
    name: Host
    """What terminals call this computer; labels say it."""
    broker_host: str = ""
    """Where terminals find the broker; empty: at `name`."""
    broker_port: Port = 8883
    rate: Annotated[float, Meta(ge=0.01)] = 0.5
    """Requests a second that one address may make for good; many terminals may share one."""
    burst: Annotated[float, Meta(ge=1)] = 30.0
    """Requests that it may make at once, after a rest."""
    bundles: Path = Path("/var/lib/quay-server/bundles")
    """Folder with systems that terminals fetch (`python -m server fleet bundles --add`)."""


class ServerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything the server's programs are told."""

    province: Annotated[str, Meta(pattern=r"^[0-9]{2}\Z")]
    database: Annotated[str, Meta(min_length=1)]
    """An SQLite file, made when it is not there, or "postgresql://user:password@host/name"."""
    signing_key: Path
    """The server's Ed25519 private key, PEM: it signs receipts."""
    broker: BrokerSettings
    web: WebSettings = WebSettings()
    ingest: IngestSettings = IngestSettings()
    answers: AnswersSettings | None = None
    """Absent: terminals go by what they know themselves."""
    door: DoorSettings | None = None
    """Absent: only terminals send, through the broker."""
    enrol: EnrolSettings | None = None
    """Absent: terminals are registered by hand."""
    follow: FollowSettings = FollowSettings()
    national: NationalSettings | None = None
    """Absent: prescriptions are loaded from files."""
    sealed: SealedSettings | None = None
    vault: VaultSettings | None = None
    """Absent, which is the rule: the province opens nothing."""


def load_settings(file: Path) -> ServerSettings:
    """Read the server's settings; raise `SettingsError`."""
    settings = load(file, ServerSettings)
    return msgspec.structs.replace(settings, database=_where(file, settings.database))


def _where(file: Path, database: str) -> str:
    """Return a database's address, a path from the settings file's own folder."""
    if is_postgresql(database):
        return database
    scheme, separator, _rest = database.partition("://")
    if separator:  # the rest may hold a password, which no error shows
        raise SettingsError(
            file, "database", f"{scheme}://…", _("một tệp SQLite, hoặc postgresql://…")
        )
    return str(file.resolve().parent / database)


def read_signing_key(file: Path, settings: ServerSettings) -> Ed25519PrivateKey:
    """Return the key that signs receipts; raise `SettingsError`, naming the settings `file`."""
    expected = _("khóa riêng Ed25519, dạng PEM, không mật khẩu")
    warn_if_open(settings.signing_key)
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
    warn_if_open(broker.key)
    try:
        tls_to(broker)
    except OSError as error:
        raise SettingsError(
            file,
            "broker.certificate, broker.key",
            f"{broker.certificate}, {broker.key}",
            _("chứng thư và khóa riêng của nó, dạng PEM"),
        ) from error
