"""Each named query inside the program, and the same answer through psql, one after the other."""

import re
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bench.pages.by_hand import PAIRS, Asked, Pair
from server.store.database import reading

_TIME = re.compile(r"^Time: ([0-9.]+) ms", re.MULTILINE)
_SEPARATOR = "\x1f"


class OtherAnswerError(AssertionError):
    """The two do not say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A named query beside psql, medians in milliseconds."""

    page: str
    name: str
    rows: int
    ours: float
    psql: float

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.psql


def compare(database: str, asked: Asked, times: int) -> Iterator[Compared]:
    """Yield every pair, measured in turns; raise `OtherAnswerError`."""
    for pair in PAIRS:
        yield _compare(database, pair, asked, times)


def _compare(database: str, pair: Pair, asked: Asked, times: int) -> Compared:
    statement = " ".join(pair.sql.format(**asked.words).split())
    found = _ours(pair, asked)[1]
    _check(pair, found, _psql(database, statement, 1)[1])
    ours, theirs = [], []
    for _turn in range(2):  # in turns: what else the machine does falls on both
        theirs += _psql(database, statement, times)[0]
        ours += [_ours(pair, asked)[0] for _ in range(times)]
    return Compared(
        page=pair.page,
        name=pair.name,
        rows=len(found),
        ours=statistics.median(ours),
        psql=statistics.median(theirs),
    )


def _ours(pair: Pair, asked: Asked) -> tuple[float, Sequence[tuple[Any, ...]]]:
    began = time.perf_counter()
    with reading():
        found = pair.run(asked)
    return 1000 * (time.perf_counter() - began), found


def _psql(database: str, statement: str, times: int) -> tuple[list[float], list[list[str]]]:
    """Return how long psql says each took, and the rows of all together."""
    script = "\\timing on\n" + f"{statement};\n" * times
    done = subprocess.run(  # noqa: S603 - our own statements
        ["psql", "-X", "-A", "-t", "-F", _SEPARATOR, "-v", "ON_ERROR_STOP=1", database],  # noqa: S607 - Debian's
        input=script,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [
        line.split(_SEPARATOR)
        for line in done.stdout.splitlines()
        if _SEPARATOR in line and not line.startswith("Time: ")
    ]
    return [float(found) for found in _TIME.findall(done.stdout)], lines


def _check(pair: Pair, ours: Sequence[tuple[Any, ...]], theirs: list[list[str]]) -> None:
    if len(ours) != len(theirs):
        raise OtherAnswerError(f"{pair.name}: {len(ours)} rows, by hand {len(theirs)}")
    own = sum(Decimal(getattr(row, pair.figure)) for row in ours)
    other = sum(Decimal(row[pair.column]) for row in theirs)
    if own != other:
        raise OtherAnswerError(f"{pair.name}: {pair.figure} {own}, by hand {other}")
