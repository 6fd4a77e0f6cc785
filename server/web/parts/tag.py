"""Tags: only what departs from normal carries one, so that they can be counted across a room."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["warn", "off", "ok", ""]
"""Needs a look; silence and the like; done; plain text without a tag."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A few words on a tint."""

    text: str
    tone: Tone = "warn"
