"""Renewing the terminal's certificate before it ends, or long after: by a thread of its own.

The door is asked over HTTPS with a word that the signing key has signed: a certificate that ended
while the shop was offline opens nothing any more, and the signing key does not end. What comes is
proved by the sender, which connects with it; until then the old one stays.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from device.clock import Clock
from device.enrolment.authority import Authority, UnsoundChainError
from device.enrolment.door import Door
from device.enrolment.errors import DoorError, RefusedByDoorError
from device.enrolment.papers import Pair, Papers
from device.settings import TerminalSettings
from wire.backoff import Backoff
from wire.enrolment import PORT, Renewal, Renewed
from wire.sign import sign

log = logging.getLogger(__name__)

BEFORE = timedelta(days=60)
"""So long before its end a certificate is renewed: time enough for a shop that is seldom online."""
LOOK_SECONDS = 3600.0
FIRST_SECONDS, MOST_SECONDS = 60.0, 6 * 3600.0
"""Between two attempts, at first and at the most."""
HELD_SECONDS = 900.0
"""So long a pair that did not open is left alone: the line may have been at fault."""

MOST_REFUSALS = 8

Ask = Callable[[bytes, Authority], Renewed]


class Renewing:
    """Asks for the next certificate in time; tells the sender which pair to connect with."""

    def __init__(
        self,
        settings: TerminalSettings,
        key: Ed25519PrivateKey,
        clock: Clock,
        *,
        is_clock_trusted: Callable[[], bool] = lambda: True,
        ask: Ask | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._key, self._clock = settings, key, clock
        self._papers = Papers(settings)
        self._ask = ask or _door_of(settings.link.door, is_clock_trusted)
        self._monotonic = monotonic
        self._backoff = Backoff(first_seconds=FIRST_SECONDS, most_seconds=MOST_SECONDS)
        self._held_until = float("-inf")
        self._refusals = 0
        self._stopping = threading.Event()

    def start(self) -> None:
        """Begin, where there is a door to ask."""
        if self._ask:
            threading.Thread(target=self._run, name="renewing", daemon=True).start()

    def stop(self) -> None:
        """Stop soon; nobody waits for it."""
        self._stopping.set()

    def pair(self) -> Pair:
        """Return what to connect with now: one that is to be proved comes first, now and then."""
        if self._monotonic() >= self._held_until and (found := self._papers.to_prove):
            return found
        return self._papers.in_use

    def is_better_than(self, pair: Pair) -> bool:
        """Whether another pair than this one should be connected with."""
        return self.pair() != pair

    def opened(self, pair: Pair) -> Pair:
        """A connection stands with this pair; return where it lies from now on."""
        if pair != self._papers.to_prove:
            return pair
        self._papers.proved()
        self._refusals = 0
        log.info("the new certificate is in use, until %s", self._papers.in_use.until())
        return self._papers.in_use

    def did_not_open(self, pair: Pair) -> None:
        """With this pair no connection came about: the one before is tried, if it is still good."""
        left = self.days_left()
        if pair != self._papers.to_prove or left is None or left < 0:
            return
        self._held_until = self._monotonic() + HELD_SECONDS
        self._refusals += 1
        if self._refusals >= MOST_REFUSALS:
            log.warning("the new certificate does not open: another is asked for")
            self._refusals = 0
            self._papers.drop_next()

    def days_left(self) -> int | None:
        """Return for how many whole days the certificate is good; below 0: it has ended."""
        until = self._papers.in_use.until()
        return (until - self._clock()).days if until else None

    def is_due(self) -> bool:
        """Whether the next certificate should be asked for."""
        until = self._papers.in_use.until()
        return self._papers.to_prove is None and (until is None or until - self._clock() < BEFORE)

    def renew(self) -> bool:
        """Ask once; return whether a certificate came that can be used."""
        if self._ask is None:
            return False
        try:
            authority = Authority.read(self._settings.broker.ca.read_text("ascii"))
            csr = self._papers.request()
            renewed = self._ask(self._word(csr), authority)
            self._check(renewed, csr, authority)
            self._papers.came(renewed.certificate)
        except (DoorError, RefusedByDoorError, UnsoundChainError, OSError, ValueError) as error:
            log.warning("the certificate was not renewed: %s", error)
            return False
        log.info("a new certificate has come, and will be proved")
        return True

    def _word(self, csr: bytes) -> bytes:
        terminal = self._settings.terminal
        wish = Renewal(terminal=terminal, csr=csr.decode("ascii"), at=self._clock())
        return sign(msgspec.json.encode(wish), self._key, terminal, "quay-renewal")

    def _check(self, renewed: Renewed, csr: bytes, authority: Authority) -> None:
        authority.check(renewed.certificate, name=self._settings.terminal, csr=csr)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                wait = self._look()
            # The outermost loop of this thread: an odd disk must not end it.
            except Exception:
                log.exception("the certificate could not be looked at")
                wait = LOOK_SECONDS
            self._stopping.wait(wait)

    def _look(self) -> float:
        """Renew where that is due; return how long to wait until the next look."""
        if not self.is_due():
            return LOOK_SECONDS
        if self.renew():
            self._backoff.succeeded()
            return LOOK_SECONDS
        return self._backoff.next_seconds()


def _door_of(address: str, is_clock_trusted: Callable[[], bool]) -> Ask | None:
    parts = urlsplit(address)
    if not parts.hostname:
        return None
    door = Door(host=parts.hostname, port=parts.port or PORT, is_clock_trusted=is_clock_trusted)
    return door.renew
