"""What can be wrong with kept reference data."""


class KeepingError(Exception):
    """Reference data cannot be kept or read now; what was there stays."""


class WornError(KeepingError):
    """The card has changed a row: its dataset must be fetched anew."""


class ForeignPageError(ValueError):
    """A page does not continue what is here; nothing of it is taken."""
