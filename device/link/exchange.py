"""What is said between terminal and province, apart from how it travels."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from device.clock import Clock
from device.keys import LinkKeys
from device.ledger.errors import LedgerError
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue, Portion, ReceiptMismatchError
from device.link.believed import said_by_the_province
from device.link.sealed import for_the_vault
from device.link.turns import Turns
from wire.asking import Again
from wire.backoff import Backoff
from wire.batch import deflated, encode_batch
from wire.receipt import Receipt, read_receipt
from wire.sign import SignatureError, sign

log = logging.getLogger(__name__)

LEAVE_SECONDS = 120.0
"""How long a full batch may take to reach the broker: at 64 kbit/s with losses far less."""
ANSWER_SECONDS = 15.0
"""How long a batch that has left may go without a receipt, and more after each time."""
LONGEST_PATIENCE_SECONDS = 900.0
BATCH_AGE_SECONDS = 1.0
"""How long the first entry waits for company: what is written together goes together."""


class Exchange:
    """One batch at a time: the next goes out when the one before is receipted.

    Every wait is counted by a clock that nobody sets.
    """

    def __init__(
        self,
        ledger: Ledger,
        *,
        keys: LinkKeys,
        clock: Clock,
        sends_sealed: bool = False,
        saw_time: Callable[[datetime], None] = lambda _at: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.ledger = ledger
        self._keys = keys
        self._clock, self._saw_time, self._monotonic = clock, saw_time, monotonic
        self._sends_sealed = sends_sealed
        self._outbox = OutboxQueue(ledger.database, terminal=ledger.terminal)
        self._turns = Turns(self._outbox, with_sealed=sends_sealed, monotonic=monotonic)
        self._patience = Backoff(
            first_seconds=ANSWER_SECONDS, most_seconds=LONGEST_PATIENCE_SECONDS
        )
        self._flight: Portion | None = None
        self._heard = self._got_some = False
        self._left_at: float | None = None
        self._answer_by = 0.0
        self._hurries, self._ripens = True, False
        self._noticed: tuple[str, int, float] = ("", 0, 0.0)

    @property
    def is_quiet(self) -> bool:
        """Whether the line is free for words that may wait: no batch waits or is being answered."""
        if self._flight is None:
            return not self._ripens
        return self._left_at is not None and self._monotonic() >= self._left_at + ANSWER_SECONDS

    def next_batch(self) -> bytes | None:
        """Return the next signed batch, or None while there is nothing to say."""
        if self._flight and not self._gives_up(self._flight):
            return None
        portion = self._turns.next()
        self._hurries = self._hurries and portion is not None
        self._ripens = portion is not None and not self._is_ripe(portion)
        return self._send(portion) if portion and not self._ripens else None

    def batch_left(self) -> None:
        """Take note that the broker has the batch: from now on its receipt is waited for."""
        self._left_at = self._monotonic()
        self._answer_by = self._left_at + ANSWER_SECONDS + self._patience.next_seconds()

    def receipt_came(self, message: bytes) -> int:
        """Take a receipt; return how many entries it answered, 0 where it is not to be believed."""
        try:
            receipt = read_receipt(said_by_the_province(message, self._keys.server, "quay-receipt"))
            answered = self._apply(receipt)
        except (SignatureError, msgspec.DecodeError, ReceiptMismatchError) as error:
            log.warning("a receipt was not believed: %s", error)
            return 0
        self._note_answer(receipt, answered)
        return answered

    def send_again(self, lost: Iterable[Again]) -> None:
        """Send once more what the province has lost; it is believed of entries that are here."""
        for span in lost:
            try:
                count = self._outbox.send_again(span.epoch, span.first, span.last)
            except LedgerError:
                log.exception("the ledger does not take note of what the province has lost")
                return
            if count:
                self._turns.sent_in_vain()
                log.warning("the province has lost %d entries: they are sent again", count)

    def connection_lost(self) -> None:
        """Forget what was sent: it goes out again on the next connection, at once."""
        if self._flight:
            self._turns.cut(self._flight)
        self._flight = None
        self._hurries = True
        self._patience.succeeded()

    def _apply(self, receipt: Receipt) -> int:
        """Mark what a receipt says, all or nothing: a second one may never come."""
        with self.ledger.database.writing():
            applied = self._outbox.apply(receipt, at=self._clock())
            if applied.overtaken:
                self.ledger.overtaken(receipt.epoch)
        if applied.overtaken:
            log.error("the province has another history of epoch %s", receipt.epoch)
        return applied.answered

    def _gives_up(self, flight: Portion) -> bool:
        """Return whether a batch has waited for its receipt as long as it may.

        What has never been sent does not wait longer than for one receipt.
        """
        if self._monotonic() < self._answer_by and not (self.is_quiet and self._turns.new()):
            return False
        if self._got_some:
            self._turns.answered(flight, wholly=False)
        else:
            log.info("no receipt for %d entries yet", len(flight.bodies))
            self._turns.unanswered(flight, heard=self._heard)
        self._flight, self._hurries = None, True
        return True

    def _is_ripe(self, portion: Portion) -> bool:
        epoch, seq, since = self._noticed
        now = self._monotonic()
        if (portion.epoch, portion.bodies[0][0]) != (epoch, seq):
            since = now
            self._noticed = (portion.epoch, portion.bodies[0][0], now)
        aged = now - since >= BATCH_AGE_SECONDS
        return self._hurries or aged or self._turns.is_full(portion)

    def _send(self, portion: Portion) -> bytes:
        self._flight, self._heard, self._got_some = portion, False, False
        self._turns.sent(portion)
        self._left_at, self._answer_by = None, self._monotonic() + LEAVE_SECONDS
        payload = encode_batch(
            self.ledger.terminal,
            portion.epoch,
            [body for _seq, body in portion.bodies],
            sealed=for_the_vault(portion.sealed) if self._sends_sealed else None,
        )
        return sign(deflated(payload), self._keys.signing, self.ledger.terminal, "quay-batch")

    def _note_answer(self, receipt: Receipt, answered: int) -> None:
        flight = self._flight
        if flight is None or receipt.epoch != flight.epoch:
            return
        # One that answers nothing must not call for the same batch at once, again and again.
        self._heard = True
        if not answered:
            return
        sent = {seq for seq, _body in flight.bodies}
        for rejected in receipt.rejected:
            if rejected.seq in sent:
                log.error("the province set entry %d aside: %s", rejected.seq, rejected.reason)
        self._got_some = self._hurries = True
        self._patience.succeeded()
        self._saw_time(receipt.at)
        if _covers(receipt, flight.bodies[-1][0]):
            self._turns.answered(flight, wholly=True)
            self._flight = None


def _covers(receipt: Receipt, seq: int) -> bool:
    spans = receipt.beyond or ()
    is_stored = seq <= receipt.through or any(span.first <= seq <= span.last for span in spans)
    return is_stored or any(rejected.seq == seq for rejected in receipt.rejected)
