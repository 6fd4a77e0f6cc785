"""What a backup needs of the database itself."""

import peewee

from server.store.database import StoreUnavailableError, rows, run
from server.store.tables import ALL


def table_names() -> tuple[str, ...]:
    """Return the names of all tables."""
    return tuple(table._meta.table_name for table in ALL)  # noqa: SLF001


def shared_moment() -> str:
    """Return PostgreSQL's name for what this transaction sees, for another connection to see too.

    Within a transaction, which may then wait as long as the other reads.
    """
    run("SET LOCAL idle_in_transaction_session_timeout = 0")
    return str(rows("SELECT pg_export_snapshot()")[0][0])


def is_empty(database: str) -> bool:
    """Whether a PostgreSQL database holds no tables; raise `StoreUnavailableError`."""
    from server.store.postgresql import PostgresqlEngine  # noqa: PLC0415 - only where it is asked

    engine = PostgresqlEngine(database)
    try:
        engine.open()
        return not engine.database.get_tables()
    except (peewee.DatabaseError, *engine.failures) as error:
        raise StoreUnavailableError(str(error).strip()) from error
    finally:
        if not engine.database.is_closed():
            engine.database.close()
