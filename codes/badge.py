"""Staff badges: who stands at the counter.

A badge is `QUAY:B/<id>/<check>`, such as `QUAY:B/NV01/5`, made like the control codes
(`codes.control`). It names a person, it proves nothing: whoever copies it has it too.
"""

import re
from dataclasses import dataclass

from codes.check_character import check_character
from codes.unknown import Unknown, Why

PREFIX = "QUAY:B/"
_ID = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,22}[A-Z0-9])?")


@dataclass(frozen=True, slots=True)
class Badge:
    """A member of staff, by the id that the outlet gave: `A-Z`, `0-9` and `-`, 24 at most."""

    id: str

    @property
    def text(self) -> str:
        """What the badge prints as a QR code; raise `ValueError` for an id that cannot be."""
        if not _ID.fullmatch(self.id):
            raise ValueError("a badge's id has 1 to 24 of A-Z, 0-9 and, inside, -")
        return f"{PREFIX}{self.id}/{check_character('B' + self.id)}"


def read_badge(text: str) -> Badge | Unknown:
    """Read a badge. Case counts."""
    badge, slash, check = text.removeprefix(PREFIX).rpartition("/")
    if not text.startswith(PREFIX) or not slash:
        return Unknown(Why.NO_MATCH)
    if check != check_character("B" + badge):
        return Unknown(Why.BAD_CHECK_DIGIT)
    return Badge(badge) if _ID.fullmatch(badge) else Unknown(Why.NO_MATCH)
