"""Pages: what has changed in a dataset since a place, as much as one message carries."""

import msgspec

from server.reference.versions import is_version, newest_of
from server.store.database import rows
from wire.reference import MAX_PACKED, Page, Place, Row, pack

_MOST_ROWS = 4_000
_PLAIN_AT_FIRST = 384 * 1024
"""Bytes that are tried first: rows of a catalogue shrink to a sixteenth."""
_ROOM = 0.92
"""Of what should fit by the last attempt, so that there are few."""


def page(place: Place, scope: str, *, most: int = MAX_PACKED) -> Page:
    """Return what follows a place, packed no larger than `most` bytes, but one row at least.

    A place that this database has never given out begins from nothing. Within a transaction.
    """
    return packed(place, scope, most=most)[0]


def packed(place: Place, scope: str, *, most: int = MAX_PACKED) -> tuple[Page, bytes]:
    """Return a page, and as it is sent."""
    newest_here = newest_of(place.dataset, scope)
    is_known = not place.version or is_version(place.dataset, scope, place.version)
    if not is_known:
        place = Place(dataset=place.dataset)
    found = after(place, scope, most=_MOST_ROWS)
    count = _begin_with(found)
    while True:
        made = Page(
            dataset=place.dataset,
            rows=tuple(found[:count]),
            newest=newest_here,
            is_last=count == len(found) and len(found) < _MOST_ROWS,
            from_nothing=not is_known,
        )
        sent = pack(made)
        if len(sent) <= most or count <= 1:
            return made, sent
        count = max(1, min(count - 1, int(count * most / len(sent) * _ROOM)))


def after(place: Place, scope: str, *, most: int) -> list[Row]:
    """Return the rows behind a place, in the order in which they are taken."""
    found = rows(
        """
        SELECT key, version, body, gone FROM refrow
        WHERE dataset = ? AND scope = ? AND (version, key) > (?, ?)
        ORDER BY version, key LIMIT ?
        """,
        (place.dataset, scope, place.version, place.key, most),
    )
    return [
        Row(key=key, version=int(version), body=msgspec.Raw(body.encode()))
        if not gone
        else Row(key=key, version=int(version))
        for key, version, body, gone in found
    ]


def _begin_with(found: list[Row]) -> int:
    size = 0
    for count, row in enumerate(found):
        size += len(row.key) + len(bytes(row.body)) + 40
        if size > _PLAIN_AT_FIRST:
            return max(1, count)
    return len(found)
