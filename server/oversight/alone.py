"""That entries are counted by one process at a time.

Counting itself is safe beside another (`ledgers.claim`); a second process would only be in the way.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.store.address import is_postgresql
from server.store.database import reading, rows

_NUMBER = 0x71756163
"""A number of our own, for PostgreSQL's advisory lock. It lasts as long as the connection."""


@contextmanager
def alone(database: str) -> Iterator[bool]:
    """Give whether no other process counts in this open store, and keep others out meanwhile.

    Raises `OSError` where no file can be made beside an SQLite database, `StoreUnavailableError`.
    """
    if is_postgresql(database):
        with reading():
            (found,) = rows(f"SELECT pg_try_advisory_lock({_NUMBER})")
        yield bool(found[0])
        return
    with Path(f"{database}-counting").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
