"""Writes one terminal's entries: numbers, hashes, and when the province stored them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from server.sample.chance import chance, secret
from server.sample.plan import Outage
from server.store.entries import NewEntry
from wire.chain import origin
from wire.entry import Head, Reference

_encode = msgspec.json.Encoder().encode


class Arrival(NamedTuple):
    """An entry, and when it was stored."""

    entry: NewEntry
    stored_at: datetime


class Pen:
    """Knows the last entry of a ledger, and how long the way to the province is."""

    def __init__(
        self, seed: int, terminal: str, outages: Iterable[Outage], *, ahead_seconds: int = 0
    ) -> None:
        self.terminal = terminal
        self.epoch = secret(seed, "epoch", terminal).hex()[:32]
        self.seq, self.head = 0, origin(terminal, self.epoch)
        self.stored_at: datetime | None = None
        """Of the last entry."""
        self._outages = sorted(outages)
        self._ahead = timedelta(seconds=ahead_seconds)
        self._luck = chance(seed, "line", terminal)

    def begin(self, at: datetime) -> dict[str, Any]:
        """Return what the next entry's head says."""
        return {
            "terminal": self.terminal,
            "epoch": self.epoch,
            "seq": self.seq + 1,
            "prev": self.head,
            "at": at + self._ahead,
        }

    def write(self, entry: Head, total_vnd: int | None = None) -> Arrival:
        """Write an entry that was begun last."""
        body = _encode(entry)
        hashed = sha256(body).hexdigest()
        written = NewEntry(
            self.terminal, self.epoch, entry.seq, hashed, entry.prev, entry.kind, entry.at,
            total_vnd, body,
        )  # fmt: skip
        self.seq, self.head = entry.seq, hashed
        self.stored_at = self._arrives(entry.at - self._ahead)
        return Arrival(written, self.stored_at)

    @property
    def reference(self) -> Reference:
        """The last entry, for those that name it."""
        return Reference(epoch=self.epoch, seq=self.seq, sha256=self.head)

    def _arrives(self, at: datetime) -> datetime:
        """Return when it is stored: after a moment, or once the line is back; in order."""
        while self._outages and at >= self._outages[0].until:
            del self._outages[0]
        if self._outages and at >= self._outages[0].since:
            at = self._outages[0].until
        arrives = at + timedelta(seconds=0.3 + 3 * self._luck.random() ** 3)
        if self.stored_at is not None and arrives <= self.stored_at:
            return self.stored_at + timedelta(milliseconds=20)
        return arrives
