"""News: what terminals are told without having asked."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.answers.letter import Letter, Pen
from server.answers.notice_list import gravest
from server.fleet import commands
from server.prescriptions import messages
from server.reference import versions
from server.reference.directory import outlet_of_terminal
from server.store import notices, payments, terminals
from server.store.database import reading, writing
from wire.asking import Answer, Money

Send = Callable[[Letter], object]


class News:
    """Tells what is new since the last look. Called from one thread.

    What could not be sent is lost and need not be sent again: a terminal that was away asks as
    soon as it is back.
    """

    def __init__(self, *, province: str, key: Ed25519PrivateKey) -> None:
        self._pen = Pen(province=province, key=key)
        self._notices = self._reference = self._commands = self._messages = 0

    def begin(self) -> None:
        """Take what there is as told."""
        with reading():
            self._notices, self._reference = notices.version(), versions.latest()
            self._commands, self._messages = commands.version(), messages.version()

    def tell(self, send: Send) -> int:
        """Send everything that is new; return how many letters. Raises `StoreUnavailableError`.

        What is new is sent again if the database fails in the middle.
        """
        count = 0
        for letters in (self.money, self.recalls, self.datasets, self.orders, self.texts):
            for letter in letters():
                send(letter)
                count += 1
        return count

    def money(self) -> Iterator[Letter]:
        """Yield the transfers that terminals have not been told of; each counts as told."""
        now = datetime.now(UTC)
        with reading():
            if not payments.untold(now):
                return
        with writing():
            waiting = payments.untold(now)
            for payment in waiting:
                payments.told(payment, now)
        for payment in waiting:
            money = Money(reference=payment.reference, amount_vnd=payment.amount_vnd)
            yield self._pen.write(Answer(terminal=payment.terminal, at=now, money=money))

    def recalls(self) -> Iterator[Letter]:
        """Yield to everybody what was given since the last look; none, if something was lifted.

        What has no room, and that something was lifted, each learns of the answer to its own
        question, which it asks now. New ones are told also while answers about notices are held:
        they lift no recall.
        """
        with reading():
            newest = notices.version()
            if newest == self._notices:
                return
            told, given = terminals.active(), notices.in_force(after=self._notices)
        fresh = gravest(given)
        now = datetime.now(UTC)
        for terminal in told:
            yield self._pen.write(Answer(terminal=terminal, at=now, version=newest, notices=fresh))
        self._notices = newest

    def datasets(self) -> Iterator[Letter]:
        """Yield the newest versions to whom a dataset that has changed concerns."""
        with reading():
            latest = versions.latest()
            if latest == self._reference:
                return
            changed = versions.scopes_changed(after=self._reference)
            newest = versions.newest_of_all() if changed else {}
            codes, active = outlet_of_terminal(), terminals.active()
        now, shared = datetime.now(UTC), newest.get(versions.EVERYBODY, {})
        for terminal in active:
            code = codes[terminal]
            if versions.EVERYBODY in changed or code in changed:
                own = shared | newest.get(code, {})
                yield self._pen.write(Answer(terminal=terminal, at=now, newest=own))
        self._reference = latest

    def orders(self) -> Iterator[Letter]:
        """Yield commands that were given."""
        with reading():
            newest = commands.version()
            told = commands.given_since(self._commands) if newest != self._commands else ()
        yield from self._waiting(told)
        self._commands = newest

    def texts(self) -> Iterator[Letter]:
        """Yield messages that were written."""
        with reading():
            newest = messages.version()
            told = messages.told_since(self._messages) if newest != self._messages else ()
        yield from self._waiting(told)
        self._messages = newest

    def _waiting(self, told: Iterable[str]) -> Iterator[Letter]:
        """Yield to terminals what they shall do and read."""
        now = datetime.now(UTC)
        for terminal in told:
            with reading():
                answer = Answer(
                    terminal=terminal,
                    at=now,
                    commands=commands.waiting(terminal, now),
                    messages=messages.unread(terminal),
                )
            yield self._pen.write(answer)
