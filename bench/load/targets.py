"""The programs that take messages from the broker into a database: ours, and those beside it.

Each begins with an empty database, comes to the broker as the user "ingest" (so that the broker's
settings and access list are the project's own), and is looked at from outside, read only.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

from bench.load.province import PROVINCE, Province
from bench.load.running import Running
from demo.postgres import Postgres
from demo.program import run_once

_ALL = "SELECT count(*) FROM entry"
_MARKS = "SELECT coalesce(sum(stored), 0) FROM mark"


class Target(Protocol):
    """A program that is measured."""

    name: str
    checks: str
    """What it makes sure of before it stores."""

    @contextmanager
    def running(self, province: Province, folder: Path) -> Iterator["Taking"]:
        """Start it with an empty database, and end it."""
        ...


class Taking(Protocol):
    """A program that is taking messages in."""

    stages: dict[str, int]
    """Its processes, by what they do."""

    def stored(self) -> int:
        """Return how many sales are in its database, as cheaply as can be."""
        ...

    def counted(self) -> int:
        """Return how many there are by counting them all."""
        ...


class _Ours:
    """What is asked of our database."""

    def __init__(self, stages: dict[str, int], database: str | Path) -> None:
        self.stages = stages
        self._postgres = (
            psycopg.connect(database, autocommit=True) if isinstance(database, str) else None
        )
        self._sqlite = None if isinstance(database, str) else _read_only(Path(database))

    def stored(self) -> int:
        """Return what the marks say: they are written in the same transaction."""
        return self._one(_MARKS)

    def counted(self) -> int:
        """Return how many entries there are."""
        return self._one(_ALL)

    def close(self) -> None:
        """Hang up."""
        for connection in (self._postgres, self._sqlite):
            if connection:
                connection.close()

    def _one(self, query: str) -> int:
        if self._postgres:
            row = self._postgres.execute(query).fetchone()
        else:
            assert self._sqlite  # noqa: S101 - one of the two is there
            row = self._sqlite.execute(query).fetchone()
        return int(row[0]) if row else 0


class Ingest:
    """Our ingest on one of its databases."""

    checks = "signature, chain, status, number"

    def __init__(self, postgres: Postgres | None, registrations: Sequence[Path]) -> None:
        self._postgres, self._registrations = postgres, registrations
        self.name = "Quầy, PostgreSQL" if postgres else "Quầy, SQLite"

    @contextmanager
    def running(self, province: Province, folder: Path) -> Iterator[Taking]:
        """Register the terminals, and start `python -m server ingest`."""
        database: str | Path = folder / "store.sqlite"
        if self._postgres:
            database = self._postgres.create(folder.name)
        settings = folder / "server.toml"
        settings.write_text(_settings(province, str(database)), encoding="utf-8")
        papers = [str(file) for file in self._registrations]
        run_once("server", "register", "--settings", str(settings), *papers, log=province.log)
        command = [sys.executable, "-m", "server", "ingest", "--settings", str(settings)]
        program = Running(command, folder / "ingest.log")
        stages = {"ingest": program.pid}
        if self._postgres:
            pid = (self._postgres.data / "postmaster.pid").read_text().splitlines()[0]
            stages["PostgreSQL"] = int(pid)
        try:
            program.wait_for("listening")
            with closing(_Ours(stages, database)) as taking:
                yield taking
        finally:
            program.stop()
            if self._postgres:
                _drop(self._postgres, folder.name)


def _drop(postgres: Postgres, name: str) -> None:
    """Remove a database: what is left to write of it must not disturb the next."""
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _settings(province: Province, database: str) -> str:
    reader = province.reader
    broker = {
        "host": "127.0.0.1",
        "port": province.port,
        "ca": str(province.authority),
        "certificate": str(reader.certificate),
        "key": str(reader.key),
    }
    top = {
        "province": PROVINCE,
        "database": database,
        "signing_key": str(province.keys / "server" / "signing.key.pem"),
    }
    return "\n".join(
        [
            *(f"{key} = {json.dumps(value)}" for key, value in top.items()),
            "[broker]",
            *(f"{key} = {json.dumps(value)}" for key, value in broker.items()),
            "",
        ]
    )


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
