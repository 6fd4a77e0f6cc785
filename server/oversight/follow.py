"""Counting: every entry that ledgers gain is read once and shown to all tallies.

Counts and marks move in one transaction, so that a program that is killed neither loses nor
doubles anything. Figures belong to the outlet that a terminal stood in, and to what the catalogue
said of a drug, when they were counted: where either was wrong, `recount` puts it right.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress

from server.oversight import ledgers
from server.oversight.ledgers import Run
from server.oversight.seeing import see
from server.oversight.tallies import TALLIES
from server.oversight.undoing import Undoing
from server.reference.catalogue import drug_book
from server.reference.directory import outlet_of_terminal
from server.reference.drugs import DrugBook
from server.store.database import StoreUnavailableError, reading, run, writing

log = logging.getLogger(__name__)

AT_ONCE = 5000
"""Numbers in one portion: enough that rows of figures are written seldom, and done in a moment."""


class _CountedMeanwhileError(Exception):
    """Another process has counted a portion: ours rests on marks of before."""


def follow(book: DrugBook | None = None, *, most: int = AT_ONCE) -> int:
    """Count one portion; return how many numbers it had, 0 if no ledger has grown.

    Raises `StoreUnavailableError`; then nothing of the portion is counted yet.
    """
    with reading():
        runs = ledgers.grown(most)
    if runs:
        _count(runs, book)
    return sum(one.last - one.first + 1 for one in runs)


def recount(book: DrugBook | None = None) -> int:
    """Forget all figures and count anew; return how many numbers there were.

    Killed in the middle it is gone on with by `follow`. Raises `StoreUnavailableError`.
    """
    with writing():
        ledgers.claim(ledgers.portion())
        for table in _tables(book or drug_book()):
            run(f"DELETE FROM {table}")  # noqa: S608 (names of our own)
        ledgers.forget()
    count = 0
    while counted := follow(book):
        count += counted
    return count


def _tables(book: DrugBook) -> list[str]:
    return sorted({"undone", *(table for make in TALLIES for table in make(book).tables)})


def _count(runs: Sequence[Run], book: DrugBook | None) -> None:
    """Count runs together; where that fails, in halves, until the entry at fault stands alone."""
    try:
        _count_together(runs, book, skip=False)
    except StoreUnavailableError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever an entry does to a tally, those behind it are counted
        halves = _halves(runs)
        if halves:
            for half in halves:
                _count(half, book)
            return
        at_fault = runs[0]
        log.error(  # noqa: TRY400 (a trace would show the entry)
            "entry %d of %s is not counted: %s",
            at_fault.first, at_fault.terminal, type(error).__name__,
        )  # fmt: skip
        _count_together(runs, book, skip=True)


def _count_together(runs: Sequence[Run], book: DrugBook | None, *, skip: bool) -> None:
    """Show the entries of runs to all tallies and keep the figures; `skip`: only move on."""
    with reading():
        before = ledgers.portion()
        outlets = outlet_of_terminal()
        stored = ledgers.entries_of(runs)
        pairs = [(one, seen) for one in stored if (seen := see(one, outlets))]
        undoing = Undoing([] if skip else pairs, outlets)
        drugs = book or drug_book()
        tallies = [make(drugs) for make in TALLIES]
        for one, seen in [] if skip else pairs:
            told = undoing.told(one, seen)
            for tally in tallies:
                tally.take(told)
    with suppress(_CountedMeanwhileError), writing():
        if not ledgers.claim(before):
            raise _CountedMeanwhileError
        undoing.store()
        for tally in tallies:
            tally.store()
        ledgers.move_on(runs, [(one.terminal, one.epoch, one.seq) for one in stored])


def _halves(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the two halves of runs; nothing for a single number."""
    if len(runs) > 1:
        middle = len(runs) // 2
        return [list(runs[:middle]), list(runs[middle:])]
    (only,) = runs
    return [[half] for half in only.halves()] if only.last > only.first else []
