"""The ledger's look at itself: bounded at every start, whole on request."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from device.ledger.database import PAGE_BYTES, LedgerDatabase
from device.ledger.epochs import Standing, span, standings
from device.ledger.errors import BrokenEntryError, DamagedError, ForeignLedgerError, LedgerError
from device.ledger.tables import ALL, LAYOUT
from device.ledger.wal import committed, has_lost_commits, read_log
from wire.chain import entry_hash, origin
from wire.decoding import decode
from wire.entry import Head, read_head

SMALL_BYTES = 16 << 20
"""Up to this size every page is looked at: some tenths of a second on a Raspberry Pi."""
TAIL = 300
"""Of a larger ledger so many of the newest entries."""
_BLANK_BYTES = 2 * PAGE_BYTES
"""What SQLite makes of an empty file before the first table."""
_NOT_DAMAGE = frozenset(
    {
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_PROTOCOL,
    }
)  # fmt: skip


class _Entry(NamedTuple):
    seq: int
    body: bytes
    sha256: str
    state: str | None
    block: bytes | None


class _SealedHead(Head, frozen=True, kw_only=True):
    """Of any entry the hash of its sealed block too."""

    sealed_sha256: str | None = None


def is_new(database: LedgerDatabase) -> bool:
    """Whether there is nothing to look at: no file, or one that was never laid out."""
    file = database.file
    if not _size(file):
        return not _size(_log_of(file))
    if _size(file) > _BLANK_BYTES or committed(read_log(_log_of(file))):
        return False
    try:
        return database.rows("SELECT count(*) FROM sqlite_master") == [(0,)]
    except LedgerError:
        return False


def check_up(database: LedgerDatabase, terminal: str, *, thorough: bool) -> None:
    """Raise `DamagedError` if the ledger cannot be trusted; `ForeignLedgerError` if it is not ours.

    Call it alone (`Latch.alone`), before anything is written.
    """
    check_file(database.file)
    with judged(database.file):
        _check_tables(database)
        _check_pages(database, thorough=thorough)
        _check_books(database, terminal, thorough=thorough)


def check_file(file: Path) -> None:
    """Raise `DamagedError` where SQLite itself would make matters worse by opening the database."""
    if not _size(file):
        raise DamagedError("the log has lost its database")
    with judged(file):
        _check_log(file)


@contextmanager
def judged(file: Path) -> Iterator[None]:
    """Turn errors that come from what is in the file into `DamagedError`."""
    try:
        yield
    except (ForeignLedgerError, DamagedError):
        raise
    except (LedgerError, OSError) as error:
        if _is_damage(file, error):
            raise DamagedError(str(error)) from error
        raise


def _check_log(file: Path) -> None:
    if has_lost_commits(read_log(_log_of(file))):
        raise DamagedError("the log lost transactions that were committed")


def _check_tables(database: LedgerDatabase) -> None:
    version = database.rows("PRAGMA user_version")[0][0]
    if version != LAYOUT:
        raise DamagedError(f"the tables are of another layout: {version}")
    for table in ALL:
        name = table._meta.table_name  # noqa: SLF001 - peewee's own name for it
        found = {row[1] for row in database.rows(f'PRAGMA table_info("{name}")')}
        if found != set(table._meta.columns):  # noqa: SLF001
            raise DamagedError(f"the table {name} is not the ledger's")


def _check_pages(database: LedgerDatabase, *, thorough: bool) -> None:
    if thorough or _size(database.file) <= SMALL_BYTES:
        found = [row[0] for row in database.rows("PRAGMA integrity_check(1)")]
        if found != ["ok"]:
            raise DamagedError(str(found[0]))
    # What an index does not show would never be sent.
    by_index, by_row = (
        database.rows(f"SELECT count(*), sum(id) FROM outbox {how} WHERE state = 'waiting'")  # noqa: S608 - written here
        for how in ("INDEXED BY outbox_waiting", "NOT INDEXED")
    )
    if by_index != by_row:
        raise DamagedError("the outbox and its index differ")


def _check_books(database: LedgerDatabase, terminal: str, *, thorough: bool) -> None:
    books = standings(database)
    if not books:
        raise DamagedError("there is no book")
    check_owner(database, terminal)
    for book in books if thorough else books[-1:]:
        _check_chain(database, book, terminal, is_newest=book is books[-1], thorough=thorough)


def check_owner(database: LedgerDatabase, terminal: str) -> None:
    """Tell another terminal's ledger from ours with a damaged name; raise `LedgerError`."""
    owners = [str(row[0]) for row in database.rows("SELECT DISTINCT terminal FROM book")]
    if owners == [terminal]:
        return
    newest = database.row("SELECT body FROM entry ORDER BY id DESC LIMIT 1")
    if newest is None or _terminal_of(newest[0]) in owners:
        raise ForeignLedgerError(owners[-1], terminal)
    raise DamagedError("the book and its entries are of two terminals")


def _terminal_of(body: object) -> str:
    try:
        return read_head(body).terminal if isinstance(body, bytes) else ""
    except msgspec.DecodeError:
        return ""


def _check_chain(
    database: LedgerDatabase, book: Standing, terminal: str, *, is_newest: bool, thorough: bool
) -> None:
    first, last = span(book.book)
    checkpoint = database.row("SELECT through, head FROM checkpoint WHERE book = ?", book.book)
    before: tuple[int, str] | None = (1, origin(terminal, book.epoch))
    if checkpoint:
        # What stays behind the checkpoint stands for itself.
        first, before = first + checkpoint[0], (checkpoint[0] + 1, checkpoint[1])
    if not thorough and _last_id(database, book) - TAIL > first:
        first, before = _last_id(database, book) - TAIL, None
    for entry in _entries(database, first, last):
        _check_entry(entry, book, terminal)
        is_next = before is None or (entry.seq, read_head(entry.body).prev) == before
        is_behind_gap = not is_newest and before is not None and entry.seq > before[0]
        if not (is_next or is_behind_gap):
            raise BrokenEntryError(book.epoch, entry.seq)
        before = (entry.seq + 1, entry.sha256)


def _check_entry(entry: _Entry, book: Standing, terminal: str) -> None:
    """Raise `BrokenEntryError` unless an entry, and what was sealed with it, is as written."""
    try:
        head = decode(entry.body, _SealedHead)
    except msgspec.DecodeError as error:
        raise BrokenEntryError(book.epoch, entry.seq) from error
    is_sound = (
        (head.terminal, head.epoch, head.seq) == (terminal, book.epoch, entry.seq)
        and entry_hash(entry.body) == entry.sha256
        and entry.state is not None
        and (entry.block is None or entry_hash(bytes(entry.block)) == head.sealed_sha256)
    )
    if not is_sound:
        raise BrokenEntryError(book.epoch, entry.seq)


def _entries(database: LedgerDatabase, first: int, last: int) -> Iterator[_Entry]:
    """Yield the entries between two keys, some at a time."""
    while True:
        found = database.rows(
            "SELECT entry.id, entry.seq, entry.body, entry.sha256, outbox.state, sealed.block"
            " FROM entry LEFT JOIN outbox ON outbox.id = entry.id"
            " LEFT JOIN sealed ON sealed.id = entry.id"
            " WHERE entry.id BETWEEN ? AND ? ORDER BY entry.id LIMIT 1000",
            first, last,
        )  # fmt: skip
        for _key, seq, body, sha256, state, block in found:
            # One bit makes text of bytes, and SQLite sees nothing wrong in that.
            if not (isinstance(body, bytes) and isinstance(block, bytes | None)):
                raise DamagedError(f"entry {seq} or what was sealed with it is no bytes any more")
            yield _Entry(seq, body, sha256, state, block)
        if not found:
            return
        first = found[-1][0] + 1


def _last_id(database: LedgerDatabase, book: Standing) -> int:
    first, last = span(book.book)
    found = database.row("SELECT max(id) FROM entry WHERE id BETWEEN ? AND ?", first, last)
    return int(found[0]) if found and found[0] else first - 1


def _is_damage(file: Path, error: BaseException) -> bool:
    """Whether an error comes from what is in the file, and not from the disk or the neighbours."""
    code = _code(error)
    if code is None or code in _NOT_DAMAGE:
        return False
    if code == sqlite3.SQLITE_READONLY:
        return os.access(file, os.W_OK)
    return code != sqlite3.SQLITE_IOERR or not _is_readable(file)


def _code(error: BaseException | None) -> int | None:
    while error is not None:
        if isinstance(error, sqlite3.Error):
            return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        error = error.__cause__ or error.__context__
    return None


def _is_readable(file: Path) -> bool:
    """Whether the disk gives back every byte."""
    try:
        with file.open("rb") as content:
            while content.read(1 << 20):
                pass
    except OSError:
        return False
    return True


def _log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
