"""What can be asked for on the glass that is no event of the counter."""

from dataclasses import dataclass

from hardware.api import Sample


@dataclass(frozen=True, slots=True)
class Reprint:
    """Print the last receipt once more."""


@dataclass(frozen=True, slots=True)
class StartAgain:
    """End this program; it is started again at once."""


@dataclass(frozen=True, slots=True)
class Lay:
    """Lay a sample code before its scanner."""

    sample: Sample


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Show the tray's next samples."""


@dataclass(frozen=True, slots=True)
class PaperEnds:
    """Let the fake printer run out of paper."""


@dataclass(frozen=True, slots=True)
class PaperLoaded:
    """Put paper into the fake printer."""


Command = Reprint | StartAgain | Lay | TurnPage | PaperEnds | PaperLoaded
