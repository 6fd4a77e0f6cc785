"""What a page or an export is narrowed to."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Empty text narrows nothing. Days count in Việt Nam, the last one included."""

    since: date
    until: date
    search: str = ""
    """Part of an outlet's name, code or old district, without regard to case and diacritics."""
    area: str = ""
    commune: str = ""
    kind: str = ""
    """NT, QT or TT."""
    state: str = ""
    """Each query names its own states."""
    sort: str = ""
    """Name of a column, with "-" before it for the largest first."""
    first: int = 0
    """Number of the first row, from 0."""
    most: int = 50
    """Rows; an export asks for all."""
