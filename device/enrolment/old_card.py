"""The card of the terminal that is replaced, in a reader at this one.

It is read and not written to; what the kernel ends of its journal lies below (`show-old-card`).
"""

import logging
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from device.enrolment.errors import CardTrouble
from device.enrolment.place import LOCKED, Place
from device.ledger.errors import (
    DiskFullError,
    EarlierLedgerError,
    ForeignLedgerError,
    LedgerError,
)
from device.ledger.set_aside import parts_of
from device.ledger.succession import OldBook, look_into

log = logging.getLogger(__name__)

INCOMING = "incoming"
"""Beside the ledger's place: what comes along is made there, and takes its place in one step."""
_LEDGER = "var/lib/quay/ledger.sqlite"
_BOOK = f"etc/quay/terminal/{LOCKED}"


class OldCardError(Exception):
    """There is a card, and nothing of it can be used."""

    def __init__(self, reason: str, trouble: CardTrouble = "unreadable") -> None:
        super().__init__(reason)
        self.trouble: CardTrouble = trouble


@dataclass(frozen=True, slots=True)
class OldCard:
    """A card that can be read, and the copy that was made of its ledger."""

    copy: Path
    book: OldBook
    locked: bytes | None = field(default=None, repr=False)
    """Its outlet's book, which alone opens what was sealed there."""


def find_card(place: Place) -> Path | None:
    """Return where a card with a ledger shows, if there is one."""
    try:
        shown = sorted(place.old_cards.iterdir())
    except OSError:
        return None
    return next((folder for folder in shown if _has_ledger(folder)), None)


def read_card(card: Path, *, terminal: str, ledger: Path, follows: str = "") -> OldCard:
    """Copy the card's ledger beside the place of ours, and look into it; raise `OldCardError`.

    `follows`: the epoch that the province heard last; empty: none. `OSError` where our own card
    does not take it.
    """
    folder = fresh_folder(ledger)
    copy = folder / ledger.name
    source = card / _LEDGER
    if not _is_own(card, source):  # pulled out meanwhile; an empty one would be made instead
        raise OldCardError("the ledger is gone")
    for part, target in zip(parts_of(source), parts_of(copy), strict=True):
        # What SQLite keeps in memory beside a database is made anew.
        if _is_own(card, part) and not part.name.endswith("-shm"):
            _copy(part, target)
    try:
        book = look_into(copy, terminal=terminal, follows=follows)
    except ForeignLedgerError as error:
        raise OldCardError("another terminal's ledger", "other-terminal") from error
    except EarlierLedgerError as error:
        raise OldCardError("the ledger of an earlier replacement", "earlier") from error
    except DiskFullError:
        raise  # ours
    except LedgerError as error:
        raise OldCardError(f"its ledger cannot be used: {error}") from error
    return OldCard(copy, book, _locked(card))


def fresh_folder(ledger: Path) -> Path:
    """Return an empty folder beside the ledger's place; raise `OSError`."""
    folder = ledger.parent / INCOMING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def _copy(source: Path, target: Path) -> None:
    """Copy a file; where the card does not give it back, that is the card's fault."""
    try:
        opened = source.open("rb")
    except OSError as error:
        raise OldCardError(f"the card cannot be read: {error.strerror}") from error
    with opened, target.open("xb") as written:
        while True:
            try:
                chunk = opened.read(1 << 20)
            except OSError as error:
                raise OldCardError(f"the card cannot be read: {error.strerror}") from error
            if not chunk:
                return
            written.write(chunk)


def _has_ledger(card: Path) -> bool:
    try:
        return _is_inside(card, card / _LEDGER) and (card / _LEDGER).stat().st_size > 0
    except OSError:
        return False


def _is_own(card: Path, file: Path) -> bool:
    """Whether it is a file, and the card's own; raise `OldCardError` if it cannot be told."""
    try:
        return file.is_file() and _is_inside(card, file)
    except OSError as error:
        raise OldCardError(f"the card cannot be read: {error.strerror}") from error


def _is_inside(card: Path, path: Path) -> bool:
    """Whether something is there, on the card: a link on it could point at anything of ours."""
    return path.exists() and path.resolve().is_relative_to(card.resolve())


def _locked(card: Path) -> bytes | None:
    file = card / _BOOK
    try:
        return file.read_bytes() if _is_own(card, file) else None
    except OSError as error:
        log.warning("the old card's book does not come along: %s", error.strerror)
        return None
