"""What the staff must be told once of the ledger."""

import logging

from device.counter.state import Notice
from device.ledger.errors import LedgerError
from device.ledger.ledger import Ledger
from device.shelf import OutletShelf

log = logging.getLogger(__name__)

NEWS = frozenset({Notice.LEDGER_RENEWED, Notice.CATALOGUE_LOST})


class LedgerNews:
    """Knows whether the ledger was set aside as damaged, until somebody has read so."""

    def __init__(self, ledger: Ledger, shelf: OutletShelf) -> None:
        self._ledger, self._shelf = ledger, shelf

    @property
    def notice(self) -> Notice | None:
        """What there is to tell; raise `LedgerError`."""
        if not self._ledger.is_newly_renewed:
            return None
        return Notice.CATALOGUE_LOST if self._shelf.is_empty else Notice.LEDGER_RENEWED

    def was_read(self) -> None:
        """Somebody has read it."""
        try:
            self._ledger.renewal_was_read()
        except LedgerError:
            log.exception("the ledger did not note that the news was read; it is told again")
