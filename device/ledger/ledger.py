"""The ledger: one sale is one transaction, and what is committed never changes."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from peewee import SqliteDatabase

from device.clock import Clock, system_clock
from device.counter.rules import person_to_keep
from device.counter.sale import OpenSale
from device.ledger.database import explained, open_database
from device.ledger.drafting import draft_sale, patient_of
from device.ledger.stock import record_movements
from device.ledger.tables import Entry, Outbox, PrintJob, Sealed
from wire.chain import entry_hash, origin
from wire.entry import encode
from wire.sale import Sale, read_sale
from wire.seal import Place, seal


class Committed(NamedTuple):
    """A sale that is on the disk."""

    number: int
    at: datetime
    sha256: str


class StoredEntry(NamedTuple):
    """An entry as it stands in the ledger."""

    seq: int
    body: bytes
    sha256: str


class Ledger:
    """The append-only book of one terminal. May be used from several threads and processes.

    Every question and every change raises `LedgerError` where the database does not answer.
    """

    def __init__(
        self,
        database: SqliteDatabase,
        *,
        terminal: str,
        epoch: str,
        readers: Mapping[str, X25519PublicKey],
        clock: Clock,
    ) -> None:
        self.database = database
        self.terminal, self.epoch = terminal, epoch
        self._readers, self._clock = readers, clock

    @classmethod
    def open(
        cls,
        file: Path,
        *,
        terminal: str,
        readers: Mapping[str, X25519PublicKey],
        clock: Clock = system_clock,
    ) -> "Ledger":
        """Open or make a ledger; raise `LedgerError`. `readers` can open sealed patient data."""
        database, epoch = open_database(file, terminal=terminal, clock=clock)
        return cls(database, terminal=terminal, epoch=epoch, readers=readers, clock=clock)

    def close(self) -> None:
        """Close this thread's connection."""
        if not self.database.is_closed():
            self.database.close()

    def commit_sale(self, sale: OpenSale, *, staff: str) -> Committed:
        """Write a paid sale: entry, sealed patient, stock, outbox and print job, all or nothing.

        When this returns the sale is on the disk. Raises `LedgerError`; then nothing was written.
        """
        with explained(), self.database.atomic("IMMEDIATE"):
            seq, prev = self._next()
            sealed = self._seal(sale, seq)
            entry = draft_sale(
                sale,
                staff=staff,
                place=Place(terminal=self.terminal, epoch=self.epoch, seq=seq),
                prev=prev,
                at=self._clock(),
                sealed=sealed,
            )
            return self._write(entry, sealed)

    def _next(self) -> tuple[int, str]:
        last = self.last()
        if last is None:
            return 1, origin(self.terminal, self.epoch)
        return last.seq + 1, last.sha256

    def _seal(self, sale: OpenSale, seq: int) -> bytes | None:
        person = person_to_keep(sale)
        if person is None:
            return None
        place = Place(terminal=self.terminal, epoch=self.epoch, seq=seq)
        return seal(patient_of(person), place, self._readers)

    def _write(self, entry: Sale, sealed: bytes | None) -> Committed:
        body = encode(entry)
        sha256 = entry_hash(body)
        database = self.database
        Entry.insert(seq=entry.seq, body=body, sha256=sha256).execute(database)
        if sealed is not None:
            Sealed.insert(seq=entry.seq, block=sealed).execute(database)
        record_movements(database, entry)
        Outbox.insert(seq=entry.seq).execute(database)
        PrintJob.insert(seq=entry.seq).execute(database)
        return Committed(entry.seq, entry.at, sha256)

    @explained()
    def last(self) -> StoredEntry | None:
        """Return the newest entry."""
        rows = Entry.select().order_by(Entry.seq.desc()).limit(1).execute(self.database)
        return next((StoredEntry(row.seq, bytes(row.body), row.sha256) for row in rows), None)

    @explained()
    def sale(self, number: int) -> tuple[Sale, str]:
        """Return a sale and its hash by the number on its receipt; raise `KeyError`."""
        rows = Entry.select().where(Entry.seq == number).execute(self.database)
        for row in rows:
            return read_sale(bytes(row.body)), row.sha256
        raise KeyError(number)

    def entries(self) -> Iterator[StoredEntry]:
        """Yield every entry, oldest first."""
        with explained():
            for row in Entry.select().order_by(Entry.seq).execute(self.database):
                yield StoredEntry(row.seq, bytes(row.body), row.sha256)
