"""Orders to take a version: who was told, and what came of it."""

from datetime import datetime
from typing import NamedTuple

from server.fleet.commands import CommandState
from server.store.database import from_text, rows


class Told(NamedTuple):
    """The last order to take a version."""

    given_at: datetime
    state: CommandState
    answered_at: datetime | None
    """By the terminal's clock, and not in the future."""


def told(version: str) -> dict[str, Told]:
    """Return what came of the last order to take a version, by terminal."""
    found = rows(
        """
        SELECT terminal, given_at, state, answered_at FROM fleetcommand
        WHERE wanted = 'update-to' AND argument = ? ORDER BY number
        """,
        (version,),
    )
    return {
        terminal: Told(from_text(given_at), state, from_text(answered) if answered else None)
        for terminal, given_at, state, answered in found
    }
