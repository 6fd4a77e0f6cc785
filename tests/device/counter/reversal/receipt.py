"""A sale that was made, and its receipt."""

from codes import ReceiptCode
from device.counter.event import (
    Chosen,
    Confirmed,
    Event,
    Opened,
    Typed,
)
from device.counter.notes import ReturnNote
from device.counter.past import PastSale, SoldLine
from device.counter.state import Choice, Returning
from device.counter.states.asking import Item, Question
from tests.device.counter.goods.stockroom import stocked
from tests.device.counter.shelf import made_offers
from tests.device.counter.shop import (
    AT,
    FREE,
    NARCOTIC,
    NEXT_YEAR,
    Counter,
)

TABLET, BLISTER, BOX = made_offers(FREE)


def sold(*lines: SoldLine, number: int = 7) -> PastSale:
    every = lines or (
        SoldLine(offer=BLISTER, batch="GOOD", expiry=NEXT_YEAR, quantity=3),
        SoldLine(offer=BOX, batch="GOOD", expiry=NEXT_YEAR, quantity=1),
        SoldLine(offer=BLISTER, batch="B2", expiry=NEXT_YEAR, quantity=2),
    )
    return PastSale(
        epoch="e0",
        number=number,
        sha256="7f3a91c204de" + "0" * 52,
        at=AT,
        lines=every,
        total_vnd=sum(line.quantity * line.offer.price_vnd for line in every),
    )


def shop(sale: PastSale | None = None) -> Counter:
    counter = Counter(shelf=stocked())
    found = sale or sold()
    counter.book.sales[found.number] = found
    counter.book.last = found.number
    return counter


def returning(sale: PastSale | None = None) -> Counter:
    counter = shop(sale)
    counter.act(Opened(Item.RETURN))
    counter.act(Typed("7"))
    counter.act(Confirmed())
    assert isinstance(counter.state, Returning)
    return counter


def narcotic() -> PastSale:
    """Return a sale of a drug that is taken back with minutes only."""
    offer = made_offers(NARCOTIC)[1]
    return sold(SoldLine(offer=offer, batch="GOOD", expiry=NEXT_YEAR, quantity=2))


def state(counter: Counter) -> Returning:
    assert isinstance(counter.state, Returning), counter.state
    return counter.state


def note_of(counter: Counter) -> ReturnNote:
    note = counter.book.notes[max(counter.book.notes)]
    assert isinstance(note, ReturnNote)
    return note


RECEIPT = ReceiptCode("Q33-0001", "0f0f0f0f", 7, "7F3A91C204DE")


def returned(counter: Counter, *events: Event, because: str = "not-needed") -> tuple[object, ...]:
    """Finish a return; return all that the counter wanted done for it."""
    for event in (*events, Confirmed()):
        counter.act(event)
    assert isinstance(counter.state, Choice), counter.state
    assert counter.state.question is Question.RETURN_REASON
    before = len(counter.deeds)
    counter.act(Chosen(because))
    return tuple(counter.deeds[before:])
