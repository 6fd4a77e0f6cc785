"""What the till sees around it: network, queue, the newest sale."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.link_state import read_link_state


@dataclass(frozen=True, slots=True)
class NetworkView:
    """Network and queue, for the status bar."""

    online: bool
    since: datetime | None
    """Since when the link has been online or offline; None where nobody knows."""
    unsent: int
    received_at: datetime | None
    """When the province last confirmed anything."""


@dataclass(frozen=True, slots=True)
class LastSale:
    """The newest sale, for the "ready" screen."""

    number: int
    at: datetime
    total_vnd: int
    epoch: str = ""
    """Which epoch the number is of: after a new one numbers start again."""


def look_at_network(outbox: OutboxQueue, run_folder: Path) -> NetworkView:
    """Return how network and queue are now; raise `LedgerError`."""
    link = read_link_state(run_folder)
    waiting = outbox.waiting()
    return NetworkView(
        online=link is not None and link.online,
        since=link.since if link else None,
        unsent=waiting.entries,
        received_at=waiting.last_answer_at,
    )


def look_up_last_sale(ledger: Ledger) -> LastSale | None:
    """Return the newest sale; raise `LedgerError`."""
    sale = ledger.last_sale()
    return LastSale(sale.seq, sale.at, sale.total_vnd, sale.epoch) if sale else None
