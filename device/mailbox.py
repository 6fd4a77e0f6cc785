"""Messages of the province, as the counter reads them."""

import logging

from device.clock import Clock, system_clock
from device.counter.letter import Letter
from device.mail.errors import MailError
from device.mail.inbox import Inbox
from wire.command import Message

log = logging.getLogger(__name__)


class Mailbox:
    """What nobody has read yet. Looks into the file when it is told that something came."""

    def __init__(self, inbox: Inbox, clock: Clock = system_clock) -> None:
        self._inbox, self._clock = inbox, clock
        self._done: set[str] = set()

    def unread(self) -> tuple[Letter, ...]:
        """Return what nobody has read yet, oldest first; nothing where that cannot be told."""
        try:
            found = self._inbox.unread()
        except MailError as error:
            log.warning("the mail cannot be read: %s", error)
            return ()
        return tuple(letter_of(message) for message in found if message.id not in self._done)

    def read(self, name: str) -> None:
        """Note that somebody has read it; where that cannot be kept it is shown after a restart."""
        self._done.add(name)
        try:
            self._inbox.read(name, at=self._clock())
        except MailError as error:
            log.warning("that a message was read cannot be kept: %s", error)


def letter_of(message: Message) -> Letter:
    """Return what the counter shows."""
    return Letter(
        id=message.id,
        kind=message.kind,
        at=message.at,
        subject=message.subject,
        text=message.text,
    )
