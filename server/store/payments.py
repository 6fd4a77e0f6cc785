"""Transfers that a bank has told of, until the terminal that waits has been told."""

from datetime import datetime, timedelta
from typing import NamedTuple

from server.store.database import rows, run, to_text

FRESH = timedelta(minutes=30)
"""Later nobody waits any more: the staff has looked at the shop's own telephone."""


class Payment(NamedTuple):
    """A transfer."""

    id: str
    terminal: str
    reference: str
    amount_vnd: int


def came(payment: Payment, now: datetime) -> bool:
    """Note a transfer; return whether it is new: banks tell more than once."""
    if rows("SELECT 1 FROM payment WHERE id = ?", (payment.id,)):
        return False
    run(
        "INSERT INTO payment (id, terminal, reference, amount_vnd, came_at) VALUES (?, ?, ?, ?, ?)",
        (*payment, to_text(now)),
    )
    return True


def untold(now: datetime) -> list[Payment]:
    """Return what terminals have not been told yet, oldest first."""
    found = rows(
        "SELECT id, terminal, reference, amount_vnd FROM payment"
        " WHERE told_at IS NULL AND came_at > ? ORDER BY came_at",
        (to_text(now - FRESH),),
    )
    return [Payment(*row) for row in found]


def told(payment: Payment, now: datetime) -> None:
    """Note that the terminal was told."""
    run("UPDATE payment SET told_at = ? WHERE id = ?", (to_text(now), payment.id))
