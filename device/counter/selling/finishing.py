"""What was typed, chosen or found for a sale."""

from collections.abc import Callable
from dataclasses import replace

from codes import Pack
from codes.prescription import find_prescription_code
from device.counter.asking.forms import day, form_for, value
from device.counter.asking.rights import may_sell
from device.counter.deed import Record
from device.counter.drug import Offer
from device.counter.goods.keyed_batch import as_the_book_writes_it
from device.counter.notes import CodeNote
from device.counter.open_sale import open_sale
from device.counter.prescription import Origin, Prescription
from device.counter.sale import Buyer
from device.counter.selling.blocking import PERSON_LIFTS, again, tried_again
from device.counter.selling.labels import given
from device.counter.selling.packs import sell
from device.counter.selling.prescription import attached
from device.counter.selling.showing import under_menu
from device.counter.selling.substitution import reasoned
from device.counter.selling.ways import overridden
from device.counter.state import Blocked, Choice, Form, Notice, Ready, Search, Selling
from device.counter.states.asking import Question, Topic
from device.counter.step import Step
from device.counter.world import World


def _paper_prescription(form: Form, world: World) -> Step:
    """A paper prescription was seen; a number with the shape of a code is one."""
    number = value(form, "number")
    found = Prescription(
        code=find_prescription_code(number),
        origin=Origin.PAPER,
        issued=day(form, "issued"),
        number=number,
        facility=value(form, "facility"),
        prescriber=value(form, "prescriber"),
    )
    return attached(form.behind, found, world)


def _buyer(form: Form, world: World) -> Step:
    buyer = Buyer(
        name=value(form, "name"),
        address=value(form, "address"),
        passport=value(form, "passport"),
    )
    sale = open_sale(form.behind).with_buyer(buyer)
    return tried_again(form.behind, sale, PERSON_LIFTS, world)


def _batch(form: Form, world: World) -> Step:
    """GPP-06: the box in the hand names batch and date; the refused pack is tried again with them.

    What the book has of that batch is another rule's business (GPP-01).
    """
    blocked = form.behind
    if not isinstance(blocked, Blocked):
        return Step(state=blocked)
    drug, expiry = blocked.refusal.line.drug, day(form, "expiry")
    batch = as_the_book_writes_it(drug.id, value(form, "batch"), world)
    read = replace(blocked.pack or Pack(""), batch=batch, expiry=expiry, separator_seen=True)
    return again(replace(blocked, pack=read), world)


def _override(choice: Choice, option: str, world: World) -> Step:
    blocked = choice.behind
    if not isinstance(blocked, Blocked):
        return Step(state=blocked)
    if option == "paper":
        about = choice.about
        return Step(state=form_for(Topic.PAPER_PRESCRIPTION, behind=blocked, about=about))
    return overridden(blocked, option, choice.by, world)


def _substitution(choice: Choice, option: str, world: World) -> Step:
    blocked = choice.behind
    if not isinstance(blocked, Blocked):
        return Step(state=blocked)
    return reasoned(choice, blocked, option, world)


def _sell(search: Search, offer: Offer, world: World) -> Step:
    behind = under_menu(search.behind)
    return sell(offer, open_sale(behind).pruned(), world, after=behind)


def _link(search: Search, offer: Offer, world: World) -> Step:
    """From now on the unknown code stands for the drug; the pack itself is sold at once."""
    behind = under_menu(search.behind)
    pack = behind.unknown if isinstance(behind, Ready | Selling) else None
    step = sell(offer, open_sale(behind).pruned(), world, pack=pack, after=behind)
    if not may_sell(world):
        return step
    note = CodeNote(gtin=search.code, drug=offer.drug.id, unit=offer.unit)
    state = step.state
    if isinstance(state, Selling) and state.notice is None:
        state = replace(state, notice=Notice.CODE_LINKED)
    return replace(step, state=state, deeds=(*step.deeds, Record(note)))


def _label(search: Search, offer: Offer, world: World) -> Step:
    del world
    behind = under_menu(search.behind)
    return Step(state=form_for(Topic.DIRECTIONS, behind=behind, about=offer.drug.name))


FORMS: dict[Topic, Callable[[Form, World], Step]] = {
    Topic.PAPER_PRESCRIPTION: _paper_prescription,
    Topic.BUYER: _buyer,
    Topic.BATCH: _batch,
    Topic.DIRECTIONS: given,
}
CHOICES: dict[Question, Callable[[Choice, str, World], Step]] = {
    Question.OVERRIDE_REASON: _override,
    Question.SUBSTITUTION_REASON: _substitution,
}
SEARCHES: dict[str, Callable[[Search, Offer, World], Step]] = {
    "sell": _sell,
    "link": _link,
    "label": _label,
}
