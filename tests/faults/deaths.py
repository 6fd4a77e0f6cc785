"""A process that ends itself, as a pulled plug would, at a named place in its own work.

A place is `module:Qualified.name`, or `sql:TEXT` for the database's statements that contain the
text (in SQLite and PostgreSQL alike; `sql:COMMIT` is what makes a transaction last). A place that
does not exist is an error before anything runs: a renamed function must not go unnoticed.
"""

import functools
import inspect
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, cast

When = Literal["before", "after"]
_SQL = "sql:"


class NoSuchPlaceError(LookupError):
    """A place names nothing that is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """Where a process is to end."""

    place: str
    when: When
    call: int = 1
    """At which call, from 1."""

    def __str__(self) -> str:
        return f"{self.when} {self.place} (call {self.call})"


def check_place(place: str) -> None:
    """Raise `NoSuchPlaceError` unless the place is there."""
    if not place.startswith(_SQL):
        _find(place)


def arm(death: Death, witness: Path | None = None) -> None:
    """Let this process end at the place. Just before, it leaves a line in the file `witness`."""
    fuse = _Fuse(death, witness)
    if death.place.startswith(_SQL):
        _arm_statements(death.place.removeprefix(_SQL), fuse)
    else:
        _arm_function(death.place, fuse)


class _Fuse:
    """Counts calls and ends the process at the right one."""

    def __init__(self, death: Death, witness: Path | None) -> None:
        self._death, self._witness = death, witness
        self._calls = 0

    def around(self, call: Callable[[], Any]) -> Any:
        self._calls += 1
        is_time = self._calls == self._death.call
        if is_time and self._death.when == "before":
            self._die()
        result = call()
        if is_time:
            self._die()
        return result

    def _die(self) -> None:
        if self._witness:
            line = os.open(self._witness, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(line, f"{self._death}\n".encode())
            os.close(line)
        os.kill(os.getpid(), signal.SIGKILL)


def _find(place: str) -> tuple[Any, str, Any]:
    """Return what holds a function, the function's name in it, and the function as it is held."""
    module_name, _colon, qualified = place.partition(":")
    try:
        owner: Any = import_module(module_name)
        *path, name = qualified.split(".")
        for step in path:
            owner = getattr(owner, step)
        return owner, name, inspect.getattr_static(owner, name)
    except (ImportError, AttributeError, ValueError) as error:
        raise NoSuchPlaceError(place) from error


def _arm_function(place: str, fuse: _Fuse) -> None:
    owner, name, held = _find(place)
    function = held.__func__ if isinstance(held, staticmethod | classmethod) else held
    if not callable(function):
        raise NoSuchPlaceError(place)

    @functools.wraps(function)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        return fuse.around(lambda: function(*arguments, **options))

    setattr(owner, name, type(held)(wrapped) if function is not held else wrapped)
    if inspect.ismodule(owner):
        _replace_aliases(function, wrapped)


def _replace_aliases(function: object, wrapped: object) -> None:
    """Put the wrapper wherever a module that is loaded already holds the function by name."""
    for module in list(sys.modules.values()):
        for alias, held in list(getattr(module, "__dict__", {}).items()):
            if held is function:
                setattr(module, alias, wrapped)


def _arm_statements(text: str, fuse: _Fuse) -> None:
    def watched(run: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(run)
        def wrapped(self: Any, statement: Any, *rest: Any, **options: Any) -> Any:
            if text not in str(statement):
                return run(self, statement, *rest, **options)
            return fuse.around(lambda: run(self, statement, *rest, **options))

        return wrapped

    _arm_sqlite(watched, fuse if text == "COMMIT" else None)
    _arm_postgres(watched, fuse if text == "COMMIT" else None)


def _arm_sqlite(
    watched: Callable[[Callable[..., Any]], Callable[..., Any]], commits: _Fuse | None
) -> None:
    class Cursor(sqlite3.Cursor):
        execute = watched(sqlite3.Cursor.execute)
        executemany = watched(sqlite3.Cursor.executemany)

    class Connection(sqlite3.Connection):
        execute = watched(sqlite3.Connection.execute)
        executemany = watched(sqlite3.Connection.executemany)

        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def commit(self) -> None:
            if commits and self.in_transaction:
                commits.around(super().commit)
            else:
                super().commit()

    connect = sqlite3.connect

    @functools.wraps(connect)
    def connect_watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
        return cast("sqlite3.Connection", connect(*arguments, **{"factory": Connection, **options}))

    for module in (sqlite3, sqlite3.dbapi2):
        setattr(module, "connect", connect_watched)  # noqa: B010 - mypy knows its overloads


def _arm_postgres(
    watched: Callable[[Callable[..., Any]], Callable[..., Any]], commits: _Fuse | None
) -> None:
    psycopg = sys.modules.get("psycopg")
    if psycopg is None:
        return
    cursor = psycopg.Cursor
    cursor.execute = watched(cursor.execute)
    cursor.executemany = watched(cursor.executemany)
    if commits:
        commit = psycopg.Connection.commit
        psycopg.Connection.commit = lambda self: commits.around(lambda: commit(self))
