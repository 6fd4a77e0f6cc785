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
_FREE: dict[str, list[str]] = {}
"""By server: databases that were emptied after a test, which is ten times faster than new ones."""
_SHAPE = """
    SELECT string_agg(what, ' ' ORDER BY what) FROM (
        SELECT table_name || '.' || column_name FROM information_schema.columns
        WHERE table_schema = 'public'
        UNION ALL
        SELECT format('%s %s', tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL
        SELECT indexname FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT format('schema %s', version) FROM schema_version
    ) AS found (what)
"""
_FILLED = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_name <> 'schema_version' AND (
        xpath('/row/c/text()', query_to_xml(
            format('SELECT count(*) AS c FROM (SELECT 1 FROM %I LIMIT 1) AS one', table_name),
            false, true, ''))
    )[1]::text <> '0'
"""


def new_database(postgres: "Postgres") -> str:
    """Return where an empty database is that has its tables already."""
    free = _FREE.setdefault(postgres.url, [])
    return free.pop() if free else _made(postgres)


def drop_database(postgres: "Postgres", url: str) -> None:
    """Send away whoever is connected, and empty the database; what was tampered with goes."""
    name = url.rpartition("/")[2]
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
    if name.startswith("test") and _emptied(postgres, url):
        _FREE[postgres.url].append(url)
        return
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _made(postgres: "Postgres") -> str:
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


def _emptied(postgres: "Postgres", url: str) -> bool:
    """Delete every row; return False where the database is not as a new one would be."""
    with (
        psycopg.connect(url, autocommit=True) as used,
        psycopg.connect(postgres.url_of(_PATTERN), autocommit=True) as pattern,
    ):
        if used.execute(_SHAPE).fetchone() != pattern.execute(_SHAPE).fetchone():
            return False
        used.execute("SET session_replication_role = replica")  # past the guards
        for (table,) in used.execute(_FILLED).fetchall():
            used.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    return True


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
