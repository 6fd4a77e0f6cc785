"""A counter whose staff works in the stock room."""

from codes import Pack
from device.counter.event import Chosen, Confirmed, Opened, Picked, Scanned, Typed
from device.counter.notes import Note
from device.counter.state import Choice, Form, Gathering, State
from device.counter.states.asking import Item
from device.counter.states.goods import Gathered
from tests.device.counter.shop import DRUGS, NEXT_YEAR, Counter, MemoryShelf


def stocked() -> MemoryShelf:
    """Return a shelf with one good batch of every drug."""
    shelf = MemoryShelf()
    for drug in DRUGS:
        shelf.put(drug, "GOOD", NEXT_YEAR)
    return shelf


def screen(counter: Counter) -> State:
    """Return what the counter shows now."""
    return counter.state


def gathering(counter: Counter) -> Gathering:
    assert isinstance(counter.state, Gathering), counter.state
    return counter.state


def lines(counter: Counter) -> tuple[Gathered, ...]:
    return gathering(counter).lines


def type_in(counter: Counter, text: str) -> None:
    for key in text:
        counter.act(Typed(key))


def fill(counter: Counter, *texts: str) -> None:
    """Type the fields of the form that is open, one after the other."""
    for text in texts:
        assert isinstance(counter.state, Form), counter.state
        type_in(counter, text)
        counter.act(Confirmed())


def delivery(shelf: MemoryShelf | None = None) -> Counter:
    """Return a counter that has begun a delivery."""
    counter = Counter(shelf=shelf or MemoryShelf())
    counter.act(Opened(Item.DELIVERY))
    fill(counter, "AN BINH", "HD7")
    return counter


def counting(shelf: MemoryShelf) -> Counter:
    counter = Counter(shelf=shelf)
    counter.act(Opened(Item.COUNT))
    return counter


def writing_off(shelf: MemoryShelf, because: str = "damaged") -> Counter:
    counter = Counter(shelf=shelf)
    counter.act(Opened(Item.WRITE_OFF))
    assert isinstance(counter.state, Choice)
    counter.act(Chosen(because))
    return counter


def scan(counter: Counter, *packs: Pack) -> None:
    for pack in packs:
        counter.act(Scanned(pack))


def set_quantity(counter: Counter, index: int, quantity: int) -> None:
    counter.act(Picked(index))
    type_in(counter, str(quantity))
    counter.act(Confirmed())


def written(counter: Counter) -> Note:
    """Return the newest note in the book."""
    return counter.book.notes[max(counter.book.notes)]


def on_hand(counter: Counter, drug: str, batch: str = "GOOD") -> int:
    found = counter.shelf.batch(drug, batch)
    return found.on_hand if found else 0


def set_aside(counter: Counter, drug: str, batch: str = "GOOD") -> int:
    found = counter.shelf.batch(drug, batch)
    return found.set_aside if found else 0
