"""What can go wrong with the ledger."""


class LedgerError(OSError):
    """The ledger cannot do what it should; nothing was written."""


class DiskFullError(LedgerError):
    """There is no room for another entry."""


class DamagedError(LedgerError):
    """The database cannot be used."""


class BrokenEntryError(DamagedError):
    """An entry is not as it was written, or does not continue the one before it."""

    def __init__(self, epoch: str, seq: int) -> None:
        super().__init__(f"entry {seq} of epoch {epoch[:8]} is not as it was written")
        self.epoch, self.seq = epoch, seq


class ForeignLedgerError(LedgerError):
    """The database belongs to another terminal."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"this ledger belongs to {found}, not to {wanted}")
        self.found, self.wanted = found, wanted


class EarlierLedgerError(LedgerError):
    """The database is of this terminal, and ends before the epoch that was to be followed."""


class RefusedError(ValueError):
    """An entry contradicts what is in the ledger; nothing was written."""


class UnknownSaleError(RefusedError):
    """There is no such sale, or it is not the one that was meant."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"there is no sale {seq}")


class AlreadyUndoneError(RefusedError):
    """The sale was voided before, or goods of it were returned."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"sale {seq} was undone before")


class TooManyReturnedError(RefusedError):
    """More would come back than was sold and is still with the customer."""

    def __init__(self, seq: int, drug: str, batch: str) -> None:
        super().__init__(f"more of {drug}, batch {batch}, than sale {seq} left with the customer")


class NotAsideError(RefusedError):
    """More would leave quarantine than was put there."""

    def __init__(self, drug: str, batch: str) -> None:
        super().__init__(f"quarantine does not hold so much of {drug}, batch {batch}")
