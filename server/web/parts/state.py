"""Panels that have something to say instead of something to show."""

from dataclasses import dataclass
from typing import ClassVar

from server.web.parts.tasks import Icon


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """An icon, a sentence, an explanation and a way out."""

    title: str
    text: str = ""
    icon: Icon = "ring"
    button: tuple[str, str] | None = None
    """Words and address."""
    template: ClassVar[str] = "state.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Paragraphs."""

    paragraphs: tuple[str, ...]
    template: ClassVar[str] = "text.html"
