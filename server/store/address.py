"""Where a database is, as the settings name it."""

import re

_POSTGRESQL = re.compile(r"postgres(ql)?://")


def is_postgresql(database: str) -> bool:
    """Whether it is a PostgreSQL database, and not a file."""
    return bool(_POSTGRESQL.match(database))
