"""The thread that sees messages through: verify, record, answer, acknowledge."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Event

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ingest.answer import answer
from server.ingest.inbox import Inbox
from server.ingest.message import LONGEST_WAIT_SECONDS, Letter, Message
from server.ingest.record import Standing, record
from server.ingest.verify import Verdict, claimed_terminal, distrusted, verify
from server.store import terminals
from server.store.database import StoreUnavailableError, reading
from server.store.quarantine import Reason, SetAside
from wire.backoff import Backoff

_LOG = logging.getLogger(__name__)


class Recorder:
    """Takes batches out of the inbox until that is closed."""

    def __init__(
        self,
        *,
        inbox: Inbox,
        send: Callable[[Letter], None],
        province: str,
        key: Ed25519PrivateKey,
        stop: Event,
    ) -> None:
        self._inbox, self._send = inbox, send
        self._province, self._key = province, key
        self._stop = stop

    def run(self) -> None:
        """Work until the inbox is closed; the batch in hand is finished first."""
        while messages := self._inbox.take():
            self.see_through(messages)

    def see_through(self, messages: Sequence[Message]) -> None:
        """Record messages, then answer, then acknowledge; while the database fails, wait.

        The receipts go out before the acknowledgements, so that a connection which breaks in
        between brings the messages back and with them the receipts.
        """
        backoff = Backoff(first_seconds=1.0, most_seconds=LONGEST_WAIT_SECONDS)
        while True:
            try:
                standings = self._record(messages)
                break
            except StoreUnavailableError as error:
                delay = backoff.next_seconds()
                _LOG.error("database: %s; nothing acknowledged, again in %.1f s", error, delay)
                if self._stop.wait(delay):
                    return
        now = datetime.now(UTC)
        for standing in standings:
            self._send(answer(standing, self._key, now))
        for message in messages:
            message.acknowledge()

    def _record(self, messages: Sequence[Message]) -> list[Standing]:
        """Record messages together; if one of them cannot be digested, find and set it aside."""
        try:
            verdicts = self._verify(messages)
            standings = record(verdicts, datetime.now(UTC))
        except StoreUnavailableError:
            raise
        # The outermost loop of the process: whatever a message has brought to light, it must not
        # come back for ever and hold up all the others.
        except Exception:  # noqa: BLE001
            if len(messages) == 1:
                _LOG.exception("a message was set aside")
                aside = distrusted(messages[0], Reason.UNEXPECTED)
                return record([aside], datetime.now(UTC))
            return [standing for message in messages for standing in self._record([message])]
        _warn(verdicts)
        return standings

    def _verify(self, messages: Sequence[Message]) -> list[Verdict]:
        with reading():
            known = terminals.find({claimed_terminal(message) for message in messages})
        return [verify(message, province=self._province, find=known.get) for message in messages]


def _warn(verdicts: Sequence[Verdict]) -> None:
    """Log who was not believed and why; never what was said."""
    aside = Counter((v.terminal, v.reason) for v in verdicts if isinstance(v, SetAside))
    for (terminal, reason), times in aside.items():
        _LOG.warning("set aside from %s: %s (%d)", terminal or "nobody known", reason, times)
