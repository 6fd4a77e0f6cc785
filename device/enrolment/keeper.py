"""The person in charge makes the outlet's book: badge, PIN, two papers. Nobody else takes part."""

import logging
from collections.abc import Callable

from codes import Badge, Code
from device.counter.event import Chosen, Confirmed, Erased, Typed, WentBack
from device.enrolment import states
from device.enrolment.answer import Welcome
from device.enrolment.book import BookPapers, make_papers
from device.enrolment.clerk import Clerk
from device.enrolment.old_terminal import Stepping
from device.enrolment.states import PIN_DIGITS
from hardware.errors import PrinterError, PrinterFault

log = logging.getLogger(__name__)

PRINT_AGAIN, SHOW_CODES = "print-again", "show-codes"
"""What can be chosen (`Chosen`)."""

PrintPapers = Callable[[BookPapers, Welcome], None]
"""Prints card and recovery code; raises `PrinterError`."""


class Keeper:
    """The steps by which the book is made. Until the papers are safe nothing of it is written."""

    def __init__(
        self,
        start: Stepping,
        clerk: Clerk,
        print_papers: PrintPapers,
        *,
        done: Callable[[Welcome], None],
    ) -> None:
        self._start, self._clerk, self._print, self._done = start, clerk, print_papers, done
        self._welcome: Welcome | None = None
        self._pin = ""

    def begin(self, welcome: Welcome) -> None:
        """Call the person in charge; where the office named none, whoever is there."""
        self._welcome = welcome
        names = tuple(person.name for person in welcome.settings.people if person.in_charge)
        self._start.go(states.CallKeeper(names) if names else states.SetPin(""))

    def scanned(self, state: states.CallKeeper, code: Code) -> bool:
        """Take a badge; return whether it is the one of the person in charge."""
        people = self._known().settings.people
        for person in people:
            if isinstance(code, Badge) and person.in_charge and person.badge == code.id:
                self._start.go(states.SetPin(person.name))
                return True
        self._start.go(states.CallKeeper(state.names, is_other=True))
        return False

    def press(self, act: object) -> None:
        """Do what was pressed."""
        match self._start.state, act:
            case states.SetPin() as state, Typed(characters):
                self._digits(state, state.typed + characters)
            case states.SetPin() as state, Erased(all=is_all):
                typed = "" if is_all else state.typed[:-1]
                self._start.go(states.SetPin(state.name, typed, state.first))
            case states.SetPin(), WentBack():
                self.begin(self._known())
            case states.KeepPapers(is_printing=False) as state, Confirmed():
                self._keep(state)
            case states.KeepPapers(is_printing=False) as state, Chosen(choice):
                self._show_or_print(state, choice)

    def _digits(self, state: states.SetPin, typed: str) -> None:
        if len(typed) < PIN_DIGITS:
            self._start.go(states.SetPin(state.name, typed, state.first))
        elif not state.first:
            self._start.go(states.SetPin(state.name, "", typed))
        elif typed != state.first:
            self._start.go(states.SetPin(state.name, differs=True))
        else:
            self._pin = typed
            self._start.go(states.KeepPapers(make_papers()))
            self._print_now(self._start.state)

    def _show_or_print(self, state: states.KeepPapers, choice: str) -> None:
        if choice == SHOW_CODES:
            self._start.go(
                states.KeepPapers(state.papers, state.fault, is_printing=False, shows_codes=True)
            )
        elif choice == PRINT_AGAIN:
            self._start.go(states.KeepPapers(state.papers))
            self._print_now(self._start.state)

    def _print_now(self, state: states.State) -> None:
        if isinstance(state, states.KeepPapers):
            welcome, papers = self._known(), state.papers
            self._start.run(lambda: self._print(papers, welcome), self._printed, self._not_printed)

    def _printed(self, _none: None) -> None:
        self._settle(None)

    def _not_printed(self, error: Exception) -> None:
        log.warning("card and recovery code were not printed: %s", error)
        self._settle(error.fault if isinstance(error, PrinterError) else PrinterFault.BROKEN)

    def _settle(self, fault: PrinterFault | None) -> None:
        state = self._start.state
        if isinstance(state, states.KeepPapers):
            self._start.go(states.KeepPapers(state.papers, fault, is_printing=False))

    def _keep(self, state: states.KeepPapers) -> None:
        """The papers are safe: only now may anything be sealed to this book."""
        pin, papers = self._pin, state.papers
        self._pin = ""
        self._start.go(states.MakingBook())
        self._start.run(
            lambda: self._clerk.lock_book(papers, pin), lambda _none: self._done(self._known())
        )

    def _known(self) -> Welcome:
        if self._welcome is None:
            raise RuntimeError("nothing was answered yet")
        return self._welcome
