"""Datasets under versions: rows go in, and what changed since a place comes out.

A version is a point in time as well as a number: it is at least the clock's second, so that a
province that was restored from a backup never gives a version out twice.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, cast

import msgspec

from server.store.database import add, given, rows, run, to_json, to_text
from server.store.turn import take_turn
from wire.reference import OWN, Dataset

SHARED: tuple[Dataset, ...] = ("catalogue", "prices", "parameters")
"""Datasets that every terminal gets."""
EVERYBODY = ""
"""The scope of those; the scope of an outlet's own is its code."""
_TURN = "reference"
MAX_KEY = 200
MAX_BODY = 16 * 1024
"""Bytes of one row: whatever stands in it, one row fits into a page."""


class Put(NamedTuple):
    """What an import has changed."""

    version: int
    """Of the dataset now; 0: it is empty."""
    changed: int
    """Rows that are new or different."""
    gone: int
    """Rows that were left out."""


class Change(NamedTuple):
    """One version of one dataset."""

    dataset: str
    scope: str
    version: int
    at: str
    changed: int


class Standing(NamedTuple):
    """A dataset as it is now."""

    dataset: str
    version: int
    at: str
    """When it changed last."""
    rows: int


def put(
    dataset: str,
    scope: str,
    bodies: Mapping[str, bytes],
    now: datetime,
    *,
    is_full: bool = True,
) -> Put:
    """Write rows that differ under one new version; within a transaction that writes.

    Rows that a full import leaves out are gone. Raises `ValueError` for a row that no page could
    carry. Whoever else imports waits until this transaction has ended.
    """
    _check(bodies)
    take_turn(_TURN, now)
    known = _stored(dataset, scope)
    fresh = {key: body for key, body in bodies.items() if known.get(key) != body.decode()}
    gone = [key for key, body in known.items() if body and key not in bodies] if is_full else []
    if not fresh and not gone:
        return Put(newest_of(dataset, scope), 0, 0)
    version = note(dataset, scope, len(fresh) + len(gone), now)
    _write(dataset, scope, version, {key: body.decode() for key, body in fresh.items()}, known)
    _write(dataset, scope, version, dict.fromkeys(gone, ""), known)
    return Put(version, len(fresh), len(gone))


def put_each(dataset: str, by_scope: Mapping[str, Mapping[str, bytes]], now: datetime) -> list[Put]:
    """Write the own rows of many outlets; return what changed where something did.

    Those that differ are found in one reading: most lists change little.
    """
    take_turn(_TURN, now)
    known: dict[str, dict[str, str]] = {}
    for scope, key, body in rows(
        "SELECT scope, key, body FROM refrow WHERE dataset = ? AND gone = 0", (dataset,)
    ):
        known.setdefault(scope, {})[key] = body
    return [
        put(dataset, scope, bodies, now)
        for scope, bodies in by_scope.items()
        if known.get(scope, {}) != {key: body.decode() for key, body in bodies.items()}
    ]


def remove(dataset: str, scope: str, keys: Iterable[str], now: datetime) -> Put:
    """Take rows away; within a transaction that writes."""
    take_turn(_TURN, now)
    known = _stored(dataset, scope)
    gone = {key: "" for key in keys if known.get(key)}
    if not gone:
        return Put(newest_of(dataset, scope), 0, 0)
    version = note(dataset, scope, len(gone), now)
    _write(dataset, scope, version, gone, known)
    return Put(version, 0, len(gone))


def note(dataset: str, scope: str, changed: int, now: datetime) -> int:
    """Give a dataset a new version, higher than any before, and return it."""
    take_turn(_TURN, now)
    fresh = max(latest() + 1, int(now.timestamp()))
    add(
        "refversion",
        ("dataset", "scope", "version", "at", "changed"),
        [(dataset, scope, fresh, to_text(now), changed)],
    )
    return fresh


def latest() -> int:
    """Return the newest version of anything: it rises with every change. 0: nothing yet."""
    return int(rows("SELECT coalesce(max(version), 0) FROM refversion")[0][0])


def newest(scope: str = EVERYBODY) -> dict[str, int]:
    """Return the newest version of each dataset that an outlet gets; those without rows lack."""
    found = rows(
        "SELECT dataset, scope, max(version) FROM refversion WHERE scope IN ('', ?)"
        " AND version > 0 GROUP BY dataset, scope",
        (scope,),
    )
    return {
        dataset: int(version)
        for dataset, of, version in found
        if dataset in (SHARED if of == EVERYBODY else OWN)
    }


def newest_of_all() -> dict[str, dict[str, int]]:
    """Return the newest versions by scope and dataset."""
    found: dict[str, dict[str, int]] = {}
    for scope, dataset, version in rows(
        "SELECT scope, dataset, max(version) FROM refversion WHERE version > 0"
        " GROUP BY scope, dataset"
    ):
        if dataset in (SHARED if scope == EVERYBODY else OWN):
            found.setdefault(scope, {})[dataset] = int(version)
    return found


def scopes_changed(*, after: int) -> set[str]:
    """Return whose datasets, of those that terminals get, have changed after a version."""
    found = rows("SELECT DISTINCT scope, dataset FROM refversion WHERE version > ?", (after,))
    return {scope for scope, dataset in found if dataset in (SHARED if not scope else OWN)}


def standing() -> list[Standing]:
    """Return how each dataset stands; an outlet's own are told as one."""
    found = rows(
        """
        SELECT dataset, max(version), max(at) FROM refversion WHERE version > 0
        GROUP BY dataset ORDER BY dataset
        """
    )
    counts = dict(rows("SELECT dataset, count(*) FROM refrow WHERE gone = 0 GROUP BY dataset"))
    return [
        Standing(dataset, int(version), at, int(counts.get(dataset, 0)))
        for dataset, version, at in found
        if dataset in SHARED or dataset in OWN
    ]


def changes(*, after: int = 0, most: int = 1_000) -> list[Change]:
    """Return what has changed after a version, the oldest first."""
    found = rows(
        "SELECT dataset, scope, version, at, changed FROM refversion"
        " WHERE version > ? ORDER BY version LIMIT ?",
        (after, most),
    )
    return [Change(*row) for row in found]


def bodies(dataset: str, scope: str = EVERYBODY) -> dict[str, bytes]:
    """Return a dataset as it is now, by key."""
    return {key: body.encode() for key, body in _stored(dataset, scope).items() if body}


def as_dataset(name: str) -> Dataset:
    """Return the name of a dataset; raise `ValueError` if it is none."""
    return cast("Dataset", msgspec.convert(name, Dataset))


def _check(new: Mapping[str, bytes]) -> None:
    for key, body in new.items():
        if not 0 < len(key) <= MAX_KEY or not 0 < len(body) <= MAX_BODY:
            raise ValueError(f"a row that cannot be sent: {key[:MAX_KEY]!r}, {len(body)} bytes")


def _stored(dataset: str, scope: str) -> dict[str, str]:
    """Return body by key; empty: gone."""
    found = rows(
        "SELECT key, body, gone FROM refrow WHERE dataset = ? AND scope = ?", (dataset, scope)
    )
    return {key: "" if gone else body for key, body, gone in found}


def newest_of(dataset: str, scope: str = EVERYBODY) -> int:
    """Return the newest version of one dataset; 0: it never had a row."""
    found = rows(
        "SELECT coalesce(max(version), 0) FROM refversion WHERE dataset = ? AND scope = ?",
        (dataset, scope),
    )
    return int(found[0][0])


def is_version(dataset: str, scope: str, version: int) -> bool:
    """Whether this dataset ever had this version."""
    return bool(
        rows(
            "SELECT 1 FROM refversion WHERE dataset = ? AND scope = ? AND version = ?",
            (dataset, scope, version),
        )
    )


def _write(
    dataset: str, scope: str, version: int, new: Mapping[str, str], known: Mapping[str, str]
) -> None:
    old = [key for key in new if key in known]
    if old:
        run(
            f"""
            DELETE FROM refrow WHERE dataset = ? AND scope = ?
            AND key IN (SELECT key FROM {given(key="text")} AS one)
            """,  # noqa: S608 (a fixed text)
            (dataset, scope, to_json((key,) for key in old)),
        )
    add(
        "refrow",
        ("dataset", "scope", "key", "version", "body", "gone"),
        [(dataset, scope, key, version, body, int(not body)) for key, body in new.items()],
    )
