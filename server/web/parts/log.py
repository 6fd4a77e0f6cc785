"""Lines that a machine wrote, as it wrote them."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Text in its own lines."""

    text: str
    template: ClassVar[str] = "log.html"
