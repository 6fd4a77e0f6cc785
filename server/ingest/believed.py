"""Terminals as they were a moment ago, so that not every message asks the database."""

import time
from collections.abc import Iterable

from server.ingest.verify import Find
from server.store import terminals
from server.store.database import reading
from server.store.terminals import Terminal

BELIEVED_SECONDS = 5.0
"""How long a terminal is not looked up again. Recording looks once more, in its transaction: this
only saves verifying with keys that are no longer the terminal's."""
_MOST = 10_000


class Believed:
    """Looks terminals up, and remembers them for a moment. Any number of threads may ask."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Terminal]] = {}

    def find(self, names: Iterable[str]) -> Find:
        """Return what looks these terminals up; raise `StoreUnavailableError`."""
        now = time.monotonic()
        known = self._known
        missing = [n for n in names if n not in known or now - known[n][0] > BELIEVED_SECONDS]
        if missing:
            with reading():
                found = terminals.find(missing)
            kept = {} if len(known) + len(found) > _MOST else known
            known = {name: one for name, one in kept.items() if name not in missing}
            known |= {name: (now, terminal) for name, terminal in found.items()}
            self._known = known
        return lambda name: known[name][1] if name in known else None

    def forget(self, names: Iterable[str] | None = None) -> None:
        """Look these up anew, or all of them."""
        gone = set(self._known if names is None else names)
        self._known = {name: one for name, one in self._known.items() if name not in gone}

    def knows(self, name: str) -> bool:
        """Whether a terminal would be believed without being looked up."""
        return name in self._known
