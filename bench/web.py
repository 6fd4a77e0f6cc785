"""`make bench-web`: the province's pages on ten million sales in PostgreSQL.

Eight people, signed in with a second factor, click through every page at once: the real program,
its real pages with filters, in as many processes as there are cores (`[web] processes`). Beside it
the pages' queries and, in turns with them, the same answers by SQL written by hand through psql; a
recall on its way to a thousand terminals and back; and what a day's changes of reference data cost
a terminal. People, program, PostgreSQL and broker share this machine. The province is made once
and kept in var/bench; each part may be measured alone, and the last of each makes the table.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench.pages.addresses import look_around
from bench.pages.beside import compare
from bench.pages.by_hand import Asked
from bench.pages.clicking import Times, click_pages, storm, take_files
from bench.pages.parts import Part, keep, measured, together
from bench.pages.people import come_in
from bench.pages.province import UNTIL, Size, kept_province
from bench.pages.recall import measure
from bench.pages.website import website
from bench.reference_bytes import daily_update_bytes
from bench.report import FOLDER, at_most, publish
from server.query.filters import Filters
from server.store.database import close_store, keep_open, open_store, reading, rows

PEOPLE = 8
PAGE_MS, TIMES_BY_HAND, RECALL_SECONDS, UPDATE_BYTES = 300, 2, 5, 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is measured."""

    size: Size
    rounds: int
    """Clicks of each person on each page."""
    storms: int
    """Clicks of each person on each page without a pause."""
    files: int
    """Files that each person takes of each page and kind."""
    times: int
    """Repetitions of a query, twice."""
    terminals: int


FULL = Effort(size=Size(), rounds=8, storms=3, files=1, times=10, terminals=1000)
QUICK = Effort(
    size=Size(sales=4_000, outlets=60, days=42), rounds=1, storms=1, files=1, times=2, terminals=20
)


class Table(Part):
    """What was measured, and what is promised of it."""

    def add_times(self, kind: str, times: Times) -> None:
        """Add what was clicked, the slowest first."""
        for path, timed in sorted(times.items()):
            if timed.wrong:
                _say(f"wrong answers: {timed.wrong[:3]}")
                self.claims.append(at_most(f"wrong answers of {path}", len(timed.wrong), 0))
            if not timed.seconds:
                continue
            self.add(
                f"{kind} {path}",
                **{
                    "n": len(timed.seconds),
                    "p50 ms": round(timed.median),
                    "p95 ms": round(timed.milliseconds(0.95)),
                    "worst ms": round(timed.milliseconds(1)),
                },
            )

    def claim_pages(self, times: Times) -> None:
        """Promise the slowest page."""
        path, timed = max(times.items(), key=lambda one: one[1].milliseconds(0.95))
        slow = sum(one.milliseconds(0.95) > PAGE_MS for one in times.values())
        self.claims += [
            at_most(f"p95 of the slowest page ({path}), ms", timed.milliseconds(0.95), PAGE_MS),
            at_most(f"pages of {len(times)} whose p95 is above {PAGE_MS} ms", slow, 0),
        ]


def measure_pages(table: Table, database: str, effort: Effort) -> None:
    """Let people click, and take files."""
    open_store(database)
    with reading():
        known = look_around()
        table.add("sales in the province", n=_number("SELECT sum(sales) FROM weekfigure"))
        table.add("entries in the province", n=_number("SELECT count(*) FROM entry"))
    with tempfile.TemporaryDirectory() as here, website(Path(here), database) as site:
        people = come_in(site.address, site.settings, PEOPLE, Path(here) / "setup.log")
        click_pages(people, known, 1)  # nobody is the first of the day
        _say("clicking")
        times = click_pages(people, known, effort.rounds)
        table.add_times("page", times)
        table.claim_pages(times)
        _say("clicking without a pause")
        began = time.monotonic()
        stormed = storm(people, known, effort.storms)
        count = sum(len(one.seconds) for one in stormed.values())
        table.add("pages a second without any pause", n=round(count / (time.monotonic() - began)))
        table.add_times("without any pause", stormed)
        _say("taking files")
        table.add_times("file", take_files(people, known, effort.files))
        for person in people:
            person.close()


def measure_queries(table: Table, database: str, effort: Effort) -> None:
    """Put the named queries beside psql."""
    open_store(database)
    keep_open()
    worst = 0.0
    for one in compare(database, _asked(), effort.times):
        worst = max(worst, one.ratio)
        table.add(
            f"query {one.name} ({one.page})",
            **{
                "n": one.rows,
                "p50 ms": round(one.ours, 1),
                "psql ms": round(one.psql, 1),
                "times": round(one.ratio, 2),
            },
        )
    table.claims.append(at_most("the slowest query beside psql, times", worst, TIMES_BY_HAND))
    close_store()


def measure_recall(table: Table, effort: Effort) -> None:
    """Give out a recall."""
    with tempfile.TemporaryDirectory(prefix="quay-recall-") as here:
        found = measure(Path(here), effort.terminals)
    for what, half, everybody in (
        ("heard", found.heard_half, found.heard_all),
        ("acknowledged and stored", found.stored_half, found.stored_all),
        ("shown by the page's query", found.shown_all, found.shown_all),
    ):
        table.add(
            f"a recall, from its commit: {what}",
            **{"n": found.terminals, "p50 ms": 1000 * half, "worst ms": 1000 * everybody},
        )
    what = f"a recall acknowledged by {found.terminals} terminals, stored, s"
    table.claims.append(at_most(what, found.stored_all, RECALL_SECONDS))


def measure_bytes(table: Table) -> None:
    """Count what a day's reference data costs."""
    count = daily_update_bytes()
    table.add("bytes of a day's reference data for one terminal", n=count)
    table.claims.append(at_most("bytes of a day's reference update", count, UPDATE_BYTES))


def _asked() -> Asked:
    """Return what both sides are asked: twelve weeks of one kind of outlet."""
    until = UNTIL.date() - timedelta(days=1)
    with reading():
        outlet = rows("SELECT min(outlet) FROM weekfigure WHERE sales > 0")[0][0]
        (ingredient, *_rest) = rows(
            "SELECT ingredient FROM antibiotictotal GROUP BY 1 ORDER BY sum(sales) DESC, 1"
        )[0]
    filters = Filters(since=until - timedelta(weeks=12) + timedelta(days=1), until=until, kind="NT")
    return Asked(filters=filters, outlet=outlet, ingredient=ingredient)


def _number(query: str) -> int:
    return int(rows(query)[0][0])


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


PARTS = ("pages", "queries", "recall", "bytes")


def run(effort: Effort, folder: Path, parts: Sequence[str], *, may_make: bool) -> dict[str, Table]:
    """Measure some of it, each part for itself; raise `StageError` if there is no province."""
    tables = {part: Table() for part in PARTS if part in parts}

    def one(part: str, measure_it: Callable[[Table], None]) -> None:
        if part in tables:
            _say(f"measuring: {part}")
            measured(part, tables[part], partial(measure_it, tables[part]))

    if {"pages", "queries"} & set(parts):
        with kept_province(folder, effort.size, _say, may_make=may_make) as server:
            one("pages", lambda table: measure_pages(table, server.url, effort))
            one("queries", lambda table: measure_queries(table, server.url, effort))
    one("recall", lambda table: measure_recall(table, effort))
    one("bytes", measure_bytes)
    return tables


def main() -> int:
    """Run, publish, and return 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a short run on a small province")
    parser.add_argument("--sales", type=int, default=FULL.size.sales, help="in the province")
    parser.add_argument("--only", choices=PARTS, action="append", help="a part of it")
    parser.add_argument(
        "--kept", action="store_true", help="break off rather than make the province anew: an hour"
    )
    called = parser.parse_args()
    effort = QUICK if called.quick else replace(FULL, size=Size(sales=called.sales))
    name = "web" if effort.size == FULL.size else "web-quick"
    folder = FOLDER / ("province-quick" if called.quick else "province")
    parts = FOLDER / f"{name}-parts"
    found = run(effort, folder, called.only or PARTS, may_make=not called.kept)
    for part, table in found.items():
        keep(parts, part, table)
    every = together(parts, PARTS)
    return publish(name, every.rows, every.claims)


if __name__ == "__main__":
    sys.exit(main())
