"""The thread that sees messages through: have them recorded, answer, acknowledge."""

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from threading import Event
from typing import Protocol

from server.ingest.desk import Payload
from server.ingest.inbox import Inbox
from server.ingest.message import LONGEST_WAIT_SECONDS, Letter, Message
from server.store.database import StoreUnavailableError
from settings.alive import Pulse
from wire.backoff import Backoff

_LOG = logging.getLogger(__name__)


class Clerk(Protocol):
    """Who records: the desk itself, or a worker process that has one."""

    def see_through(
        self, messages: Sequence[Payload], dropped: Mapping[str, int] | None = None
    ) -> list[Letter]:
        """Record messages and return the receipts; raise `StoreUnavailableError`."""
        ...


class Recorder:
    """Takes batches out of one lane of the inbox until that is closed."""

    def __init__(  # noqa: PLR0913 - what a recorder stands between
        self,
        *,
        inbox: Inbox,
        clerk: Clerk,
        send: Callable[[Letter], None],
        stop: Event,
        lane: int = 0,
        dropped: Callable[[], Mapping[str, int]] = dict,
        pulse: Pulse | None = None,
    ) -> None:
        self._inbox, self._clerk, self._send, self._lane = inbox, clerk, send, lane
        self._stop, self._dropped = stop, dropped
        self._pulse = pulse or Pulse(math.inf)

    def run(self) -> None:
        """Work until the inbox is closed; the batch in hand is finished first."""
        while messages := self._inbox.take(self._lane):
            self.see_through(messages)
            self._pulse.rests()

    def see_through(self, messages: Sequence[Message]) -> None:
        """Record messages, then answer, then acknowledge; while the database fails, wait.

        The receipts go out before the acknowledgements, so that a connection which breaks in
        between brings the messages back and with them the receipts.
        """
        payloads = [(message.topic, message.payload) for message in messages]
        dropped = self._dropped()
        backoff = Backoff(first_seconds=1.0, most_seconds=LONGEST_WAIT_SECONDS)
        while True:
            self._pulse.works()
            try:
                letters = self._clerk.see_through(payloads, dropped)
                break
            except StoreUnavailableError as error:
                delay = backoff.next_seconds()
                _LOG.error("database: %s; nothing acknowledged, again in %.1f s", error, delay)
                if self._stop.wait(delay):
                    return
        for letter in letters:
            self._send(letter)
        for message in messages:
            message.acknowledge()
