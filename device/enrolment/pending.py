"""What is known so far: kept on the disk, so that a pulled plug costs nobody a step twice.

The keys come first and all at once; label, answer and book each in one step behind them. Started
again at any point, the terminal asks the same with the same keys, and the office answers the same.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from device.enrolment.keys import TerminalKeys, UnsoundKeysError, private_pem
from device.enrolment.place import SIGNING_KEY, TLS_KEY, Place
from device.enrolment.whole_file import make_whole_folder, sync, write_whole
from wire.decoding import decode
from wire.enrolment import EnrolAnswer, Label, LabelError, read_label

T = TypeVar("T")

_CSR, _LABEL, _ANSWER, _BOOK = "terminal.csr.pem", "label", "answer.json", "book.json"
_SHELF = "shelf-done"


class NewBook(msgspec.Struct, frozen=True, kw_only=True):
    """The outlet's book as it will be written: locked, and the key that entries are sealed with."""

    locked: bytes
    public: str

    def __repr__(self) -> str:
        return "NewBook(hidden)"


@dataclass(frozen=True, slots=True)
class Pending:
    """The folder of a terminal that is not enrolled yet."""

    place: Place

    def keys(self) -> TerminalKeys:
        """Return the terminal's keys, made when they are asked for first; raise `OSError`.

        Keys that the card has spoilt are made anew: nobody knows them yet, or the office says so.
        """
        folder = self.place.pending
        with suppress(OSError, UnsoundKeysError):
            return TerminalKeys.read(
                tls=(folder / TLS_KEY).read_bytes(),
                signing=(folder / SIGNING_KEY).read_bytes(),
                csr=(folder / _CSR).read_bytes(),
            )
        made = TerminalKeys.new()
        files = {
            TLS_KEY: (private_pem(made.tls), 0o600),
            SIGNING_KEY: (private_pem(made.signing), 0o600),
            _CSR: (made.csr, 0o600),
        }
        make_whole_folder(folder, files, mode=0o700)
        return made

    @property
    def label(self) -> Label | None:
        """The label that was scanned last, if it has not been refused."""
        try:
            return read_label((self.place.pending / _LABEL).read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError, LabelError):
            return None

    def keep_label(self, label: Label) -> None:
        """Keep the label; raise `OSError`."""
        self.keys()
        write_whole(self.place.pending / _LABEL, label.to_text().encode("ascii"))

    def drop_label(self) -> None:
        """Forget a label that was refused: the next start asks for another."""
        (self.place.pending / _LABEL).unlink(missing_ok=True)

    @property
    def answer(self) -> EnrolAnswer | None:
        """The office's answer, if it has come."""
        return self._read(_ANSWER, EnrolAnswer)

    def keep_answer(self, answer: EnrolAnswer) -> None:
        """Keep the office's answer; raise `OSError`."""
        write_whole(self.place.pending / _ANSWER, msgspec.json.encode(answer))

    @property
    def book(self) -> NewBook | None:
        """The outlet's book, if the person in charge has made it."""
        return self._read(_BOOK, NewBook)

    def keep_book(self, book: NewBook) -> None:
        """Keep the outlet's book; raise `OSError`."""
        write_whole(self.place.pending / _BOOK, msgspec.json.encode(book))

    @property
    def is_shelf_done(self) -> bool:
        """Whether it is settled what comes along of an old terminal."""
        return (self.place.pending / _SHELF).exists()

    def shelf_is_done(self) -> None:
        """Note that it is settled; raise `OSError`."""
        write_whole(self.place.pending / _SHELF, b"")

    def clear(self) -> None:
        """Forget everything: the terminal is enrolled."""
        shutil.rmtree(self.place.pending, ignore_errors=True)
        sync(self.place.etc)

    def _read(self, name: str, kind: type[T]) -> T | None:
        try:
            return decode((self.place.pending / name).read_bytes(), kind)
        except (OSError, msgspec.DecodeError):
            return None
