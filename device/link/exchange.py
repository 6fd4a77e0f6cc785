"""What is said between terminal and province, apart from how it travels."""

import logging
import time
from collections.abc import Callable

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from device.clock import Clock
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue, ReceiptMismatchError
from wire.backoff import Backoff
from wire.batch import MAX_BYTES, MAX_ENTRIES, encode_batch
from wire.receipt import read_receipt
from wire.sign import SignatureError, sign, verify
from wire.status import Status, encode_status

log = logging.getLogger(__name__)

SERVER = "server"
"""Who signs receipts."""
ANSWER_SECONDS = 15.0
"""How long a batch may go without a receipt before it is sent again, and more after each time."""


class Exchange:
    """One batch at a time: the next goes out when the one before is receipted."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        key: Ed25519PrivateKey,
        server_key: Ed25519PublicKey,
        clock: Clock,
        software: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ledger, self._key, self._server_key = ledger, key, server_key
        self._clock, self._software, self._monotonic = clock, software, monotonic
        self._outbox = OutboxQueue(ledger.database, terminal=ledger.terminal, epoch=ledger.epoch)
        self._patience = Backoff(first_seconds=ANSWER_SECONDS, most_seconds=300)
        self._sent_through = 0
        self._deadline = 0.0

    def next_batch(self) -> bytes | None:
        """Return the next signed batch, or None while there is nothing to say."""
        if self._sent_through:
            if self._monotonic() < self._deadline:
                return None
            log.info("no receipt through %d yet: sending again", self._sent_through)
        bodies = self._outbox.next_bodies(after=0, entries=MAX_ENTRIES, size=MAX_BYTES)
        if not bodies:
            self._sent_through = 0
            return None
        self._sent_through = bodies[-1][0]
        self._deadline = self._monotonic() + ANSWER_SECONDS + self._patience.next_seconds()
        payload = encode_batch(
            self._ledger.terminal, self._ledger.epoch, [body for _seq, body in bodies]
        )
        return sign(payload, self._key, self._ledger.terminal, "quay-batch")

    def receipt_came(self, message: bytes) -> int:
        """Take a receipt; return how many entries it answered, 0 where it is not to be believed."""
        try:
            receipt = read_receipt(verify(message, self._server_key, SERVER, "quay-receipt"))
            answered = self._outbox.apply(receipt, at=self._clock())
        except (SignatureError, msgspec.DecodeError, ReceiptMismatchError) as error:
            log.warning("a receipt was not believed: %s", error)
            return 0
        for rejected in receipt.rejected:
            log.error("the province set entry %d aside: %s", rejected.seq, rejected.reason)
        # A receipt that answers nothing must not call for the same batch at once, again and again.
        if answered and receipt.through >= self._sent_through:
            self._sent_through = 0
            self._patience.succeeded()
        return answered

    def connection_lost(self) -> None:
        """Forget what was sent: it goes out again on the next connection."""
        self._sent_through = 0
        self._patience.succeeded()

    def status(self) -> bytes:
        """Return a signed word on how the terminal is."""
        last = self._ledger.last()
        status = Status(
            terminal=self._ledger.terminal,
            epoch=self._ledger.epoch,
            at=self._clock(),
            last_seq=last.seq if last else 0,
            unsent=self._outbox.waiting().entries,
            software=self._software,
        )
        return sign(encode_status(status), self._key, self._ledger.terminal, "quay-status")
