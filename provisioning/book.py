"""The outlet's book in a terminal's folder: another badge, a lost one, a new key."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from provisioning.errors import BookLockedError
from provisioning.files import check_private, read, replace, write_private, write_public
from provisioning.keys import public_pem
from wire.book import Book, open_book, recover_book
from wire.lock import LockedError
from wire.recovery import make_code

LOCKED = "book.locked"
PUBLIC = "book.pub.pem"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """The person in charge: what the badge says and what the person knows."""

    badge: str = field(repr=False)
    pin: str = field(repr=False)


def make_book(folder: Path, keeper: Keeper) -> str:
    """Make a book in a terminal's new folder; return its recovery code, which nobody keeps."""
    code = make_code()
    book = Book.new(code)
    write_private(folder / LOCKED, book.lock(keeper.badge, keeper.pin))
    write_public(folder / PUBLIC, public_pem(book.public_key))
    return code


def change_badge(folder: Path, *, old: Keeper, new: Keeper) -> None:
    """Lock the book with another badge and PIN; the recovery code stays.

    Raises `BookLockedError`.
    """
    _lock(folder, _opened(folder, old), new)


def recover(folder: Path, *, code: str, new: Keeper) -> str:
    """Lock the book with a new badge and PIN; return the new recovery code.

    The old code opens nothing any more. Raises `BookLockedError`.
    """
    locked = _read(folder)
    book = _explained(lambda: recover_book(locked, code))
    fresh = make_code()
    _lock(folder, book.recovered_by(fresh), new)
    return fresh


def renew(folder: Path, keeper: Keeper) -> None:
    """Give the book a new key for new entries; it goes on reading the old ones.

    Raises `BookLockedError`.
    """
    book = _opened(folder, keeper).renewed()
    # The locked book first: nothing is ever sealed to a key that nobody has.
    _lock(folder, book, keeper)
    replace(folder / PUBLIC, public_pem(book.public_key))


def _opened(folder: Path, keeper: Keeper) -> Book:
    locked = _read(folder)
    return _explained(lambda: open_book(locked, keeper.badge, keeper.pin))


def _read(folder: Path) -> bytes:
    check_private(folder / LOCKED)
    return read(folder / LOCKED)


def _lock(folder: Path, book: Book, keeper: Keeper) -> None:
    replace(folder / LOCKED, book.lock(keeper.badge, keeper.pin))


def _explained(attempt: Callable[[], T]) -> T:
    try:
        return attempt()
    except LockedError as error:
        raise BookLockedError from error
