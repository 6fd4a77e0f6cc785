"""What differs between the databases that the store can be kept in, and the errors of both."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from peewee import Database

Row = Sequence[object]


class StoreUnavailableError(RuntimeError):
    """The database cannot be used now: locked, disk full, damaged, gone or not durable."""


class Engine(Protocol):
    """SQLite or PostgreSQL. Statements come with `?` for each parameter."""

    @property
    def database(self) -> Database:
        """Peewee's side of it."""
        ...

    @property
    def mistakes(self) -> tuple[type[Exception], ...]:
        """Errors of the driver that tell what is wrong with a statement."""
        ...

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """Errors of the driver that tell what ails the database."""
        ...

    @property
    def triggers(self) -> tuple[str, ...]:
        """Statements that make entries refuse every change."""
        ...

    def open(self) -> None:
        """Connect for the first time; raise unless a commit here will be durable."""
        ...

    def lock_schema(self) -> None:
        """Let nobody else change tables until the transaction ends."""
        ...

    def schema(self) -> int:
        """Return the version of the tables; 0 if there are none."""
        ...

    def set_schema(self, version: int) -> None:
        """Note the version of the tables."""
        ...

    def writing(self) -> AbstractContextManager[object]:
        """One transaction that will write."""
        ...

    def reading(self) -> AbstractContextManager[object]:
        """One transaction that sees a single moment."""
        ...

    def drop_if_broken(self) -> None:
        """Give up this thread's connection if it has ended, so that the next use makes another."""
        ...

    def statement(self, sql: str) -> str:
        """Return a statement as the driver wants it."""
        ...

    def stream(self, sql: str, parameters: Row) -> Iterator[tuple[Any, ...]]:
        """Return what a query gives, without keeping all of it in memory."""
        ...

    def run_many(self, sql: str, parameters: Iterable[Row]) -> None:
        """Execute one statement for many rows."""
        ...

    def add(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert rows past whatever has the same key already: the way for the hot insert."""
        ...

    def given(self, **columns: str) -> str:
        """Return a table expression for rows that are handed over as one parameter (JSON)."""
        ...

    def locking(self, table: str) -> str:
        """Return what a query ends with that holds the rows of a table until the end."""
        ...
