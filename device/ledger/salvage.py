"""Salvage: what can still be read of a database that was set aside. Nothing of it is changed."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from device.ledger import holds
from device.ledger.database import PAGE_BYTES
from device.ledger.packings import is_sound
from device.ledger.pages import Row, Value, rows_of
from device.ledger.tables import SHIFT, Outbox, entry_id
from device.ledger.wal import committed, read_log
from device.ledger.wear import check_sum
from wire.chain import entry_hash, origin
from wire.entry import Head, read_head

Place = tuple[str, int]
"""Epoch and number."""
_EPOCH = re.compile(r"[0-9a-f]{32}")
_RANK = {
    state: rank
    for rank, state in enumerate(
        (Outbox.WAITING, Outbox.RECEIVED, Outbox.REJECTED, Outbox.CARRIED), start=1
    )
}


@dataclass
class Remains:
    """What is left of a ledger."""

    entries: dict[str, dict[int, bytes]] = field(default_factory=dict)
    """Epochs, oldest first, and of each the entries that read, hash and chain."""
    sealed: dict[str, bytes] = field(default_factory=dict)
    """Sealed blocks by their hash."""
    lone: dict[Place, bytes] = field(default_factory=dict)
    """Sealed blocks whose entry is not there: a page of the legal book all the same."""
    outbox: dict[Place, tuple[str, str | None, str | None]] = field(default_factory=dict)
    """State, reason and time of the answer, where that is known."""
    reached: dict[str, int] = field(default_factory=dict)
    """The last number of each epoch that anything speaks of."""
    packings: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    """Rows of the catalogue by their GTIN, those whose sum is right."""
    holds: dict[tuple[str, str], tuple[Value, ...]] = field(default_factory=dict)
    """Rows of notices by drug and number, those whose sum is right."""
    shift_then: tuple[Place, str] | None = None
    """What stood for the shift behind the checkpoint, and through which entry."""
    tables: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    """Tables that could be read whole."""

    def missing(self, epoch: str) -> tuple[tuple[int, int], ...]:
        """Return first and last number of each run of entries that is not there."""
        found, runs = self.entries[epoch], []
        start = self.purged(epoch) + 1
        for seq in [*sorted(found), self.reached[epoch] + 1]:
            if seq > start:
                runs.append((start, seq - 1))
            start = max(start, seq + 1)
        return tuple(runs)

    def purged(self, epoch: str) -> int:
        """Return through which number the entries of an epoch had been purged."""
        return max(
            (row[1] for row in self.tables.get("checkpoint", ()) if row[0] == epoch), default=0
        )


def salvage(folder: Path, name: str, *, terminal: str) -> Remains:
    """Read what is left of the database of this name in a folder; of this terminal alone."""
    remains = Remains(tables=_whole_tables(folder / name))
    reader = _Reader(terminal)
    for row in _rows(folder / name):
        reader.take(row)
    reader.give(remains)
    return remains


class _Reader:
    """Sorts rows by what they are, whatever table they are from."""

    def __init__(self, terminal: str) -> None:
        self._terminal = terminal
        self._bodies: dict[str, dict[int, dict[str, bytes]]] = defaultdict(dict)
        self._blocks: dict[str, bytes] = {}
        self._placed: dict[tuple[int, int], bytes] = {}
        self._states: dict[tuple[int, int], tuple[str, str | None, str | None]] = {}
        self._books: dict[int, str] = {}
        self._packings: dict[str, tuple[Value, ...]] = {}
        self._holds: dict[tuple[str, str], tuple[Value, ...]] = {}
        self._shift_then = (0, "")

    def take(self, row: Row) -> None:
        """Take a row for what it looks like."""
        match row.values:
            case [None, int(book), int(), str(), _, bytes(body), str(sha256)]:
                self._entry(book, body, sha256)
            case [None, bytes(body), str(sha256)]:
                self._entry(None, body, sha256)
            case [None, bytes(block)]:
                self._blocks[entry_hash(block)] = block
            case [None, int(book), int(seq), bytes(block)]:
                self._blocks[entry_hash(block)] = block
                if row.id == entry_id(book, seq):
                    self._placed[book, seq] = block
            case [
                None,
                int(book),
                int(seq),
                str(state),
                (str() | None) as why,
                (str() | None) as at,
            ]:
                # One flipped bit in the number would make millions of entries missing.
                if row.id == entry_id(book, seq):
                    self._state((book, seq), (state, why, at))
            case [None, str(), str(epoch), str(), str(), *_] if _EPOCH.fullmatch(epoch):
                self._books.setdefault(row.id, epoch)
            case [None | str(), str() | int(), *_]:
                self._summed(row.values)

    def _summed(self, values: tuple[Value, ...]) -> None:
        """Take a row that brings its sum along."""
        match values:
            case [str(gtin), *_] if is_sound(values):
                self._packings.setdefault(gtin, values)
            case [str(drug), str(number), *_] if holds.is_sound(values):
                self._holds.setdefault((drug, number), values)
            case [None, str(tally), int(through), int(told)] if told == check_sum((tally, through)):
                self._shift_then = max(self._shift_then, (through, tally))

    def _entry(self, book: int | None, body: bytes, sha256: str) -> None:
        if entry_hash(body) != sha256:
            return
        try:
            head = read_head(body)
        except msgspec.DecodeError:
            return
        if head.terminal == self._terminal and _EPOCH.fullmatch(head.epoch) and head.seq > 0:
            self._bodies[head.epoch].setdefault(head.seq, {})[sha256] = body
            if book is not None:
                self._books[book] = head.epoch

    def _state(self, place: tuple[int, int], found: tuple[str, str | None, str | None]) -> None:
        """Keep the furthest state: older copies of a row may lie about."""
        before = self._states.get(place)
        if found[0] in _RANK and (before is None or _RANK[found[0]] > _RANK[before[0]]):
            self._states[place] = found

    def give(self, remains: Remains) -> None:
        """Hand over what was found, in order."""
        order = {epoch: book for book, epoch in sorted(self._books.items(), reverse=True)}
        for epoch in sorted(order.keys() | self._bodies.keys(), key=lambda e: order.get(e, 0)):
            found = _chained(self._bodies.get(epoch, {}), self._terminal, epoch)
            spoken_of = (
                seq
                for book, seq in self._states.keys() | self._placed.keys()
                if self._books.get(book) == epoch
            )
            remains.entries[epoch] = found
            remains.reached[epoch] = max(
                *found, *self._bodies.get(epoch, {}), *spoken_of, remains.purged(epoch), 0
            )
        remains.sealed, remains.packings = self._blocks, self._packings
        remains.holds = self._holds
        through, tally = self._shift_then
        if through >> SHIFT in self._books:
            place = (self._books[through >> SHIFT], through & (entry_id(1, 0) - 1))
            remains.shift_then = place, tally
        for (book, seq), block in self._placed.items():
            epoch = self._books.get(book, "")
            if seq not in remains.entries.get(epoch, {seq: b""}) and seq > remains.purged(epoch):
                remains.lone[epoch, seq] = block
        for (book, seq), state in self._states.items():
            if book in self._books:
                remains.outbox[self._books[book], seq] = state


def _chained(bodies: dict[int, dict[str, bytes]], terminal: str, epoch: str) -> dict[int, bytes]:
    """Return the entries that continue each other; behind a gap a new run begins."""
    chained: dict[int, bytes] = {}
    before, last = origin(terminal, epoch), 0
    for seq in sorted(bodies):
        for sha256, body in bodies[seq].items():
            head: Head = read_head(body)
            if last != seq - 1 or head.prev == before:
                chained[seq], before, last = body, sha256, seq
                break
    return chained


def _rows(file: Path) -> Iterator[Row]:
    """Yield every row on every page: of the log's committed transactions, then of the database."""
    pages: dict[int, bytes] = {}
    log = committed(read_log(file.with_name(f"{file.name}-wal")))
    for frame in log:
        pages[frame.number] = frame.page

    def page_at(number: int) -> bytes | None:
        return pages.get(number) or _page(file, number)

    for frame in log:
        yield from rows_of(frame.page, is_first=frame.number == 1, page_at=page_at)
    for number, page in _pages(file):
        yield from rows_of(page, is_first=number == 1, page_at=page_at)


def _pages(file: Path) -> Iterator[tuple[int, bytes]]:
    size = file.stat().st_size if file.exists() else 0
    for number in range(1, -(-size // PAGE_BYTES) + 1):
        page = _page(file, number)
        if page is not None:
            yield number, page


def _page(file: Path, number: int) -> bytes | None:
    """Return a page; None where the disk does not give it back."""
    try:
        with file.open("rb") as content:
            content.seek((number - 1) * PAGE_BYTES)
            return content.read(PAGE_BYTES).ljust(PAGE_BYTES, b"\0") or None
    except (OSError, ValueError):
        return None


_STOCK = "SELECT drug, batch, owner, expiry, on_hand, set_aside, is_counted, cost_vnd FROM {}"
_STOCK_2 = "SELECT drug, batch, 'retail', expiry, on_hand, 0, is_counted, NULL FROM {}"
"""As it was in layout 2: all the outlet's own, and no quarantine."""
_QUESTIONS = {
    "stock": (_STOCK.format("stock"), _STOCK_2.format("stock")),
    "shelfthen": (_STOCK.format("shelfthen"), _STOCK_2.format("shelfthen")),
    "postedprice": ("SELECT drug, unit, price_vnd, posted_at FROM postedprice",),
    "linkedcode": ("SELECT gtin, drug, unit FROM linkedcode",),
    "checkpoint": (
        """SELECT book.epoch, checkpoint.through, checkpoint.head
        FROM checkpoint JOIN book ON book.id = checkpoint.book""",
    ),
    "overtaken": ("SELECT epoch, overtaken_at FROM book WHERE overtaken_at IS NOT NULL",),
}


def _whole_tables(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Ask SQLite itself for what no hash protects: a table is read whole, or not at all."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for name, questions in _QUESTIONS.items():
        for question in questions:
            try:
                address = f"file:{quote(str(file))}?mode=ro"
                with closing(sqlite3.connect(address, uri=True)) as connection:
                    found[name] = connection.execute(question).fetchall()
            except (sqlite3.Error, UnicodeDecodeError):
                continue
            break
    return found
