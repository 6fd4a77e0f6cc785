"""What is left of confirmed items when the process is killed."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench.load.child import Child

_NUMBER = re.compile(rb'"seq":(\d+),')
_MAGIC = b"SQLite format 3"


class Survived(NamedTuple):
    """Of how many confirmed items how many are on the disk."""

    confirmed: int
    kept: int


def kill_once(name: str, folder: Path, packages: Path | None, after: int) -> Survived:
    """Kill a contender after so many confirmed items, and look for them in its files."""
    with Child(name, folder, packages) as child:
        lines = child.confirmed()
        confirmed = set(islice(lines, after))
        child.kill()
        confirmed.update(lines)
    return Survived(len(confirmed), len(confirmed & kept_in(folder)))


def kept_in(folder: Path) -> set[int]:
    """Return the numbers of all entries in a folder's databases, however they are wrapped."""
    return {
        int(found[1])
        for cell in _cells(folder)
        for found in _NUMBER.finditer(cell.encode() if isinstance(cell, str) else cell)
    }


def _cells(folder: Path) -> Iterator[str | bytes]:
    for file in folder.rglob("*"):
        if not file.is_file() or file.read_bytes()[: len(_MAGIC)] != _MAGIC:
            continue
        with closing(sqlite3.connect(file)) as database:
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in tables.fetchall():
                for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - its own names
                    yield from (cell for cell in row if isinstance(cell, (str, bytes)))
