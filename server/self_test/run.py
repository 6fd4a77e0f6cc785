"""Every look, in the order in which a technician would go about it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from server.self_test.broker import look_at_broker
from server.self_test.certificates import look_at_certificates, look_at_keys
from server.self_test.finding import Finding
from server.self_test.machine import look_at_clock, look_at_disk, look_at_services
from server.self_test.tables import look_at_tables
from server.settings import ServerSettings
from server.store.address import is_postgresql


def findings(settings: ServerSettings, now: datetime) -> Iterator[Finding]:
    """Look at everything that the settings name."""
    yield from look_at_tables(settings.database, now)
    yield from look_at_keys(settings)
    yield from look_at_certificates(settings, now)
    yield from look_at_broker(settings.broker, now)
    yield from look_at_disk(_data(settings.database))
    yield from look_at_clock()
    yield from look_at_services()


def _data(database: str) -> Path:
    if is_postgresql(database):
        return Path("/var/lib/postgresql")
    return Path(database).parent
