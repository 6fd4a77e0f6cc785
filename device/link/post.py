"""Commands and messages on the line: what comes is handed on, what came of it is said."""

import logging
import os
import time
from collections.abc import Callable
from typing import Any

from device.clock import Clock
from device.link.commands import Commands
from device.mail.errors import MailError
from device.mail.inbox import Inbox
from device.mail.orders import Orders
from wire.asking import Answer
from wire.backoff import Backoff

log = logging.getLogger(__name__)

FIRST_SECONDS, MOST_SECONDS = 10.0, 600.0
"""Between two times that the same is said, until it is heard."""
LOOK_SECONDS = 1.0


class Post:
    """Takes what comes with an answer, and says what came of it. The link's thread only."""

    def __init__(
        self,
        inbox: Inbox,
        orders: Orders,
        commands: Commands,
        *,
        clock: Clock,
        on_message: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`on_message`: there is something new to read."""
        self._inbox, self._orders, self._commands = inbox, orders, commands
        self._clock, self._on_message, self._monotonic = clock, on_message, monotonic
        self._next_at = self._look_at = 0.0
        self._said: tuple[str, ...] = ()
        self._patience = Backoff(first_seconds=FIRST_SECONDS, most_seconds=MOST_SECONDS)

    def connected(self) -> None:
        """Take note that a new line stands: what was not heard is said at once."""
        self._next_at = self._look_at = 0.0
        self._said = ()

    def came(self, answer: Answer) -> None:
        """Take commands, messages, and what was heard."""
        try:
            if answer.heard:
                self._orders.heard(answer.heard)
                self._inbox.heard(answer.heard)
                self._patience.succeeded()
                self._next_at = self._look_at = 0.0
            told = answer.messages
            self._inbox.told_again(told)
            is_new = bool(told) and not self._inbox.is_known(told)
            if is_new and self._inbox.take(told, at=self._clock()):
                self._on_message()
        except MailError as error:
            log.warning("mail cannot be kept, and is waited for again: %s", error)
        self._commands.take(answer.commands)

    def work(self) -> None:
        """Carry commands out; cheap to call often."""
        self._commands.work()

    def to_say(self) -> tuple[str, dict[str, Any]] | None:
        """Return a question's id and what it says, where there is something to say."""
        now = self._monotonic()
        if now < self._look_at:
            return None
        self._look_at = now + LOOK_SECONDS
        try:
            outcomes, read = self._orders.to_say(), self._inbox.to_say()
        except MailError as error:
            log.warning("mail cannot be read: %s", error)
            self._look_at = now + MOST_SECONDS
            return None
        saying = (*(outcome.id for outcome in outcomes), *read)
        if not saying or (saying == self._said and now < self._next_at):
            return None
        self._said = saying
        self._next_at = now + FIRST_SECONDS + self._patience.next_seconds()
        return os.urandom(12).hex(), {"outcomes": outcomes, "read": read}
