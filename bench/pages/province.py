"""A province with millions of sales in PostgreSQL: made once, kept for the next run."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.pages import sources
from bench.pages.kept import KeptPostgres
from demo.errors import StageError
from demo.postgres import Postgres
from server.oversight import follow
from server.oversight.rounds import ROUNDS
from server.prescriptions.follow import follow as follow_prescriptions
from server.reference.catalogue import drug_book
from server.sample.plans import Plan, pace_for, plan_province
from server.sample.province import write_province
from server.sample.scale import Scale
from server.store import copying
from server.store.database import close_store, open_store, reading, rows

UNTIL = datetime(2026, 11, 23, 4, 56, tzinfo=UTC)
"""The last moment of the sample: figures do not depend on the day of the benchmark."""
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a province is measured."""

    sales: int = 10_000_000
    outlets: int = 886
    days: int = 365

    def scale(self) -> Scale:
        """Return the sample that has about so many sales."""
        scale = Scale(outlets=self.outlets, days=self.days, until=UNTIL)
        return replace(scale, pace=pace_for(scale, self.sales))


@contextmanager
def kept_province(
    folder: Path, size: Size, say: Callable[[str], None], *, may_make: bool = True
) -> Iterator[Postgres]:
    """Have a PostgreSQL server with the sample in it, counted; made where it is not there.

    Raises `StageError` where it would have to be made and may not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / "made.json"
    is_there = mark.exists() and _still_fits(json.loads(mark.read_text()), size)
    if not is_there and not may_make:
        raise StageError(f"{folder}: no province of this size, or of other code")
    if not is_there:
        mark.unlink(missing_ok=True)
        KeptPostgres(folder).forget()
    with KeptPostgres(folder) as server:
        if is_there:
            say("the province of an earlier run is used again")
        else:
            make(server.url, size, say)
            mark.write_text(json.dumps(made_of(server.url, size)))
        yield server


def made_of(database: str, size: Size) -> dict[str, Any]:
    """Return what is noted of a province that was made: how large, by which code, in what."""
    open_store(database)
    counts = {name: _count(name) for name in sources.shapes()}
    close_store()
    return {"size": repr(size), "code": sources.code(), "tables": dict(sources.filled(counts))}


def make(database: str, size: Size, say: Callable[[str], None]) -> Plan:
    """Write the sample, count it, and have PostgreSQL look at its tables."""
    plan = plan_province(size.scale())
    open_store(database)
    began = time.monotonic()
    write_province(plan, database, workers=2)
    open_store(database)
    say(f"{_count('entry'):,} entries written in {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    count()
    say(f"counted in {time.monotonic() - began:.0f} s")
    close_store()
    return plan


def count() -> None:
    """Do all that `python -m server follow` does, until nothing is left; then VACUUM ANALYZE."""
    book = drug_book()
    while follow.follow(book, most=_AT_ONCE):
        pass
    while follow_prescriptions():
        pass
    for one in ROUNDS:
        one.look(UNTIL)
    copying.settle()


def _still_fits(made: dict[str, Any], size: Size) -> bool:
    """Whether a province of this size would be made and counted alike today."""
    if made.get("size") != repr(size) or made.get("code") != sources.code():
        return False
    return sources.still_fits(made.get("tables", {}))


def _count(table: str) -> int:
    with reading():
        return int(rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - our own table
