"""Renewal: a fresh database takes the place of one set aside, with all that is left of it."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

from device.ledger.catalogue import store_rows
from device.ledger.database import LedgerDatabase
from device.ledger.epochs import newest, standings
from device.ledger.holds import restore
from device.ledger.layout import add_book, lay_out, make_private
from device.ledger.posting import about, follow
from device.ledger.prices import take_over
from device.ledger.projection import rebuilt
from device.ledger.salvage import Remains, salvage
from device.ledger.set_aside import parts_of, sync_folder
from device.ledger.shifts import restore_then
from device.ledger.stock import as_table, write_stock
from device.ledger.tables import Outbox, entry_id
from device.ledger.writer import Writer
from wire.chain import entry_hash
from wire.kinds import Return, read_entry
from wire.sale import Sale

log = logging.getLogger(__name__)

MOST_RUNS = 200
"""Runs of missing entries that are named one by one; the last names the rest."""


def renew(file: Path, folder: Path, make_writer: Callable[[LedgerDatabase], Writer]) -> None:
    """Put a fresh database in the place of the one in `folder`. Call it alone.

    It is made beside and takes the place in one step; until then the next start does it all again.
    """
    fresh = file.with_name(f"{file.name}.fresh")
    for part in parts_of(fresh):
        part.unlink(missing_ok=True)
    make_private(fresh)
    database = LedgerDatabase(fresh)
    writer = make_writer(database)
    remains = salvage(folder, file.name, terminal=writer.terminal)
    with database.writing():
        lay_out(database)
        _fill(database, remains, writer)
    # Only the database is renamed: what stayed in its log would be lost.
    database.settle()
    database.close()
    _sync(fresh)
    fresh.rename(file)
    fresh.with_name(f"{fresh.name}.lock").unlink(missing_ok=True)
    sync_folder(file.parent)


def _fill(database: LedgerDatabase, remains: Remains, writer: Writer) -> None:
    began = writer.now().isoformat()
    for epoch in remains.entries:
        add_book(
            database, terminal=writer.terminal, epoch=epoch, begun_at=began, because="salvaged"
        )
    books = {found.epoch: found.book for found in standings(database)}
    for epoch, at in remains.tables.get("overtaken", ()):
        database.run("UPDATE book SET overtaken_at = ? WHERE epoch = ?", at, epoch)
    for epoch, through, head in remains.tables.get("checkpoint", ()):
        if epoch in books:  # a damaged name is of no book
            database.run(
                "INSERT INTO checkpoint (book, through, head) VALUES (?, ?, ?)",
                books[epoch], through, head,
            )  # fmt: skip
    store_rows(database, remains.packings.values())
    # Of entries that were purged; those that are there are followed again.
    take_over(
        database,
        posted=remains.tables.get("postedprice", ()),
        linked=remains.tables.get("linkedcode", ()),
    )
    for epoch, entries in remains.entries.items():
        for seq, body in entries.items():
            _bring(database, remains, books[epoch], (epoch, seq), body)
    for (epoch, seq), block in remains.lone.items():
        _keep(database, books[epoch], seq, block)
    restore(database, list(remains.holds.values()))
    if remains.shift_then:
        (epoch, seq), tally = remains.shift_then
        restore_then(database, tally, entry_id(books[epoch], seq) if epoch in books else 0)
    _carry_shelf(database, remains)
    _begin(database, remains, writer)


def _bring(
    database: LedgerDatabase, remains: Remains, book: int, place: tuple[str, int], body: bytes
) -> None:
    """Bring one entry over, with what is known of its way; unknown means that it waits."""
    entry, key, sha256 = read_entry(body), entry_id(book, place[1]), entry_hash(body)
    database.run(
        'INSERT INTO "entry" (id, book, seq, kind, about, body, sha256)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        key, book, place[1], entry.kind, about(database, entry), body, sha256,
    )  # fmt: skip
    state, reason, at = remains.outbox.get(place, (Outbox.WAITING, None, None))
    database.run(
        'INSERT INTO "outbox" (id, book, seq, state, reason, answered_at)'
        " VALUES (?, ?, ?, ?, ?, ?)",
        key, book, place[1], state, reason, at,
    )  # fmt: skip
    wanted = entry.sealed_sha256 if isinstance(entry, Sale | Return) else None
    if wanted in remains.sealed:
        _keep(database, book, place[1], remains.sealed[wanted])
    follow(database, key, entry, sha256)


def _keep(database: LedgerDatabase, book: int, seq: int, block: bytes) -> None:
    database.run(
        'INSERT INTO "sealed" (id, book, seq, block) VALUES (?, ?, ?, ?)',
        entry_id(book, seq), book, seq, block,
    )  # fmt: skip


def _carry_shelf(database: LedgerDatabase, remains: Remains) -> None:
    """Leave the shelf as it was: by the entries where none is missing, else as projected."""
    write_stock(database, "shelfthen", as_table(remains.tables.get("shelfthen", [])))
    last = next(reversed(remains.entries), None)
    is_whole = (
        last is not None
        and not remains.missing(last)
        and ("shelfthen" in remains.tables or not remains.purged(last))
    )
    if is_whole or "stock" not in remains.tables:
        write_stock(database, "stock", rebuilt(database))
    else:
        write_stock(database, "stock", as_table(remains.tables["stock"]))


def _begin(database: LedgerDatabase, remains: Remains, writer: Writer) -> None:
    """Begin the epoch that follows, and say what is missing."""
    last = next(reversed(remains.entries), None)
    if last is None:
        writer.begin_epoch("damaged", None)
        return
    runs = remains.missing(last)
    if len(runs) > MOST_RUNS:
        runs = (*runs[: MOST_RUNS - 1], (runs[MOST_RUNS - 1][0], runs[-1][1]))
    log.error("the ledger was damaged: %d runs of entries are missing", len(runs))
    writer.begin_epoch("damaged", newest(database), missing=runs)


def _sync(file: Path) -> None:
    number = os.open(file, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
