"""What a new version must show before it may stay."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from device.health import CounterHealth, read_health
from device.ledger.checkup import check_up
from device.ledger.database import LedgerDatabase
from device.ledger.errors import LedgerError
from device.link_state import read_link_state
from wire.status import Health

log = logging.getLogger(__name__)

Part = Literal["screen", "scanner", "printer", "ledger", "link", "version"]
_WORKS: frozenset[Health] = frozenset({"ok", "out-of-paper", "cover-open"})
"""A printer without paper is a printer that answers."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What works at a terminal."""

    screen: bool = False
    scanner: bool = False
    printer: bool = False
    ledger: bool = False
    link: bool = False


class Bench:
    """Looks at a terminal's parts. May take as long as the disk takes."""

    def __init__(self, run: Path, ledger: Path, terminal: str) -> None:
        self._run, self._ledger, self._terminal = run, ledger, terminal

    def look(self) -> Seen:
        """Return what works now."""
        health = read_health(self._run)
        link = read_link_state(self._run)
        return Seen(
            screen=health is not None,
            scanner=_works(health, lambda one: one.scanner),
            printer=_works(health, lambda one: one.printer),
            ledger=self._opens(),
            link=bool(link and link.online),
        )

    def _opens(self) -> bool:
        database = LedgerDatabase(self._ledger)
        try:
            with database.as_it_stands():
                check_up(database, self._terminal, thorough=False)
        except LedgerError as error:
            log.warning("the ledger does not pass: %s", type(error).__name__)
            return False
        finally:
            database.close()
        return True


def lacking(before: Seen, now: Seen) -> tuple[Part, ...]:
    """Return what does not work and must.

    Screen and ledger always; what hangs on a cable or on somebody else's line only if it worked
    under the version before.
    """
    needed: dict[Part, tuple[bool, bool]] = {
        "screen": (True, now.screen),
        "ledger": (True, now.ledger),
        "scanner": (before.scanner, now.scanner),
        "printer": (before.printer, now.printer),
        "link": (before.link, now.link),
    }
    return tuple(part for part, (must, does) in needed.items() if must and not does)


def _works(health: CounterHealth | None, of: Callable[[CounterHealth], Health]) -> bool:
    return health is not None and of(health) in _WORKS
