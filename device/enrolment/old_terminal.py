"""Where there was a terminal before: its card, if there is one, else the province's word."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from device.counter.event import Chosen, Confirmed, WentBack
from device.enrolment import states
from device.enrolment.answer import Welcome
from device.enrolment.clerk import Clerk
from device.enrolment.old_card import OldCard, OldCardError
from device.enrolment.states import State

log = logging.getLogger(__name__)

T = TypeVar("T")

CARD_SECONDS = 2.0
"""Between two looks whether an old card shows."""
NO_CARD, CARD_AGAIN = "no-card", "card-again"
"""What can be chosen (`Chosen`)."""


class Stepping(Protocol):
    """Who runs the steps: the first start."""

    state: State

    def go(self, state: State) -> None:
        """Be in this state now."""

    def run(
        self,
        step: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a step that takes time."""

    def cannot_write(self, error: Exception, again: Callable[[], None]) -> None:
        """Say that our own card does not take a step."""


class OldTerminal:
    """The steps by which stock and unsent sales come along."""

    def __init__(
        self,
        start: Stepping,
        clerk: Clerk,
        later: Callable[[float, Callable[[], None]], object],
        *,
        done: Callable[[Welcome], None],
    ) -> None:
        self._start, self._clerk, self._later, self._done = start, clerk, later, done
        self._welcome: Welcome | None = None
        self._card: OldCard | None = None

    def begin(self, welcome: Welcome) -> None:
        """Ask for the old card."""
        self._welcome = welcome
        self._start.go(states.FindOldCard())
        self._look()

    def press(self, act: object) -> None:
        """Do what was pressed."""
        match self._start.state, act:
            case states.FindOldCard(), Chosen(choice) if choice == NO_CARD:
                answer = self._known().answer
                self._start.go(states.NoOldCard(answer.stock_of, len(answer.stock)))
            case states.FindOldCard(), Chosen(choice) if choice == CARD_AGAIN:
                self.begin(self._known())
            case ((states.NoOldCard() | states.OldCardRead()), WentBack()):
                self.begin(self._known())
            case states.NoOldCard(), Confirmed():
                welcome = self._known()
                self._move(lambda: self._clerk.do_without_card(welcome))
            case states.OldCardRead(), Confirmed() if self._card:
                welcome, card = self._known(), self._card
                self._move(lambda: self._clerk.take_card(welcome, card))

    def _look(self) -> None:
        if self._start.state == states.FindOldCard():
            self._start.run(self._clerk.find_card, self._found)

    def _found(self, card: Path | None) -> None:
        if self._start.state != states.FindOldCard():
            return
        if card is None:
            self._later(CARD_SECONDS, self._look)
            return
        welcome = self._known()
        self._start.go(states.ReadingOldCard())
        self._start.run(lambda: self._clerk.read_card(welcome, card), self._read, self._not_read)

    def _read(self, card: OldCard) -> None:
        self._card = card
        self._start.go(states.OldCardRead(card.book.unsent, card.book.until))

    def _not_read(self, error: Exception) -> None:
        match error:
            case OldCardError(trouble=trouble):
                self._start.go(states.FindOldCard(trouble))
            case OSError():
                self._start.cannot_write(error, lambda: self.begin(self._known()))
            case _:  # of a stranger's card anything may be
                self._start.go(states.FindOldCard("unreadable"))

    def _move(self, step: Callable[[], None]) -> None:
        """Move, then note it: each is tried again by itself, and a ledger is moved once."""
        self._start.go(states.Moving())
        self._start.run(step, lambda _none: self._note())

    def _note(self) -> None:
        self._start.run(self._clerk.note_shelf, lambda _none: self._done(self._known()))

    def _known(self) -> Welcome:
        if self._welcome is None:
            raise RuntimeError("nothing was answered yet")
        return self._welcome
