"""Counting what a database holds, for a backup and for the proof that it came back."""

from typing import NamedTuple

from server.store.copying import Look

_HEADS_SINCE = 2
"""Version of the tables that notes the hash at a ledger's mark."""


class Held(NamedTuple):
    """What a database holds."""

    rows: dict[str, int]
    ledgers: dict[str, str]


def held(look: Look) -> Held:
    """Count every table, and note every ledger's mark, all of one moment."""
    counts = {
        name: int(look.rows(f'SELECT count(*) FROM "{name}"')[0][0])  # noqa: S608 - a table's name
        for name in look.tables
    }
    if "mark" not in look.tables:
        return Held(counts, {})
    head = "head" if look.schema >= _HEADS_SINCE else "''"
    marks = look.rows(f"SELECT terminal, epoch, through, {head} FROM mark")  # noqa: S608 - fixed
    return Held(
        counts,
        {f"{terminal}/{epoch}": f"{through}:{head}" for terminal, epoch, through, head in marks},
    )
