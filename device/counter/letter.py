"""Something that the province wants a person at the counter to read once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message of the province."""

    id: str
    kind: Literal["double-dispensing", "note"]
    at: datetime
    subject: str = ""
    """Of "double-dispensing": the last five characters of the prescription's code."""
    text: str = ""
    """Of "note": what the department writes."""
