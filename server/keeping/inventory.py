"""What runs here, where it listens, and until when its certificates hold: from the settings."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography import x509

from server.settings import ServerSettings
from server.store.address import is_postgresql


class Listening(NamedTuple):
    """A program and how it is reached, or whom it reaches."""

    program: str
    place: str
    protocol: str
    is_on: bool


class Certified(NamedTuple):
    """A certificate that the settings name."""

    setting: str
    subject: str
    """Empty: it cannot be read here."""
    until: datetime | None


def database_of(settings: ServerSettings) -> tuple[str, str]:
    """Return the database's kind and place, without user and password."""
    if not is_postgresql(settings.database):
        return "SQLite", settings.database
    parts = urlsplit(settings.database)
    return "PostgreSQL", f"{parts.hostname or ''}:{parts.port or 5432}{parts.path}"


def programs(settings: ServerSettings) -> tuple[Listening, ...]:
    """Return the lasting programs of a province's server."""
    broker = f"{settings.broker.host}:{settings.broker.port}"
    web, door, follow = settings.web, settings.door, settings.follow
    enrol = settings.enrol
    metrics = f"{follow.metrics_host}:{follow.metrics_port}" if follow.metrics_port else "–"
    national = settings.national.address if settings.national else "–"
    return (
        Listening("mosquitto", broker, "MQTT, mTLS", is_on=True),
        Listening("ingest", f"→ {broker}", "MQTT, mTLS", is_on=True),
        Listening("answers", f"→ {broker}", "MQTT, mTLS", is_on=settings.answers is not None),
        Listening("web", f"{web.host}:{web.port}", "HTTPS" if web.key else "HTTP", is_on=True),
        Listening(
            "door", f"{door.host}:{door.port}" if door else "–", "HTTPS, JWS", is_on=bool(door)
        ),
        Listening(
            "enrol", f"{enrol.host}:{enrol.port}" if enrol else "–", "HTTPS", is_on=bool(enrol)
        ),
        Listening("follow", metrics, "HTTP", is_on=True),
        Listening("national", f"→ {national}", "HTTPS", is_on=settings.national is not None),
    )


def certificates(settings: ServerSettings) -> tuple[Certified, ...]:
    """Return the certificates that the settings name, with the day on which each ends."""
    return tuple(_read(name, file) for name, file in _named(settings))


def _named(settings: ServerSettings) -> Iterator[tuple[str, Path]]:
    yield "broker.ca", settings.broker.ca
    yield "broker.certificate", settings.broker.certificate
    if settings.answers:
        yield "answers.certificate", settings.answers.certificate
    if settings.door:
        yield "door.certificate", settings.door.certificate
    if settings.enrol:
        yield "enrol.certificate", settings.enrol.certificate
        yield "enrol.authority", settings.enrol.authority
    if settings.web.certificate:
        yield "web.certificate", settings.web.certificate


def _read(name: str, file: Path) -> Certified:
    try:
        found = x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError):
        return Certified(name, "", None)
    return Certified(name, found.subject.rfc4514_string(), found.not_valid_after_utc)
