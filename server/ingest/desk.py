"""The desk: whatever brought a message, it is verified, recorded and answered here."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ingest.answer import answer
from server.ingest.believed import Believed
from server.ingest.message import Letter
from server.ingest.record import Take, TerminalsChangedError, record
from server.ingest.standing import Standing
from server.ingest.verify import (
    Find,
    GenuineBatch,
    Verdict,
    claimed_terminal,
    distrusted,
    verify,
    verify_batch,
)
from server.store.database import StoreUnavailableError
from server.store.quarantine import Reason, SetAside

_ATTEMPTS = 5
_LOG = logging.getLogger(__name__)

Payload = tuple[str, bytes]
"""A topic and what came on it."""


class Verify(Protocol):
    """How a message is verified, by whatever brought it."""

    def __call__(
        self, topic: str, payload: bytes, /, *, province: str, find: Find, now: datetime
    ) -> Verdict:
        """Return what the message says, or that it is to be set aside."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to whoever sent one batch: a receipt, or why there is none."""

    receipt: bytes | None = field(repr=False)
    """Signed, of type "quay-receipt"."""
    refused: Reason | None


class Desk:
    """Sees messages through to the commit. Any number of threads may come at once."""

    def __init__(
        self, *, province: str, key: Ed25519PrivateKey, keeps_sealed: bool = False
    ) -> None:
        self._province, self._key, self._keeps_sealed = province, key, keeps_sealed
        self._believed = Believed()

    def take(self, payload: bytes) -> Answer:
        """Record one batch that came by itself, whoever signed it, and answer it.

        Raises `StoreUnavailableError`: then nothing was stored, and it may come again.
        """
        try:
            verdicts, standings = self._record([("", payload)], _verify_batch)
        except StoreUnavailableError:
            raise
        # As with messages from the broker: one that brings a fault to light is set aside.
        except Exception:  # noqa: BLE001
            _LOG.exception("a batch was set aside")
            self.set_aside(("", payload))
            return Answer(receipt=None, refused=Reason.UNEXPECTED)
        if isinstance(verdicts[0], SetAside):
            return Answer(receipt=None, refused=verdicts[0].reason)
        receipt = answer(standings[0], self._key, datetime.now(UTC))
        return Answer(receipt=receipt.payload, refused=None)

    def see_through(
        self, messages: Sequence[Payload], dropped: Mapping[str, int] | None = None
    ) -> list[Letter]:
        """Record messages together and return the receipts to send.

        `dropped` says how many messages of which terminals were dropped as too many. Raises
        `StoreUnavailableError`: then nothing was stored, and the messages must come again.
        """
        standings = self._record_apart(messages, dropped or {})
        now = datetime.now(UTC)
        return [answer(standing, self._key, now) for standing in standings]

    def set_aside(self, message: Payload) -> None:
        """Keep a message that cannot be digested for a person to look at."""
        aside = distrusted(*message, Reason.UNEXPECTED)
        record(Take(verdicts=[aside]), datetime.now(UTC))

    def _record_apart(
        self, messages: Sequence[Payload], dropped: Mapping[str, int]
    ) -> list[Standing]:
        """Record messages together; if one of them cannot be digested, find and set it aside."""
        try:
            return self._record(messages, verify, dropped)[1]
        except StoreUnavailableError:
            raise
        # Whatever a message has brought to light, it must not come back for ever and hold up all
        # the others: the outermost place where a single message can still be told from them.
        except Exception:  # noqa: BLE001
            if len(messages) == 1:
                _LOG.exception("a message was set aside")
                self.set_aside(messages[0])
                return []
            return [one for message in messages for one in self._record_apart([message], {})]

    def _record(
        self,
        messages: Sequence[Payload],
        verify_one: Verify,
        dropped: Mapping[str, int] = MappingProxyType({}),
    ) -> tuple[list[Verdict], list[Standing]]:
        """Verify and record; again if a terminal has changed between the two."""
        for _attempt in range(_ATTEMPTS):
            now = datetime.now(UTC)
            verdicts = self._verify(messages, verify_one, now)
            take = Take(verdicts=verdicts, keeps_sealed=self._keeps_sealed, dropped=dropped)
            try:
                standings = record(take, now)
            except TerminalsChangedError:
                self._believed.forget()
                continue
            _warn(verdicts)
            return verdicts, standings
        raise StoreUnavailableError("terminals change faster than they can be looked up")

    def _verify(
        self, messages: Sequence[Payload], verify_one: Verify, now: datetime
    ) -> list[Verdict]:
        """Verify messages; nobody is refused for what their terminal was a moment ago."""
        names = [claimed_terminal(*message) for message in messages]
        remembered = {name for name in names if self._believed.knows(name)}
        find = self._believed.find(set(names))
        verdicts = [
            verify_one(*message, province=self._province, find=find, now=now)
            for message in messages
        ]
        doubtful = {v.terminal for v in verdicts if isinstance(v, SetAside)} & remembered
        if not doubtful:
            return verdicts
        self._believed.forget(doubtful)
        find = self._believed.find(doubtful)
        return [
            verify_one(*message, province=self._province, find=find, now=now)
            if isinstance(verdict, SetAside) and verdict.terminal in doubtful
            else verdict
            for message, verdict in zip(messages, verdicts, strict=True)
        ]


def _verify_batch(
    _topic: str, payload: bytes, *, province: str, find: Find, now: datetime
) -> GenuineBatch | SetAside:
    return verify_batch(payload, province=province, find=find, now=now)


def _warn(verdicts: Iterable[Verdict]) -> None:
    """Log who was not believed and why; never what was said."""
    aside = Counter((v.terminal, v.reason) for v in verdicts if isinstance(v, SetAside))
    for (terminal, reason), times in aside.items():
        _LOG.warning("set aside from %s: %s (%d)", terminal or "nobody known", reason, times)
