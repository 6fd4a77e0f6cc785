"""What has changed of the reference data, import by import."""

from typing import NamedTuple

from server.query.filters import Filters
from server.query.listing import Listing
from server.reference.versions import SHARED
from server.store.database import rows
from wire.reference import OWN


class ChangeRow(NamedTuple):
    """One change of one dataset; what one import changed for many outlets is one line."""

    dataset: str
    version: int
    """The newest of it."""
    at: str
    changed: int
    """Rows."""
    outlets: int
    """Outlets that it was for; 0: everybody."""


def changes(filters: Filters) -> Listing[ChangeRow]:
    """Return the changes, the newest first, within a transaction that reads."""
    names = (*SHARED, *OWN)
    told = f"version > 0 AND dataset IN ({', '.join('?' for _name in names)})"
    total = rows(
        f"SELECT count(*) FROM (SELECT 1 FROM refversion WHERE {told} GROUP BY dataset, at) AS one",  # noqa: S608 (question marks alone)
        names,
    )
    found = rows(
        f"""
        SELECT dataset, max(version), at, sum(changed),
               count(CASE WHEN scope <> '' THEN 1 END)
        FROM refversion WHERE {told}
        GROUP BY dataset, at ORDER BY at DESC, dataset LIMIT ? OFFSET ?
        """,  # noqa: S608 (question marks alone)
        (*names, filters.most, filters.first),
    )
    lines = [ChangeRow(name, int(top), at, int(n), int(of)) for name, top, at, n, of in found]
    return Listing(rows=lines, total=int(total[0][0]))
