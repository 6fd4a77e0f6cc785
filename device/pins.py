"""PINs, checked off the screen's thread, with waits after wrong ones."""

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from device.counter.event import Event, PinRight, PinWrong
from device.counter.shop import Person
from device.people import PersonSettings, person_of
from device.pin_attempts import FREE_TRIES, PinAttempts
from device.pin_hash import is_right

log = logging.getLogger(__name__)


class Known(NamedTuple):
    """Somebody, and the hash of the PIN; it is in no `repr`."""

    person: Person
    hash: str

    def __repr__(self) -> str:
        return f"Known({self.person!r})"


class PinBook:
    """Whose PIN is which. `check` blocks for a good part of a second: not for the screen."""

    def __init__(self, known: Mapping[str, Known], attempts: PinAttempts) -> None:
        """`known` by badge."""
        self._known, self._attempts = known, attempts

    def check(self, badge: str, pin: str) -> PinRight | PinWrong:
        """Check a PIN; while a badge has to wait nothing is checked, and nothing is counted."""
        wait = self._attempts.wait_seconds(badge)
        if wait:
            return PinWrong(tries_left=0, wait_seconds=wait)
        known = self._known.get(badge)
        if known is None:
            is_right(None, pin)
            return PinWrong(tries_left=0)
        self._attempts.failed(badge)
        if is_right(known.hash, pin):
            self._attempts.succeeded(badge)
            return PinRight(known.person)
        log.warning("a wrong PIN")
        return PinWrong(
            tries_left=max(0, FREE_TRIES - self._attempts.failures(badge)),
            wait_seconds=self._attempts.wait_seconds(badge),
        )


class PinDesk:
    """Checks PINs one after the other on a thread of its own."""

    def __init__(self, book: PinBook, tell: Callable[[Event], None]) -> None:
        """`tell` is called with the outcome, on the desk's thread."""
        self._book, self._tell = book, tell
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pins")

    def ask(self, badge: str, pin: str) -> None:
        """Check a PIN; returns at once."""
        self._thread.submit(self._check, badge, pin)

    def close(self) -> None:
        """Check no more; what is being checked is answered."""
        self._thread.shutdown(cancel_futures=True)

    def _check(self, badge: str, pin: str) -> None:
        try:
            found = self._book.check(badge, pin)
        except Exception:
            # Whatever it was, the screen must not wait for ever.
            log.exception("a PIN could not be checked")
            found = PinWrong(tries_left=0)
        self._tell(found)


def open_book(people: Iterable[PersonSettings], folder: Path) -> PinBook:
    """Return the book of PINs, whose wrong tries are counted in the ledger's folder."""
    known = {one.badge: Known(person_of(one), one.pin) for one in people if one.pin}
    return PinBook(known, PinAttempts(folder / "pin-attempts.json"))
