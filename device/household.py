"""The outlet as the till has it now: people, rules, and what the province wants read."""

from datetime import date

from device.counter.event import Event, LetterCame, PinRight, PinWrong
from device.counter.letter import Letter
from device.counter.shop import Person
from device.counter.state import Ready, SignedOut, State
from device.surroundings import Surroundings


class Household:
    """What may change without a restart. Changes are taken over between two sales."""

    def __init__(self, around: Surroundings, today: date) -> None:
        self._around = around
        self.shop, self.parameters = around.shop, around.parameters
        self.skipped = 0
        self.letters: tuple[Letter, ...] = ()
        self.look_into_letters()
        self.take_over(today, Ready())

    def take_over(self, today: date, state: State) -> bool:
        """Take over what has changed, unless something is being done; return whether it has."""
        if not isinstance(state, Ready | SignedOut):
            return False
        found = self._around.word.look(today)
        if found is None:
            return False
        before = self.shop, self.parameters
        self.shop, self.parameters, self.skipped = found.shop, found.parameters, found.skipped
        return before != (self.shop, self.parameters)

    def known(self, person: Person | None) -> Person | None:
        """Return somebody as the outlet knows them now; nobody where they work here no more."""
        if person is None or not self.shop.people:
            return person
        return self.shop.person(person.badge)

    def look_into_letters(self) -> None:
        """Look what nobody has read yet."""
        self.letters = self._around.messages.unread()

    def measure_line(self) -> None:
        """Have the line to the province measured."""
        self._around.province.measure()

    def read(self, letter: str) -> None:
        """Somebody has read a message."""
        self._around.messages.read(letter)
        self.letters = tuple(one for one in self.letters if one.id != letter)

    def understood(self, event: Event) -> Event:
        """Return an event with a person as the outlet knows them now; look where letters lie.

        PINs are the terminal's own; whoever may not work here any more does not get in by one.
        """
        match event:
            case PinRight(person=person):
                known = self.known(person)
                return PinRight(known) if known else PinWrong(tries_left=0)
            case LetterCame():
                self.look_into_letters()
        return event
