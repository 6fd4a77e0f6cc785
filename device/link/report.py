"""The status: the terminal's word on itself, which never delays a sale."""

import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import UNSET, UnsetType

from device.clock import Clock
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.link.vitals import Vitals
from wire.sign import sign
from wire.status import EpochMark, Status, encode_status

MARKS_SECONDS = 24 * 3600.0
"""How often the two sides compare how far each epoch goes."""
MARKS_AGAIN_SECONDS = 3600.0
"""After a line came back they compare at once, but no more often: each time is some 1 KB."""


class Reporter:
    """Writes a status every so often, also across lost connections."""

    def __init__(  # noqa: PLR0913 - what a status is made of
        self,
        *,
        key: Ed25519PrivateKey,
        clock: Clock,
        software: str,
        every_seconds: float,
        vitals: Callable[[], Vitals] = Vitals,
        versions: Callable[[], dict[str, int]] = dict,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._key, self._clock, self._software = key, clock, software
        self._every, self._vitals, self._monotonic = every_seconds, vitals, monotonic
        self._versions = versions
        self._due = self._marks_due = float("-inf")
        self._marked: str | None = None

    def connected(self) -> None:
        """A line stands again: the province may be back from a backup, and lack what it once had.

        The next status says how far each epoch goes, unless one did so a little while ago.
        """
        if self._monotonic() >= self._marks_due - MARKS_SECONDS + MARKS_AGAIN_SECONDS:
            self._due = self._marks_due = float("-inf")

    def is_due(self) -> bool:
        """Whether it is time for the next."""
        return self._monotonic() >= self._due

    def status(self, ledger: Ledger) -> bytes:
        """Return a signed word on how the terminal is; raise `LedgerError`."""
        epoch, now = ledger.epoch, self._monotonic()
        last = ledger.last()
        waiting = OutboxQueue(ledger.database, terminal=ledger.terminal).waiting()
        status = Status(
            terminal=ledger.terminal,
            epoch=epoch,
            at=self._clock(),
            last_seq=last.seq if last and last.epoch == epoch else 0,
            unsent=waiting.entries,
            software=self._software,
            oldest_unsent_seconds=self._age(waiting.oldest_at),
            marks=self._marks(ledger, epoch, now),
            versions=self._versions() or UNSET,
            last_sale_at=_last_sale(ledger),
            **asdict(self._vitals()),
        )
        self._due = now + self._every
        return sign(encode_status(status), self._key, ledger.terminal, "quay-status")

    def _marks(self, ledger: Ledger, epoch: str, now: float) -> tuple[EpochMark, ...] | UnsetType:
        """Return every epoch's mark once a day, after the start, and when an epoch has begun."""
        if now < self._marks_due and epoch == self._marked:
            return UNSET
        self._marks_due, self._marked = now + MARKS_SECONDS, epoch
        return ledger.marks()

    def _age(self, oldest: datetime | None) -> int | UnsetType:
        """Return how long the oldest has waited; nothing where the clock has been set back."""
        if oldest is None:
            return UNSET
        seconds = int((self._clock() - oldest).total_seconds())
        return seconds if seconds >= 0 else UNSET


def _last_sale(ledger: Ledger) -> datetime | UnsetType:
    sale = ledger.last_sale()
    return sale.at if sale else UNSET
