"""Cards of terminals that are replaced."""

from datetime import UTC, datetime
from pathlib import Path

from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from tests.device.enrolment.office import TERMINAL
from tests.device.ledger.books import BOOK
from tests.e2e.outpost import typical_sale
from wire.receipt import Receipt

LEDGER = "var/lib/quay/ledger.sqlite"
READERS = {"book": BOOK.public_key()}


def epoch_on(card: Path) -> str:
    """Return the epoch that was written to on a card."""
    ledger = Ledger.open(card / LEDGER, terminal=TERMINAL, readers=READERS)
    try:
        return ledger.epoch
    finally:
        ledger.close()


def make_card(card: Path, *, terminal: str = TERMINAL, sales: int = 5, sent: int = 3) -> Path:
    """Make what is on a card: a ledger of so many sales, of which so many were received."""
    folder = card / "var/lib/quay"
    folder.mkdir(parents=True)
    (card / "etc/quay/terminal").mkdir(parents=True)
    (card / "etc/quay/terminal/book.locked").write_bytes(b"the old book")
    ledger = Ledger.open(folder / "ledger.sqlite", terminal=terminal, readers=READERS)
    for number in range(sales):
        ledger.commit_sale(typical_sale(number), staff="NV-07")
    head = next(entry.sha256 for entry in ledger.entries() if entry.seq == sent)
    OutboxQueue(ledger.database, terminal=terminal).apply(
        Receipt(
            terminal=terminal, epoch=ledger.epoch, through=sent, head=head,
            at=datetime.now(UTC), rejected=(),
        ),
        at=datetime.now(UTC),
    )  # fmt: skip
    ledger.close()
    return card
