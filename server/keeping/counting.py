"""Counting what a database holds, for a backup and for the proof that it came back."""

from typing import NamedTuple

from server.store.copying import table_names
from server.store.database import rows


class Held(NamedTuple):
    """What a database holds."""

    rows: dict[str, int]
    ledgers: dict[str, str]


def held() -> Held:
    """Count every table, and note every ledger's mark; within the caller's transaction."""
    counts = {
        name: int(rows(f"SELECT count(*) FROM {name}")[0][0])  # noqa: S608 - our own tables
        for name in table_names()
    }
    marks = rows("SELECT terminal, epoch, through, head FROM mark ORDER BY terminal, epoch")
    return Held(
        counts,
        {f"{terminal}/{epoch}": f"{through}:{head}" for terminal, epoch, through, head in marks},
    )
