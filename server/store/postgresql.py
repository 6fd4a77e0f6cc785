"""PostgreSQL: the store of a province, on a machine of its own if need be.

Tables are the same as in SQLite: moments and hashes are text, bodies are bytea.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import lru_cache
from typing import Any

import peewee
import psycopg
from psycopg.adapt import Loader
from psycopg.pq import TransactionStatus

from server.store.engine import Row, StoreUnavailableError

_SESSION = {
    # A receipt is a promise about the disk, whatever the server's or the role's default.
    "synchronous_commit": "on",
    # Whoever holds a lock for longer is not coming back; we fail, wait and try again.
    "lock_timeout": "5s",
    # Locks of a machine that vanished are free after a minute, not after two hours.
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    # Tables grow from empty to millions of rows between two looks of the statistics collector:
    # a plan that was kept from then would read them whole.
    "plan_cache_mode": "force_custom_plan",
    "timezone": "UTC",
}
_CONNECTION: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "quay",
    "options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items()),
}
_FEW = 8
"""Up to so many rows one statement each costs less than a copy."""
_SCHEMA_LOCK = 0x71756179
"""A number of our own, for PostgreSQL's advisory lock."""


class _Number(Loader):
    """Sums come as `numeric`: whole ones as int, others as float, as SQLite gives them."""

    def load(self, data: Any) -> int | float:
        text = bytes(data)
        return int(text) if text.lstrip(b"-").isdigit() else float(text)


class PostgresqlEngine:
    """A database on a PostgreSQL server."""

    mistakes = (psycopg.IntegrityError, psycopg.DataError, psycopg.ProgrammingError)
    failures = (psycopg.Error,)
    triggers = (
        (
            "CREATE OR REPLACE FUNCTION entry_stays() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'entries never change and entries never go'"
            " USING ERRCODE = 'integrity_constraint_violation'; END $$"
        ),
        (
            "CREATE OR REPLACE TRIGGER entry_never_changes BEFORE UPDATE OR DELETE ON entry"
            " FOR EACH ROW EXECUTE FUNCTION entry_stays()"
        ),
        (
            "CREATE OR REPLACE TRIGGER entry_never_goes BEFORE TRUNCATE ON entry"
            " FOR EACH STATEMENT EXECUTE FUNCTION entry_stays()"
        ),
        (
            "CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN IF TG_OP = 'DELETE' THEN"
            " IF OLD.at < to_char(now() AT TIME ZONE 'UTC' - interval '12 months', 'YYYY-MM-DD')"
            " THEN RETURN OLD; END IF; END IF;"
            " RAISE EXCEPTION 'the log never changes and stays for a year'"
            " USING ERRCODE = 'integrity_constraint_violation'; END $$"
        ),
        (
            "CREATE OR REPLACE TRIGGER audit_never_changes BEFORE UPDATE OR DELETE ON audit"
            " FOR EACH ROW EXECUTE FUNCTION audit_stays()"
        ),
        (
            "CREATE OR REPLACE TRIGGER audit_never_goes BEFORE TRUNCATE ON audit"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()"
        ),
    )

    def __init__(self, url: str) -> None:
        self.database = _Database(
            url.replace("postgres://", "postgresql://", 1),
            prefer_psycopg3=True,
            # Keys are compared as bytes, whatever language the database sorts by.
            field_types={"TEXT": 'TEXT COLLATE "C"'},
            **_CONNECTION,
        )

    def open(self) -> None:
        """Connect; refuse a server that does not wait for its disk."""
        self.database.connect(reuse_if_open=True)
        if self._execute("SHOW fsync").fetchone()[0] != "on":
            raise StoreUnavailableError("fsync is off in this PostgreSQL: commits can be lost")

    def lock_schema(self) -> None:
        """Wait for others that make or change tables."""
        self._execute(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")

    def schema(self) -> int:
        """Return the number in a table of its own."""
        if not self.database.table_exists("schema_version"):
            return 0
        return int(self._execute("SELECT version FROM schema_version").fetchone()[0])

    def set_schema(self, version: int) -> None:
        """Set the number in a table of its own."""
        self._execute("CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)")
        self._execute("DELETE FROM schema_version")
        self._execute(f"INSERT INTO schema_version VALUES ({version:d})")  # noqa: S608

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write row by row under locks; see `terminals.hold`."""
        with self.database.atomic():
            yield
            # PostgreSQL answers COMMIT after an error with a silent ROLLBACK.
            if self._connection().info.transaction_status != TransactionStatus.INTRANS:
                raise StoreUnavailableError("the transaction has failed")

    def reading(self) -> AbstractContextManager[object]:
        """See the database as it is at the first query."""
        if self.database.in_transaction():
            return self.database.atomic()
        return self.database.atomic("REPEATABLE READ")

    def drop_if_broken(self) -> None:
        """Close what the server has closed."""
        if not self.database.is_closed() and self._connection().closed:
            with suppress(peewee.DatabaseError, peewee.InterfaceError):
                self.database.close()

    def statement(self, sql: str) -> str:
        """Write parameters as psycopg wants them."""
        return _with_percent(sql)

    def stream(self, sql: str, parameters: Row) -> Iterator[tuple[Any, ...]]:
        """Read through a cursor on the server, where there is a transaction to hold it."""
        if not self.database.in_transaction():
            yield from self._execute(sql, parameters)
            return
        with self._connection().cursor(name=f"stream_{id(parameters)}") as cursor:
            cursor.itersize = 2000
            yield from cursor.execute(_with_percent(sql), parameters)

    def run_many(self, sql: str, parameters: Iterable[Row]) -> None:
        """Send all rows without waiting for each answer."""
        with self._connection().cursor() as cursor:
            cursor.executemany(_with_percent(sql), parameters)

    def add(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Copy rows into a table of the session's own, and from there insert what is new."""
        names = ", ".join(columns)
        if len(rows) <= _FEW:
            marks = ", ".join("?" * len(columns))
            self.run_many(
                f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING",  # noqa: S608
                rows,
            )
            return
        with self._connection().cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE IF NOT EXISTS arriving_{table}"
                f" (LIKE {table}) ON COMMIT DELETE ROWS"
            )
            with cursor.copy(f"COPY arriving_{table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM arriving_{table}"  # noqa: S608
                " ON CONFLICT DO NOTHING"
            )

    def given(self, **columns: str) -> str:
        """Take a JSON array of arrays apart."""
        taken = ", ".join(
            f"CAST(value->>{index} AS {kind}) AS {name}"
            for index, (name, kind) in enumerate(columns.items())
        )
        return f"(SELECT {taken} FROM json_array_elements(CAST(? AS json)) AS value)"  # noqa: S608

    def locking(self, table: str) -> str:
        """Hold rows against everybody who wants to hold them too."""
        return f"FOR NO KEY UPDATE OF {table}"

    def _execute(self, sql: str, parameters: Row = ()) -> Any:
        return self.database.execute_sql(_with_percent(sql), parameters)  # type: ignore[no-untyped-call]

    def _connection(self) -> psycopg.Connection[Any]:
        connection: psycopg.Connection[Any] = self.database.connection()  # type: ignore[no-untyped-call]
        return connection


class _Database(peewee.PostgresqlDatabase):
    """Peewee's, with our way to read numbers."""

    def _initialize_connection(self, conn: psycopg.Connection[Any]) -> None:
        conn.adapters.register_loader("numeric", _Number)


@lru_cache(maxsize=1024)
def _with_percent(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")
