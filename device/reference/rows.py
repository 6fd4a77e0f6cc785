"""Rows of reference data as they came, in a SQLite file beside the ledger.

Nothing here is the outlet's own: a file that is damaged is set aside, and everything in it is
fetched once more.
"""

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from msgspec import Raw

from device.kept_file import KeptFile
from device.reference.errors import ForeignPageError, KeepingError, WornError
from wire.reference import Dataset, Page, Place, Row, Snapshot

log = logging.getLogger(__name__)

_TABLES = """
    CREATE TABLE IF NOT EXISTS place (
        dataset TEXT PRIMARY KEY, version INTEGER NOT NULL, key TEXT NOT NULL,
        complete INTEGER NOT NULL, at TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS row (
        dataset TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,
        check_sum INTEGER NOT NULL, PRIMARY KEY (dataset, key)
    );
"""
_BUSY_SECONDS = 10.0


class Standing(NamedTuple):
    """How far a dataset has come."""

    place: Place
    complete: int
    """The newest version that was here as a whole; 0: none yet."""
    at: datetime | None
    """When that was."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing newer has come in part."""
        return self.complete > 0 and self.place.version == self.complete


class Rows(KeptFile):
    """The file. May be used from several threads; raises `KeepingError`."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, tables=_TABLES, error=KeepingError, busy_seconds=_BUSY_SECONDS)

    def standing(self, dataset: Dataset) -> Standing:
        """Return how far a dataset has come."""
        with self.asked() as line:
            found = line.execute(
                "SELECT version, key, complete, at FROM place WHERE dataset = ?", (dataset,)
            ).fetchone()
        if found is None:
            return Standing(Place(dataset=dataset), 0, None)
        version, key, complete, at = found
        place = Place(dataset=dataset, version=version, key=key)
        return Standing(place, complete, datetime.fromisoformat(at) if at else None)

    def rows(self, dataset: Dataset) -> Iterator[Row]:
        """Yield every row in the order of keys; raise `WornError` at one the card has changed."""
        with self.asked() as line:
            found = line.execute(
                "SELECT key, version, CAST(body AS BLOB), check_sum FROM row"
                " WHERE dataset = ? ORDER BY key",
                (dataset,),
            ).fetchall()
        for key, version, body, check_sum in found:
            if _sum(dataset, key, version, body) != check_sum:
                raise WornError(f"a row of {dataset} is worn")
            yield Row(key=key, version=version, body=Raw(body))

    def take(self, page: Page, asked: Place, *, at: datetime) -> bool:
        """Take a page, all of it or nothing; return whether the dataset is whole now.

        `asked` is the place that was asked from. Raises `ForeignPageError` where the page does not
        continue it.
        """
        anew = page.from_nothing or page.newest < asked.version
        begins = Place(dataset=asked.dataset) if anew else asked
        _check(page, begins)
        with self.writing() as line:
            if self.standing(page.dataset).place != asked:
                raise ForeignPageError("the page continues what is not here any more")
            if anew:
                log.warning("the province begins %s again from nothing", page.dataset)
                _forget(line, page.dataset)
            _put(line, page.dataset, page.rows)
            place = _after(page, begins)
            _stand(line, place, complete=page.newest if page.is_last else None, at=at)
        return page.is_last

    def take_snapshot(self, snapshot: Snapshot, rows: Iterable[Row], *, at: datetime) -> bool:
        """Put a whole dataset in the place of what is here; return whether it was newer."""
        place = Place(dataset=snapshot.dataset, version=snapshot.version)
        with self.writing() as line:
            if self.standing(snapshot.dataset).place.version >= snapshot.version:
                return False
            _forget(line, snapshot.dataset)
            _put(line, snapshot.dataset, rows)
            _stand(line, place, complete=snapshot.version, at=at)
        return True

    def begin_again(self, dataset: Dataset) -> None:
        """Forget a dataset, to fetch it anew."""
        with self.writing() as line:
            _forget(line, dataset)

    def _prepare(self, line: sqlite3.Connection) -> None:
        """A page that was taken is not asked for again: readers do not hold it up."""
        line.execute("PRAGMA journal_mode = WAL")


def _check(page: Page, asked: Place) -> None:
    if page.dataset != asked.dataset:
        raise ForeignPageError("the page is of another dataset")
    before = (asked.version, asked.key)
    for row in page.rows:
        if (row.version, row.key) <= before or row.version > page.newest:
            raise ForeignPageError("the page is out of order")
        before = (row.version, row.key)
    if not page.rows and not page.is_last:
        raise ForeignPageError("the page leads nowhere")


def _after(page: Page, asked: Place) -> Place:
    """Return the place behind a page; behind the last one nothing is missing up to `newest`."""
    last = page.rows[-1] if page.rows else None
    if page.is_last and (last is None or last.version < page.newest):
        key = asked.key if last is None and asked.version == page.newest else ""
        return Place(dataset=page.dataset, version=page.newest, key=key)
    if last is None:
        return asked
    return Place(dataset=page.dataset, version=last.version, key=last.key)


def _put(line: sqlite3.Connection, dataset: Dataset, rows: Iterable[Row]) -> None:
    for row in rows:
        body = bytes(row.body)
        if body == b"null":
            line.execute("DELETE FROM row WHERE dataset = ? AND key = ?", (dataset, row.key))
            continue
        line.execute(
            "INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?, ?)",
            (dataset, row.key, row.version, body, _sum(dataset, row.key, row.version, body)),
        )


def _stand(line: sqlite3.Connection, place: Place, *, complete: int | None, at: datetime) -> None:
    whole_at = at.isoformat() if complete else ""
    line.execute(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?) ON CONFLICT (dataset) DO UPDATE SET"
        " version = excluded.version, key = excluded.key,"
        " complete = CASE WHEN excluded.complete > 0 THEN excluded.complete ELSE complete END,"
        " at = CASE WHEN excluded.complete > 0 THEN excluded.at ELSE at END",
        (place.dataset, place.version, place.key, complete or 0, whole_at),
    )


def _forget(line: sqlite3.Connection, dataset: Dataset) -> None:
    line.execute("DELETE FROM row WHERE dataset = ?", (dataset,))
    line.execute("DELETE FROM place WHERE dataset = ?", (dataset,))


def _sum(dataset: str, key: str, version: int, body: bytes) -> int:
    return crc32(body, crc32(f"{dataset}\0{key}\0{version}".encode()))
