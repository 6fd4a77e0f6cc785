"""A new terminal goes on for an old one: with its ledger, or with what the province knows of it.

Either way it writes an epoch of its own that names the one before (docs/adr/0012-epochs.md), so
that the shelf takes the place of the old one and no entry counts twice.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from device.clock import Clock, system_clock
from device.ledger.database import LedgerDatabase, explained
from device.ledger.drafts import CountDraft, Counted
from device.ledger.epochs import Standing, book_of
from device.ledger.errors import EarlierLedgerError, LedgerError
from device.ledger.layout import add_book, lay_out, make_private, new_epoch
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.prices import take_over
from device.ledger.shelf import parts
from device.ledger.writer import NOBODY, Writer
from wire.kinds import EpochBegun, read_entry

log = logging.getLogger(__name__)

_UNKNOWN = "0" * 64
"""For the hash of an entry that nobody here has."""


@dataclass(frozen=True, slots=True)
class OldBook:
    """What an old ledger says of itself."""

    unsent: int
    """Entries that the province has not confirmed."""
    until: datetime | None
    """When its newest trusted entry was written."""


def look_into(
    file: Path, *, terminal: str, follows: str = "", clock: Clock = system_clock
) -> OldBook:
    """Open a copy of an old ledger and mend what is damaged of it; raise `LedgerError`.

    `follows`: the epoch that the province heard last; empty: none. `ForeignLedgerError` where it is
    another terminal's, `EarlierLedgerError` where a later ledger has followed it meanwhile.
    """
    _expect(file)
    ledger = Ledger.open(file, terminal=terminal, readers={}, clock=clock)
    try:
        _check_is_last(ledger.database, follows)
        waiting = OutboxQueue(ledger.database, terminal=terminal).waiting()
        return OldBook(waiting.entries, ledger.trusted_time())
    finally:
        ledger.close()


def _check_is_last(database: LedgerDatabase, follows: str) -> None:
    """Raise where the epoch is neither here nor followed by one here."""
    if not follows or book_of(database, follows) is not None:
        return
    begun = database.rows("SELECT body FROM entry WHERE kind = 'epoch-begun' AND kind != 'sale'")
    before = {
        entry.previous for (body,) in begun if isinstance(entry := read_entry(body), EpochBegun)
    }
    if None in before:
        raise LedgerError("nothing in it tells which ledger it was")
    if follows not in before:
        raise EarlierLedgerError("a later ledger has followed it")


def go_on_with(
    file: Path,
    *,
    terminal: str,
    clock: Clock = system_clock,
    is_clock_trusted: Callable[[], bool] = lambda: True,
) -> None:
    """Begin a new epoch in a copy of the old ledger; raise `LedgerError`.

    The old epoch is left to the old card, should anybody start it again. What it owes the province
    is sent under its own name; the shelf is carried over.
    """
    _expect(file)
    ledger = Ledger.open(
        file, terminal=terminal, readers={}, clock=clock, is_clock_trusted=is_clock_trusted
    )
    try:
        ledger.overtaken(ledger.epoch)
        ledger.catch_up()
        ledger.renewal_was_read()
        ledger.database.settle()
    finally:
        ledger.close()


def _expect(file: Path) -> None:
    """Raise `LedgerError` where there is nothing to go on with: to open it would make a new one."""
    if not (file.is_file() and file.stat().st_size):
        raise LedgerError("the copy of the old ledger is not there")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heritage:
    """What the province knows of a terminal that nobody can ask any more."""

    epoch: str
    """Its last, as far as the province has heard; empty: of none."""
    through: int
    shelf: Sequence[Counted]
    posted: Sequence[tuple[str, str, int, str]] = ()
    """Prices that it had posted: drug, unit, đồng, and when."""
    linked: Sequence[tuple[str, str, str]] = ()
    """What somebody there said that a code stands for: GTIN, drug, unit."""


def begin_after(
    file: Path,
    heritage: Heritage,
    *,
    terminal: str,
    clock: Clock = system_clock,
    is_clock_trusted: Callable[[], bool] = lambda: True,
) -> None:
    """Make a new ledger that follows an epoch which nobody here has; raise `LedgerError`.

    What lies behind the last entry that the province has is missing, and the new epoch says so.
    """
    make_private(file)
    database = LedgerDatabase(file)
    writer = Writer(database, terminal=terminal, clock=clock, is_clock_trusted=is_clock_trusted)
    with explained():
        with database.writing():
            lay_out(database)
            take_over(database, posted=heritage.posted, linked=heritage.linked)
            if heritage.epoch:
                before = Standing(0, heritage.epoch, False, heritage.through, _UNKNOWN)  # noqa: FBT003 - a row
                writer.begin_epoch("damaged", before, shelf=heritage.shelf)
            else:
                _begin_first(writer, heritage.shelf)
            database.run("UPDATE book SET announced_at = ?", clock().isoformat())
        database.settle()
        database.close()


def _begin_first(writer: Writer, shelf: Sequence[Counted]) -> None:
    begun = writer.now().isoformat()
    add_book(writer.database, terminal=writer.terminal, epoch=new_epoch(), begun_at=begun)
    for part in parts(shelf):
        writer.record(CountDraft(because="carried-over", lines=part), staff=NOBODY)
