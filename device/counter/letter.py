"""Something that the province wants a person at the counter to read once."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message of the province."""

    id: str
    kind: str
    """"double-dispensing" or "note"; what a newer province calls otherwise is read like a note."""
    at: datetime
    subject: str = ""
    """Of "double-dispensing": the last five characters of the prescription's code."""
    text: str = ""
    """Of "note": what the department writes."""
