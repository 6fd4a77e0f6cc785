"""What a kept province depends on: the code that made and counted it, and its tables' shape."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import peewee

from server.store.tables import ALL
from server.store.tables.table import Table

SOURCES = ("server/sample", "server/oversight/tallies")
_PEOPLE = frozenset(
    {"account", "formerpassword", "recoverycode", "websession", "failedtry", "audit"}
)
"""Filled by whoever signs in, not by the sample: each run has people of its own."""


def code() -> str:
    """Return a fingerprint of the code that makes and counts the sample."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[2]
    for source in SOURCES:
        for file in sorted((root / source).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.read_bytes())
    return digest.hexdigest()


def shapes() -> Mapping[str, str]:
    """Return a fingerprint of each table: its columns, keys and indexes, not its words."""
    return {table._meta.table_name: _shape(table) for table in ALL}  # noqa: SLF001 - peewee's way


def filled(counts: Mapping[str, int]) -> Mapping[str, str]:
    """Return the shapes of the tables that the sample has filled, by how many rows each has.

    A table that it left empty may change, and a new one may come: nothing that is kept is in them.
    """
    return {
        name: shape for name, shape in shapes().items() if counts.get(name) and name not in _PEOPLE
    }


def still_fits(kept: Mapping[str, str]) -> bool:
    """Whether every table that was filled is what it was."""
    now = shapes()
    return bool(kept) and all(now.get(name) == shape for name, shape in kept.items())


def _shape(table: type[Table]) -> str:
    """Return a fingerprint of the statements that make a table, as PostgreSQL is told them."""
    making: Any = peewee.SchemaManager(table, peewee.PostgresqlDatabase(None))
    statements = [
        making._create_table(safe=False),  # noqa: SLF001 - peewee shows it no other way
        *making._create_indexes(safe=False),  # noqa: SLF001
    ]
    told = "\n".join(repr(statement.query()) for statement in statements)
    return hashlib.sha256(told.encode()).hexdigest()
