"""Opening the ledger: made where there is none, looked at where there is, renewed if damaged."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from device.ledger.checkup import check_up, is_new
from device.ledger.database import LedgerDatabase, explained
from device.ledger.errors import DamagedError
from device.ledger.layout import add_book, lay_out, make_private, new_epoch
from device.ledger.projection import rebuild_stock
from device.ledger.renewal import renew
from device.ledger.set_aside import finish, set_aside, unfinished
from device.ledger.upgrade import upgrade
from device.ledger.writer import Writer

log = logging.getLogger(__name__)

FEW_ENTRIES = 3000
"""Up to so many, each start works the stock out anew: some tenths of a second."""


def open_ledger(file: Path, make_writer: Callable[[LedgerDatabase], Writer]) -> Writer:
    """Open the database; return what writes into it. Raises `LedgerError`."""
    with explained():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        writer = make_writer(LedgerDatabase(file))
        bring_up(writer, make_writer)
    return writer


def bring_up(writer: Writer, make_writer: Callable[[LedgerDatabase], Writer]) -> None:
    """See to it that a sound database is in place; one that is not sound is set aside whole."""
    database = writer.database
    # One after the other: SQLite does not wait where WAL is begun.
    with explained(), database.latch.alone():
        _finish_earlier(database.file, make_writer)
        if is_new(database):
            _make(writer)
        else:
            try:
                upgrade(database, writer.terminal)
                check_up(database, writer.terminal, thorough=database.suspicion.exists())
                # It reads entries that a quick look passes over.
                _put_right(database)
            except DamagedError as error:
                log.error("the ledger is damaged and set aside: %s", error)  # noqa: TRY400 - known
                _set_aside(writer, make_writer)
                _put_right(database)
        database.suspicion.unlink(missing_ok=True)


def _finish_earlier(file: Path, make_writer: Callable[[LedgerDatabase], Writer]) -> None:
    """Go on where an earlier start was killed while it set a database aside."""
    for folder in unfinished(file):
        if not file.exists():
            renew(file, folder, make_writer)
        finish(folder)


def _set_aside(writer: Writer, make_writer: Callable[[LedgerDatabase], Writer]) -> None:
    database = writer.database
    epoch = _epoch_in(database.file)
    if not database.is_closed():
        database.close()
    folder = set_aside(database.file, epoch=epoch, at=writer.now())
    renew(database.file, folder, make_writer)
    finish(folder)


def _make(writer: Writer) -> None:
    """Make a new database with its first epoch."""
    database = writer.database
    make_private(database.file)
    with database.writing():
        lay_out(database)
        begun = writer.now().isoformat()
        add_book(database, terminal=writer.terminal, epoch=new_epoch(), begun_at=begun)


def _put_right(database: LedgerDatabase) -> None:
    """Put the projection right where that is quickly done; `rebuild_stock` does it always."""
    found = database.row("SELECT count(*) FROM entry")
    if found and found[0] <= FEW_ENTRIES:
        wrong = rebuild_stock(database)
        if wrong:
            log.warning("the stock of %d batches was put right from the entries", wrong)


def _epoch_in(file: Path) -> str:
    """Return the newest epoch of a database, if it still says."""
    with suppress(sqlite3.Error, UnicodeDecodeError), closing(_read_only(file)) as connection:
        return str(connection.execute("SELECT epoch FROM book ORDER BY id DESC").fetchone()[0])
    return "unknown"


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)
