"""An outlet with four people, and a ledger that knows whether a shift is open."""

from dataclasses import dataclass, replace

from codes import Badge
from device.counter.event import Event, PinRight, PinWrong, Scanned, Typed
from device.counter.notes import Note, ShiftNote
from device.counter.past import Drawer
from device.counter.shop import Person, Role, Shop, SignIn
from device.counter.state import Ready, State
from device.counter.step import Step
from tests.device.counter.shop import LAN, MAI, Counter, MemoryBook

SELLER = replace(LAN, has_pin=True)
PHARMACIST = replace(MAI, has_pin=True, pin_digits=6)
OWNER = Person(badge="CH01", name="Bác Tư", roles=frozenset({Role.OWNER}), has_pin=True)
TECHNICIAN = Person(badge="KT01", name="Anh Kỹ", roles=frozenset({Role.TECHNICIAN}))
WITHOUT_PIN = Person(badge="NV02", name="Em Tú")
PEOPLE = (SELLER, PHARMACIST, OWNER, TECHNICIAN, WITHOUT_PIN)


@dataclass
class ShiftBook(MemoryBook):
    """Numbers shifts from 1; between two of them none is open."""

    shifts: int = 0
    is_open: bool = False
    left_vnd: int = 0

    def record(self, note: Note) -> int:
        number = super().record(note)
        if isinstance(note, ShiftNote):
            self.is_open = note.event == "opened"
            self.shifts += self.is_open
            self.left_vnd = note.counted_vnd
            opened = Drawer(shift=self.shifts, float_vnd=note.counted_vnd)
            self.open_drawer = opened if self.is_open else Drawer()
        return number

    def drawer(self) -> Drawer:
        return self.open_drawer if self.is_open else Drawer(float_vnd=self.left_vnd)


def outlet(
    sign_in: SignIn = "badge-or-pin",
    *,
    person: Person | None = None,
    state: State | None = None,
    has_shifts: bool = True,
    shift: int = 0,
) -> Counter:
    """Return a counter of this outlet; `shift` is the one that is open, 0 for none."""
    drawer = Drawer(shift=shift, float_vnd=500_000)
    book = ShiftBook(shifts=shift, is_open=shift > 0, open_drawer=drawer)
    shop = Shop(people=PEOPLE, sign_in=sign_in, has_shifts=has_shifts)
    return Counter(shop=shop, person=person, state=state or Ready(), book=book)


def badge_of(person: Person) -> Scanned:
    return Scanned(Badge(person.badge))


def type_in(counter: Counter, keys: str) -> Step:
    steps: list[Step] = [counter.do(Typed(key)) for key in keys]
    return steps[-1]


def right(person: Person) -> Event:
    return PinRight(person)


def wrong(tries_left: int = 4, wait_seconds: int = 0) -> Event:
    return PinWrong(tries_left=tries_left, wait_seconds=wait_seconds)
