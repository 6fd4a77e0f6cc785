"""What something comes to, in a line, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from server.web.parts.tag import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A button that leads somewhere."""

    title: str
    link: str
    is_primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A sentence, an explanation, a tag, and ways to go on."""

    title: str
    text: str = ""
    tag: Tag | None = None
    ways: Sequence[Way] = ()
    template: ClassVar[str] = "verdict.html"
