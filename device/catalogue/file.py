"""The catalogue's file: SQLite, replaced whole, only ever read at the counter."""

import logging
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from device.catalogue.folding import words
from device.catalogue.row import DrugRow, decode_row, encode_row

log = logging.getLogger(__name__)

MOST = 999
"""A search counts no further: nobody reads on after a hundred pages."""
_TABLES = """
    CREATE TABLE drug (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL,
        check_sum INTEGER NOT NULL
    );
    CREATE TABLE pack (gtin TEXT PRIMARY KEY, drug INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE registration (text TEXT, drug INTEGER, PRIMARY KEY (text, drug)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE words USING fts5(
        text, content='', detail=none, prefix='1 2 3', tokenize="unicode61 tokenchars '.'"
    );
"""
_BY_GTIN = "SELECT body, check_sum FROM drug JOIN pack ON pack.drug = number WHERE gtin = ?"
_BY_ID = "SELECT body, check_sum FROM drug WHERE id = ?"
_BY_NUMBER = "SELECT body, check_sum FROM drug WHERE number = ?"
_BY_REGISTRATION = (
    "SELECT body, check_sum FROM drug JOIN registration ON registration.drug = number"
    " WHERE text = ? ORDER BY number"
)


class Hits(NamedTuple):
    """One page of a search."""

    rows: tuple[DrugRow, ...]
    total: int
    """How many there are; `MOST` stands for "so many or more"."""


class CatalogueFile:
    """Reads a catalogue file. May be used from several threads.

    A file that is missing or cannot be read answers like an empty one: what the outlet has entered
    itself is still sold. A file that was replaced is noticed at the next question.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._here = threading.local()
        self._numbers: dict[str, int] = {}
        self._numbers_of: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is no drug in it, or no file."""
        return not self._rows("SELECT 1 FROM drug LIMIT 1")

    def by_gtin(self, gtin: str) -> DrugRow | None:
        """Return the drug that a pack's code stands for."""
        return _first(self._rows(_BY_GTIN, gtin))

    def by_id(self, drug: str) -> DrugRow | None:
        """Return a drug by its id."""
        return _first(self._rows(_BY_ID, drug))

    def by_registration(self, text: str) -> tuple[DrugRow, ...]:
        """Return the drugs of a registration number."""
        return _sound(self._rows(_BY_REGISTRATION, text.strip().upper()))

    def find(self, text: str, *, page: int, size: int, first: Collection[str] = ()) -> Hits:
        """Search names, ingredients and registration numbers; every word is the beginning of one.

        Drugs of the ids in `first` come before all others.
        """
        wanted = _match(text)
        if not wanted:
            return Hits((), 0)
        found = self._rows("SELECT rowid FROM words WHERE words MATCH ? LIMIT ?", wanted, MOST)
        numbers = [number for (number,) in found]
        mine = self._numbers_for(first)
        if mine and len(numbers) == MOST:
            numbers = self._with_mine(wanted, mine, numbers)
        numbers.sort(key=lambda number: (number not in mine, number))
        shown = numbers[page * size : (page + 1) * size]
        return Hits(_sound([row for n in shown for row in self._rows(_BY_NUMBER, n)]), len(numbers))

    def _with_mine(self, wanted: str, mine: frozenset[int], numbers: list[int]) -> list[int]:
        """Look further for what is on the shelf where a search finds very much."""
        found = self._rows("SELECT rowid FROM words WHERE words MATCH ?", wanted)
        own = [number for (number,) in found if number in mine]
        return list(dict.fromkeys([*own, *numbers]))[:MOST]

    def _numbers_for(self, drugs: Collection[str]) -> frozenset[int]:
        """Return the numbers of drugs, which do not change while the file is the same."""
        inode = self._inode()
        if inode != self._numbers_of:
            self._numbers, self._numbers_of = {}, inode
        for drug in drugs:
            if drug not in self._numbers:
                found = self._rows("SELECT number FROM drug WHERE id = ?", drug)
                self._numbers[drug] = found[0][0] if found else -1
        return frozenset(self._numbers[drug] for drug in drugs)

    def _rows(self, question: str, *values: object) -> list[Any]:
        if not self._inode():
            return []  # an outlet without one sells from its own list
        try:
            return self._connection().execute(question, values).fetchall()
        except (sqlite3.Error, OSError) as error:
            log.warning("the catalogue does not answer: %s", error)
            self._here.line = None
            return []

    def _connection(self) -> sqlite3.Connection:
        inode = self._inode()
        line: sqlite3.Connection | None = getattr(self._here, "line", None)
        if line is None or self._here.inode != inode:
            line = sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", uri=True)
            line.execute("PRAGMA mmap_size = 67108864")
            self._here.line, self._here.inode = line, inode
        return line

    def stamp(self) -> tuple[int, int]:
        """Return what tells this file from another that is put in its place."""
        try:
            seen = self._file.stat()
        except OSError:
            return 0, 0
        return seen.st_ino, seen.st_mtime_ns

    def _inode(self) -> int:
        return self.stamp()[0]


def read_drugs(file: Path) -> Iterator[DrugRow]:
    """Yield every drug of a catalogue file that can be read; none where there is no file."""
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as line:
            for body, check_sum in line.execute("SELECT body, check_sum FROM drug"):
                if row := decode_row(body, check_sum):
                    yield row
    except sqlite3.Error as error:
        log.warning("the catalogue in use cannot be read: %s", error)


def write_catalogue(file: Path, rows: Iterable[DrugRow]) -> int:
    """Write a catalogue in one step, in place of the one before; return how many drugs.

    Raises `OSError` or `sqlite3.Error`; then the one before is untouched.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".part")
    fresh.unlink(missing_ok=True)
    # By name, so that a search comes out in that order without sorting.
    ordered = sorted(rows, key=lambda row: (words(row.name), row.id))
    with closing(sqlite3.connect(fresh)) as line, line:
        line.executescript(_TABLES)
        line.executemany("INSERT INTO drug VALUES (?, ?, ?, ?)", map(_stored, enumerate(ordered)))
        line.executemany("INSERT OR IGNORE INTO pack VALUES (?, ?)", _packs(ordered))
        line.executemany("INSERT INTO registration VALUES (?, ?)", _registrations(ordered))
        searched = ((number, _searched(row)) for number, row in enumerate(ordered))
        line.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", searched)
        line.execute("INSERT INTO words (words) VALUES ('optimize')")
    fresh.replace(file)
    return len(ordered)


def _stored(numbered: tuple[int, DrugRow]) -> tuple[Any, ...]:
    number, row = numbered
    return number, row.id, *encode_row(row)


def _packs(rows: Sequence[DrugRow]) -> Iterable[tuple[str, int]]:
    return ((unit.gtin, n) for n, row in enumerate(rows) for unit in row.units if unit.gtin)


def _registrations(rows: Sequence[DrugRow]) -> Iterable[tuple[str, int]]:
    return ((row.registration.upper(), n) for n, row in enumerate(rows) if row.registration)


def _searched(row: DrugRow) -> str:
    parts = [row.name, *(name for name, _strength in row.ingredients), row.registration]
    return " ".join(dict.fromkeys(word for part in parts for word in words(part)))


def _match(text: str) -> str:
    """Return what FTS5 is asked: every word a prefix. Folded words hold no sign of its language."""
    return " AND ".join(f'"{word}"*' for word in words(text))


def _first(rows: Sequence[tuple[bytes, int]]) -> DrugRow | None:
    return next(iter(_sound(rows)), None)


def _sound(rows: Iterable[tuple[bytes, int]]) -> tuple[DrugRow, ...]:
    found = (decode_row(body, check_sum) for body, check_sum in rows)
    return tuple(row for row in found if row)
