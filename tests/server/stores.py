"""Empty databases for tests, in SQLite and in a real PostgreSQL, and an intruder into both."""

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from server.store.database import close_store, open_store

if TYPE_CHECKING:
    from demo.postgres import Postgres

_PATTERN = "pattern"
_numbers = count(1)


def new_database(postgres: "Postgres") -> str:
    """Return where a new database is that has its tables already."""
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", (_PATTERN,)
        ).fetchone()
    if not known:
        open_store(postgres.create(_PATTERN))
        close_store()
    name = f"test{next(_numbers)}"
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(_PATTERN)
            )
        )
    return postgres.url_of(name)


def drop_database(postgres: "Postgres", url: str) -> None:
    """Remove a database with whoever is still connected to it."""
    name = sql.Identifier(url.rpartition("/")[2])
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def tamper(store: Path | str, *statements: str) -> None:
    """Change the database as an intruder would who has all rights, past the triggers."""
    if isinstance(store, Path):
        with closing(sqlite3.connect(store, isolation_level=None)) as intruder:
            intruder.execute("DROP TRIGGER IF EXISTS entry_never_changes")
            intruder.execute("DROP TRIGGER IF EXISTS entry_never_goes")
            for statement in statements:
                intruder.execute(statement)
        return
    with psycopg.connect(store, autocommit=True) as connection:
        connection.execute("ALTER TABLE entry DISABLE TRIGGER ALL")
        for statement in statements:
            connection.execute(statement)
