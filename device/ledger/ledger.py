"""The ledger: one entry is one transaction, and what is committed never changes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from device.clock import Clock, system_clock
from device.counter.notes import Note, ReturnNote
from device.counter.parameters import CURRENT, Parameters
from device.counter.payment import CASH, Payment
from device.counter.rules import person_to_keep
from device.counter.sale import OpenSale
from device.ledger import epochs
from device.ledger.database import LedgerDatabase, explained
from device.ledger.drafting import draft_sale, override_of, to_seal
from device.ledger.drafts import Draft, Slot
from device.ledger.errors import DamagedError, LedgerError
from device.ledger.notes import draft_of, in_parts
from device.ledger.opening import bring_up, open_ledger
from device.ledger.posting import Committed
from device.ledger.print_jobs import labelled_lines
from device.ledger.room import Room
from device.ledger.writer import Writer
from wire.entry import Reference, read_head
from wire.patient import Patient
from wire.sale import Sale, read_sale
from wire.seal import Place, seal
from wire.status import EpochMark


class StoredEntry(NamedTuple):
    """An entry as it stands in the ledger."""

    seq: int
    body: bytes
    sha256: str
    epoch: str


class Ledger:
    """The append-only book of one terminal. May be used from several threads and processes.

    Every question and every change raises `LedgerError` where the database does not answer.
    """

    def __init__(
        self,
        writer: Writer,
        *,
        readers: Mapping[str, X25519PublicKey],
        make_writer: Callable[[LedgerDatabase], Writer],
    ) -> None:
        self.database, self.terminal = writer.database, writer.terminal
        self.room = Room(writer.database)
        self._writer, self._readers, self._make_writer = writer, readers, make_writer

    @classmethod
    def open(
        cls,
        file: Path,
        *,
        terminal: str,
        readers: Mapping[str, X25519PublicKey],
        clock: Clock = system_clock,
        is_clock_trusted: Callable[[], bool] = lambda: True,
    ) -> "Ledger":
        """Open or make a ledger; raise `LedgerError`. `readers` can open sealed patient data."""

        def make_writer(database: LedgerDatabase) -> Writer:
            return Writer(
                database, terminal=terminal, clock=clock, is_clock_trusted=is_clock_trusted
            )

        writer = open_ledger(file, make_writer)
        return cls(writer, readers=readers, make_writer=make_writer)

    def close(self) -> None:
        """Close this thread's connection."""
        with explained():
            if not self.database.is_closed():
                self.database.close()

    @property
    def epoch(self) -> str:
        """The epoch that is written to. It may change while the ledger is open."""
        return epochs.newest(self.database).epoch

    @property
    def is_clock_trusted(self) -> bool:
        """Whether an entry that is written now has a time that can be relied on."""
        return self._writer.is_clock_trusted

    def commit_sale(
        self,
        sale: OpenSale,
        *,
        staff: str,
        payment: Payment = CASH,
        in_charge: str | None = None,
        parameters: Parameters = CURRENT,
    ) -> Committed:
        """Write a paid sale and what was set aside for it: all that follows from it, or nothing.

        When this returns the sale is on the disk. Raises `LedgerError`, or `RefusedError` for an
        override without its reason; then nothing was written.
        """
        with self._writing():
            slot = self._writer.slot()
            patient = to_seal(person_to_keep(sale, parameters), sale.prescription)
            sealed = self._seal(patient, slot) if patient else None
            entry = draft_sale(
                sale, slot, staff=staff, sealed=sealed, payment=payment, in_charge=in_charge
            )
            sold = self._writer.post(
                entry, slot, sealed=sealed, labelled=labelled_lines(sale, parameters)
            )
            reference = Reference(epoch=sold.epoch, seq=sold.number, sha256=sold.sha256)
            for overridden in sale.overridden:
                self._writer.record(override_of(overridden, reference, staff=staff), staff=staff)
            return sold

    def record(self, draft: Draft, *, staff: str) -> Committed:
        """Write anything but a sale, all or nothing.

        When this returns the entry is on the disk. Raises `LedgerError`, or `RefusedError` where it
        contradicts what was written before; then nothing was written.
        """
        with self._writing():
            return self._writer.record(draft, staff=staff)

    def record_note(self, note: Note, *, staff: str) -> Committed:
        """Write what the counter wants written besides sales; as `record`.

        A long list of goods becomes several entries, and the last is returned: one alone might
        be more than the province takes. Who brings controlled drugs back is sealed with the entry
        (CTL-12).
        """
        patient = to_seal(note.person, None) if isinstance(note, ReturnNote) else None
        with self._writing():
            if patient:
                return self._writer.record(
                    draft_of(note), staff=staff, seal=lambda slot: self._seal(patient, slot)
                )
            written = [self._writer.record(draft_of(part), staff=staff) for part in in_parts(note)]
            return written[-1]

    def overtaken(self, epoch: str) -> None:
        """Note for good that the province has another history of an epoch than this database.

        A new epoch begins before the next entry is written, or when `catch_up` is called.
        """
        epochs.note_overtaken(self.database, epoch, self._writer.now())

    def catch_up(self) -> int:
        """Begin a new epoch where the newest is overtaken, and carry what was set aside.

        Returns how many entries were carried. Costs one question where there is nothing to do.
        """
        if not self._writer.is_behind:
            return 0
        with self.database.writing():
            self._writer.slot()
            return self._writer.carry()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self.database.writing():
                yield
        except DamagedError:
            self.database.suspect()
            raise

    def mend(self) -> bool:
        """Look at everything, and set the ledger aside if it is damaged; return whether it was.

        Takes seconds where the ledger is large. Raises `LedgerError` where it cannot be mended.
        """
        before = self._newest_or_none()
        self.database.suspect()
        bring_up(self._writer, self._make_writer)
        return self.epoch != before

    def _newest_or_none(self) -> str | None:
        try:
            return self.epoch
        except LedgerError:
            return None

    def moved(self) -> bool:
        """Whether this thread still reads a file that was set aside; its next question will not."""
        return not self.database.is_closed() and self.database.moved()

    @property
    def is_newly_renewed(self) -> bool:
        """Whether the ledger before was set aside as damaged, and nobody has read so yet."""
        found = self.database.row("SELECT because, announced_at FROM book ORDER BY id DESC LIMIT 1")
        return found is not None and found == ("damaged", None)

    def renewal_was_read(self) -> None:
        """Note that somebody has read that the ledger before was set aside."""
        with self.database.writing():
            self.database.run(
                "UPDATE book SET announced_at = ? WHERE announced_at IS NULL",
                self._writer.now().isoformat(),
            )

    def trusted_time(self) -> datetime | None:
        """Return the time of the newest entry whose time can be trusted."""
        found = self.database.row(
            "SELECT body FROM entry WHERE instr(body, ?) = 0 ORDER BY id DESC LIMIT 1",
            b'"clock":"untrusted"',
        )
        return None if found is None else read_head(bytes(found[0])).at

    def _seal(self, patient: Patient, slot: Slot) -> bytes:
        place = Place(terminal=slot.terminal, epoch=slot.epoch, seq=slot.seq)
        return seal(patient, place, self._readers)

    def last(self) -> StoredEntry | None:
        """Return the newest entry of the epoch that is written to."""
        standing = epochs.newest(self.database)
        found = self.database.row(
            "SELECT seq, body, sha256 FROM entry WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",
            *epochs.span(standing.book),
        )
        return (
            None
            if found is None
            else StoredEntry(found[0], bytes(found[1]), found[2], standing.epoch)
        )

    def last_sale(self) -> Sale | None:
        """Return the newest sale of all epochs."""
        found = self.database.row(
            "SELECT body FROM entry WHERE kind = 'sale' AND about IS NULL ORDER BY id DESC LIMIT 1"
        )
        return None if found is None else self._read_sale(found[0])

    def sale(self, number: int, *, epoch: str | None = None) -> tuple[Sale, str]:
        """Return a sale and its hash by the number on its receipt; raise `KeyError`.

        Without an `epoch` the newest sale of that number is meant.
        """
        found = self.database.row(
            "SELECT entry.body, entry.sha256 FROM book"
            " JOIN entry ON entry.id = (book.id << 32) + ?"
            " WHERE entry.kind = 'sale' AND entry.about IS NULL"
            " AND book.epoch = coalesce(?, book.epoch)"
            " ORDER BY book.id DESC LIMIT 1",
            number, epoch,
        )  # fmt: skip
        if found is None:
            raise KeyError(number)
        return self._read_sale(found[0]), str(found[1])

    def _read_sale(self, body: object) -> Sale:
        try:
            return read_sale(body if isinstance(body, bytes) else b"")
        except msgspec.DecodeError as error:
            self.database.suspect()
            raise DamagedError("a sale cannot be read") from error

    def entries(self) -> Iterator[StoredEntry]:
        """Yield every entry of every epoch, oldest first."""
        with explained():
            for seq, body, sha256, epoch in self.database.execute_sql(
                "SELECT entry.seq, entry.body, entry.sha256, book.epoch"
                " FROM entry JOIN book ON book.id = entry.book ORDER BY entry.id"
            ):
                yield StoredEntry(seq, bytes(body), sha256, epoch)

    def marks(self) -> tuple[EpochMark, ...]:
        """Return how far every epoch goes, oldest first."""
        return epochs.marks(self.database)
