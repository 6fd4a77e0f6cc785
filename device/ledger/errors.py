"""What can go wrong with the ledger."""


class LedgerError(OSError):
    """The ledger cannot do what it should; nothing was written."""


class DiskFullError(LedgerError):
    """There is no room for another entry."""


class DamagedError(LedgerError):
    """The database cannot be used."""


class ForeignLedgerError(LedgerError):
    """The database belongs to another terminal."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"this ledger belongs to {found}, not to {wanted}")
        self.found, self.wanted = found, wanted
