"""A small shop in memory, and a counter in it that carries out its own deeds."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar

from codes import CitizenCard, PrescriptionCode, Sex
from codes.recognise import Code
from device.counter.deed import CommitSale, Deed, Park, Record, SignIn, Train, Unpark
from device.counter.event import Event, NotSaved, Recorded, Saved, Scanned
from device.counter.flow import step
from device.counter.parameters import CURRENT, Parameters
from device.counter.power import MAINS, PowerNow
from device.counter.sale import OpenSale
from device.counter.savefault import SaveFault
from device.counter.shop import Account, Degree, Person, Role, Shop
from device.counter.state import Ready, State
from device.counter.step import Step
from device.counter.world import World
from tests.device.counter.book import AT, MemoryBook
from tests.device.counter.shelf import (
    COMBINATION,
    DRUGS,
    FREE,
    NARCOTIC,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    OTHER_BRAND,
    OTHER_ON_PRESCRIPTION,
    PRECURSOR,
    PSYCHOTROPIC,
    TODAY,
    TOMORROW,
    UNKNOWN_GTIN,
    YESTERDAY,
    MemoryShelf,
    gtin,
    pack,
    stocked,
)

__all__ = [
    "AT",
    "CARD",
    "COMBINATION",
    "DRUGS",
    "FREE",
    "LAN",
    "MAI",
    "NARCOTIC",
    "NEXT_YEAR",
    "ON_PRESCRIPTION",
    "ORDINARY",
    "OTHER_BRAND",
    "OTHER_ON_PRESCRIPTION",
    "PRECURSOR",
    "PSYCHOTROPIC",
    "SHOP",
    "TODAY",
    "TOMORROW",
    "TYPE_H",
    "TYPE_N",
    "UNKNOWN_GTIN",
    "YESTERDAY",
    "Counter",
    "MemoryBook",
    "MemoryShelf",
    "gtin",
    "pack",
    "stocked",
]

CARD = CitizenCard(
    number="001090000001",
    old_number="",
    name="Nguyễn Văn A",
    birth_date=date(1990, 2, 1),
    sex=Sex.MALE,
    residence="Số 1, Phường B, Quận C, Hà Nội",
    issue_date=None,
)
ORDINARY = PrescriptionCode("01234ab12cd3-c")
TYPE_N = PrescriptionCode("01234ab12cd4-n")
TYPE_H = PrescriptionCode("01234ab12cd5-H")

LAN = Person(badge="NV01", name="Cô Lan")
MAI = Person(
    badge="DS01",
    name="DS. Mai",
    roles=frozenset({Role.STAFF, Role.PHARMACIST}),
    degree=Degree.UNIVERSITY,
    in_charge=True,
)
ACCOUNT = Account(
    bank="970415", bank_name="VietinBank", number="113366668888", holder="QUAY THUOC TAM AN"
)
SHOP = Shop(name="Quầy thuốc Tâm An", account=ACCOUNT, people=(LAN, MAI))


S = TypeVar("S")


@dataclass
class Counter:
    """A counter that remembers its state. `do` steps; `act` also does what the step wants done."""

    shelf: MemoryShelf = field(default_factory=stocked)
    state: State = field(default_factory=Ready)
    today: date = TODAY
    later: timedelta = timedelta()
    """How long after the sales of `AT` it is."""
    shop: Shop = SHOP
    person: Person | None = MAI
    parameters: Parameters = CURRENT
    fault: SaveFault | None = None
    power: PowerNow = MAINS
    parked: list[OpenSale] = field(default_factory=list)
    online: bool = False
    is_training: bool = False
    book: MemoryBook = field(default_factory=MemoryBook)
    deeds: list[Deed] = field(default_factory=list)
    """Everything that any step wanted done, the oldest first."""

    def __post_init__(self) -> None:
        self.book.shelf = self.shelf

    @property
    def world(self) -> World:
        self.book.today = self.today
        return World(
            shelf=self.shelf,
            today=self.today,
            now=AT + (self.today - TODAY) + self.later,
            past=self.book,
            shop=self.shop,
            person=self.person,
            parameters=self.parameters,
            fault=self.fault,
            power=self.power,
            parked=tuple(self.parked),
            online=self.online,
            is_training=self.is_training,
        )

    def do(self, event: Event) -> Step:
        found = step(self.state, event, self.world)
        self.state = found.state
        self.deeds += found.deeds
        return found

    def act(self, event: Event) -> Step:
        """Step, carry the deeds out on memory, and give the counter the answers."""
        found = self.do(event)
        self.settle(found)
        return found

    def settle(self, found: Step) -> None:
        """Carry out what a step wants done, and give the counter the answers."""
        for deed in found.deeds:
            answer = self.carry_out(deed)
            if answer is not None:
                self.act(answer)

    def carry_out(self, deed: Deed) -> Event | None:
        """Do a deed on memory; return the answer, if the deed has one."""
        match deed:
            case CommitSale() | Record() if self.fault:
                return NotSaved(self.fault)
            case CommitSale():
                return Saved(number=self.book.commit(deed), at=AT)
            case Record(note=note):
                return Recorded(number=self.book.record(note), at=AT)
            case Park(sale=sale):
                self.parked.append(sale)
            case Unpark():
                self.parked.pop(0)
            case SignIn(person=person):
                self.person = person
            case Train(on=on):
                self.is_training = on
        return None

    def at(self, kind: type[S]) -> S:
        """Return the state, which must be of this kind."""
        assert isinstance(self.state, kind), self.state
        return self.state

    def scan(self, *codes: Code) -> Step:
        steps = [self.do(Scanned(code)) for code in codes]
        return steps[-1]

    def play(self, events: Iterable[Event]) -> None:
        for event in events:
            self.do(event)

    def permit(self, **parameters: object) -> None:
        """Change parameters of the rules."""
        self.parameters = replace(self.parameters, **parameters)  # type: ignore[arg-type]
