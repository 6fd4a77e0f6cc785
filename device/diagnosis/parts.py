"""What goes into the diagnostic bundle. Each part names what it takes; nothing is taken whole."""

import platform
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import msgspec

from device.diagnosis.lines import cleaned
from device.health import read_health
from device.ledger.database import LedgerDatabase
from device.ledger.epochs import standings
from device.ledger.errors import LedgerError
from device.link_state import read_link_state
from device.own_log import last_lines
from device.reference.word import read_word
from device.self_test.line import read_line
from device.self_test.probe import ledger_is_sound
from device.self_test.software import read_software
from device.settings import TerminalSettings

_TOLD = (
    "terminal", "label", "province", "language", "ledger", "run", "catalogue", "parameters",
    "broker", "keys", "deliveries", "updates", "updating", "link", "status_seconds", "screen",
    "hardware",
)  # fmt: skip
"""Of the settings. Never people, staff, the shop's account, or what opens anything."""
_LOG_BYTES = 256 * 1024


def settings_told(settings: TerminalSettings) -> dict[str, Any]:
    """Return the settings without people and secrets; paths of keys, never keys."""
    plain = msgspec.to_builtins(settings, enc_hook=str)
    told = {name: plain[name] for name in _TOLD if name in plain}
    told["outlet"] = {"name": settings.outlet.name, "licence": settings.outlet.licence}
    told["people"] = len(settings.people)
    told["sends_sealed"] = settings.sealed_sending is not None
    return told


def versions_told(settings: TerminalSettings) -> dict[str, Any]:
    """Return which software, system and reference data are in use."""
    word = read_word(settings.ledger.parent)
    used = {name: one.version for name, one in word.versions.items()} if word else {}
    packages = {one.name: one.version for one in distributions() if one.name}
    return {
        "software": msgspec.to_builtins(read_software(settings)),
        "system": _system(),
        "python": platform.python_version(),
        "kernel": platform.release(),
        "reference": used,
        "packages": dict(sorted(packages.items())),
    }


def link_told(settings: TerminalSettings) -> dict[str, Any]:
    """Return how link and devices are."""
    found: Mapping[str, object] = {
        "link": read_link_state(settings.run),
        "line": read_line(settings.run),
        "devices": read_health(settings.run),
    }
    return {name: msgspec.to_builtins(one) for name, one in found.items()}


def ledger_told(settings: TerminalSettings) -> dict[str, Any]:
    """Return counts and the whole chain's check; not one entry."""
    told: dict[str, Any] = {"is_sound": ledger_is_sound(settings, thorough=True)}
    database = LedgerDatabase(settings.ledger)
    try:
        told["kinds"] = dict(
            database.rows("SELECT kind, count(*) FROM entry GROUP BY kind ORDER BY kind")
        )
        told["outbox"] = dict(
            database.rows("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state")
        )
        told["epochs"] = [
            {"epoch": one.epoch[:8], "through": one.seq, "overtaken": one.is_overtaken}
            for one in standings(database)
        ]
        told["bytes"] = settings.ledger.stat().st_size
    except (LedgerError, OSError) as error:
        told["fault"] = type(error).__name__
    finally:
        database.close()
    return told


def log_told(run: Path) -> Iterator[str]:
    """Yield the newest lines of our own log."""
    try:
        lines = last_lines(run, _LOG_BYTES).splitlines()
    except OSError as error:
        yield f"the log cannot be read: {error.strerror}"
        return
    for line in lines:
        if line.startswith(("== ", "  File ")):
            yield line
        else:
            yield from cleaned([line])


def made_told(at: datetime, terminal: str) -> str:
    """Return what the bundle is, for whoever finds it."""
    return (
        f"Quay terminal {terminal}: how it is, {at.isoformat()}\n"
        "No sale, no patient, no prescription, no PIN and no key is in this file.\n"
    )


def _system() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        return ""
