"""Taking turns: whoever gives out rising numbers does it alone, until the transaction ends."""

from datetime import datetime

from server.store.database import run, to_text


def take_turn(name: str, now: datetime) -> None:
    """Wait until nobody else has this turn, and keep it; within a transaction that writes."""
    run(
        """
        INSERT INTO refversion (dataset, scope, version, at, changed) VALUES (?, '', 0, ?, 0)
        ON CONFLICT (dataset, scope, version) DO UPDATE SET at = excluded.at
        """,
        (name, to_text(now)),
    )
