"""What was typed, chosen or found for stock, and where it leads."""

from collections.abc import Callable
from dataclasses import replace

from device.counter.asking.forms import day, form_for, value
from device.counter.cue import Cue
from device.counter.deed import Record
from device.counter.drug import Found, Offer
from device.counter.goods.listing import listed
from device.counter.goods.packs import found_by_name, keyed_in
from device.counter.notes import Gone, PriceNote
from device.counter.state import Choice, Form, Gathering, Search
from device.counter.states.asking import Question, Topic
from device.counter.step import Step
from device.counter.world import World

_GONE: dict[str, Gone] = {
    "expired": "expired",
    "damaged": "damaged",
    "recalled": "recalled",
    "lost": "lost",
    "other": "other",
}


def _delivery(form: Form, world: World) -> Step:
    del world
    supplier, document = value(form, "supplier"), value(form, "document")
    behind = form.behind
    known = behind if isinstance(behind, Gathering) else Gathering(purpose="delivery")
    return Step(state=replace(known, supplier=supplier, document=document), cue=Cue.READ)


def _pack(form: Form, world: World) -> Step:
    if not isinstance(form.behind, Gathering):
        return Step(state=form.behind)
    return keyed_in(form.behind, value(form, "batch"), day(form, "expiry"), world)


def _gone(form: Form, world: World) -> Step:
    """The document of goods that leave; without a list behind it, a return to the supplier."""
    del world
    behind = form.behind
    begun = Gathering(purpose="supplier-return", because="returned-to-supplier")
    known = behind if isinstance(behind, Gathering) else begun
    return Step(state=replace(known, document=value(form, "document")), cue=Cue.READ)


def _price(form: Form, world: World) -> Step:
    """PRC-01 (LD Đ42 k2 l, A*): the posted price, in đồng, is recorded with its day."""
    search, price = form.behind, value(form, "price")
    if not isinstance(search, Search) or not search.found.offers or not price.isdecimal():
        return Step(state=form.behind)
    offer = search.found.offers[0]
    note = PriceNote(drug=offer.drug.id, unit=offer.unit, price_vnd=int(price))
    return Step(state=replace(listed(world, "all"), posting=note), deeds=(Record(note),))


def _gone_reason(choice: Choice, option: str, world: World) -> Step:
    del world
    because = _GONE.get(option, "other")
    if isinstance(choice.behind, Gathering):
        return Step(state=replace(choice.behind, because=because))
    return Step(state=Gathering(purpose="write-off", because=because))


def _gather(search: Search, offer: Offer, world: World) -> Step:
    if not isinstance(search.behind, Gathering):
        return Step(state=search.behind)
    return found_by_name(search.behind, offer, world)


def _priced(search: Search, offer: Offer, world: World) -> Step:
    """Ask for the price of the drug that was found; the form remembers which it is."""
    del world
    only = replace(search, found=Found((offer,), (0,), 1), page=0)
    about = f"{offer.drug.name} · {offer.unit}"
    return Step(state=form_for(Topic.PRICE, behind=only, about=about))


FORMS: dict[Topic, Callable[[Form, World], Step]] = {
    Topic.DELIVERY: _delivery,
    Topic.PACK: _pack,
    Topic.GONE: _gone,
    Topic.PRICE: _price,
}
CHOICES: dict[Question, Callable[[Choice, str, World], Step]] = {
    Question.GONE_REASON: _gone_reason,
}
SEARCHES: dict[str, Callable[[Search, Offer, World], Step]] = {
    "gather": _gather,
    "price": _priced,
}
