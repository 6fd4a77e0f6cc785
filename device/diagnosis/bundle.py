"""Writing the diagnostic bundle: one zip file, whole or not at all."""

import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from device.clock import HERE
from device.diagnosis.lines import journal_lines
from device.diagnosis.parts import (
    ledger_told,
    link_told,
    log_told,
    made_told,
    settings_told,
    versions_told,
)
from device.facts import Fact
from device.self_test.in_words import as_text
from device.settings import TerminalSettings

NAME = "quay-{terminal}-{at:%Y%m%d-%H%M%S}.zip"


def write_bundle(
    settings: TerminalSettings,
    folder: Path,
    *,
    facts: Sequence[Fact],
    at: datetime,
    journal: Callable[[], Iterator[str]] = journal_lines,
) -> Path:
    """Write the bundle into a folder, on its disk when this returns; raise `OSError`."""
    file = folder / NAME.format(terminal=settings.terminal, at=at.astimezone(HERE))
    fresh = file.with_suffix(".part")
    try:
        with fresh.open("wb") as written:
            with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
                for name, text in _contents(settings, facts, at, journal):
                    packed.writestr(name, text)
            written.flush()
            os.fsync(written.fileno())
        fresh.replace(file)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return file


def _contents(
    settings: TerminalSettings,
    facts: Sequence[Fact],
    at: datetime,
    journal: Callable[[], Iterator[str]],
) -> Iterator[tuple[str, str]]:
    yield "README.txt", made_told(at, settings.terminal)
    yield "self-test.txt", as_text(facts) + "\n"
    yield "versions.json", _json(versions_told(settings))
    yield "settings.json", _json(settings_told(settings))
    yield "link.json", _json(link_told(settings))
    yield "ledger.json", _json(ledger_told(settings))
    yield "log.txt", "\n".join(log_told(settings.run))
    yield "journal.txt", "\n".join(journal())


def _json(what: object) -> str:
    return msgspec.json.format(msgspec.json.encode(what), indent=2).decode()
