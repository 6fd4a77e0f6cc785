"""The programs of others that a backup is made with: pg_dump, pg_restore, age."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from server.keeping.manifest import BackupError
from words import _

_NAMES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}


def environment_for(url: str) -> dict[str, str]:
    """Return how PostgreSQL's programs are told where to go: no password among their arguments."""
    parts = urlsplit(url)
    told = {
        "PGHOST": parts.hostname,
        "PGPORT": str(parts.port) if parts.port else None,
        "PGUSER": unquote(parts.username) if parts.username else None,
        "PGPASSWORD": unquote(parts.password) if parts.password else None,
        "PGDATABASE": unquote(parts.path.lstrip("/")) or None,
    }
    told |= {_NAMES[key]: value for key, value in parse_qsl(parts.query) if key in _NAMES}
    return {**os.environ, **{key: value for key, value in told.items() if value}}


def program(name: str) -> str:
    """Return where a program is; raise `BackupError` where it is missing."""
    found = shutil.which(name)
    if not found:
        raise BackupError(_("thiếu chương trình {name} trên máy này").format(name=name))
    return found


def run(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    source: Path | None = None,
    target: Path | None = None,
) -> None:
    """Run a program from a file into a file; raise `BackupError` with what it said."""
    reads = source.open("rb") if source else None
    writes = target.open("xb") if target else None
    try:
        done = subprocess.run(  # noqa: S603 - the caller's own words
            command,
            stdin=reads or subprocess.DEVNULL,
            stdout=writes or subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=dict(environment) if environment else None,
            check=False,
        )
    finally:
        for file in (reads, writes):
            if file:
                file.close()
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BackupError(f"{Path(command[0]).name}: {said[-1] if said else done.returncode}")
