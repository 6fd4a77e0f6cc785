"""Writes a whole sample into the store: reference data, ledgers, and how each terminal is."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from server.sample.ledger import TerminalLedger, Told
from server.sample.pen import Arrival
from server.sample.plan import TerminalPlan
from server.sample.plans import Plan
from server.sample.references import write_references
from server.sample.states import write_state
from server.store import entries, marks
from server.store.database import close_store, open_store, writing
from server.store.entries import Ledger

PORTION = 4000
"""Entries that are held and stored at once."""
_TOGETHER = 8
"""Terminals that one process is given at a time."""


def write_province(
    plan: Plan,
    database: str,
    *,
    workers: int = 1,
    say: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Told]:
    """Write a sample into an open, empty store, and return what each ledger came to.

    With several workers every one of them opens `database` for itself. `say` is told how many
    terminals of how many are done.
    """
    with writing():
        write_references(plan)
    told: list[Told] = []
    for some in _written(plan.terminals, database, workers):
        told += some
        say(len(told), len(plan.terminals))
    with writing():
        write_state(plan, told)
    return sorted(told, key=lambda one: one.terminal)


def write_ledgers(plans: Sequence[TerminalPlan]) -> list[Told]:
    """Write some terminals' ledgers into the open store."""
    ledgers = [TerminalLedger(plan) for plan in plans]
    arrivals = (arrival for ledger in ledgers for arrival in ledger.arrivals())
    for portion in _portions(arrivals):
        with writing():
            entries.add_as_stored(portion)
    told = [ledger.told() for ledger in ledgers]
    with writing():
        for one in told:
            if one.last_stored_at is not None:
                marks.advance([_mark(one)], one.last_stored_at)
    return told


def _written(plans: Sequence[TerminalPlan], database: str, workers: int) -> Iterator[list[Told]]:
    some = [plans[first : first + _TOGETHER] for first in range(0, len(plans), _TOGETHER)]
    if workers == 1:
        yield from map(write_ledgers, some)
        return
    close_store()  # a connection is its process's own
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=open_store, initargs=(database,)
    ) as pool:
        yield from pool.map(write_ledgers, some)


def _portions(arrivals: Iterator[Arrival]) -> Iterator[list[Arrival]]:
    while portion := list(islice(arrivals, PORTION)):
        yield portion


def _mark(told: Told) -> marks.Advance:
    return marks.Advance(
        ledger=Ledger(told.terminal, told.epoch),
        through=told.through,
        head=told.head,
        added=told.through,
        has_aside=False,
    )
