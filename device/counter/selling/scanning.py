"""What a scanned code does to the counter's state."""

from dataclasses import replace

from codes import (
    Badge,
    CitizenCard,
    Pack,
    PrescriptionCode,
    RegistrationNumber,
    Statement,
    Unknown,
    Why,
)
from device.counter.cue import Cue
from device.counter.drug import Found
from device.counter.open_sale import open_sale
from device.counter.people.handover import badge_came
from device.counter.selling.blocking import PERSON_LIFTS, tried_again
from device.counter.selling.packs import scan_pack, sell
from device.counter.selling.prescription import scan_prescription
from device.counter.selling.showing import noticed, shown, under_menu
from device.counter.state import Notice, Paid, Ready, Search, Selling, State, Transfer
from device.counter.step import Step
from device.counter.world import World

_NOTICES = {
    Why.EMPTY: Notice.UNREADABLE,
    Why.NOT_TEXT: Notice.UNREADABLE,
    Why.BAD_CHECK_DIGIT: Notice.CHECK_DIGIT,
    Why.BAD_CARD: Notice.BAD_CARD,
    Why.LOST_SEPARATOR: Notice.BATCH_UNCLEAR,
    Why.BAD_CRC: Notice.CHECK_DIGIT,
    Why.BAD_INSURANCE_CARD: Notice.NOT_NEEDED,
    Why.BAD_PAYMENT_CODE: Notice.NOT_NEEDED,
}


def scan(state: State, code: Statement, world: World) -> Step:
    """Return what a scan leads to. A pack is right on every screen: it leaves help and blocks."""
    match code:
        case Pack():
            return scan_pack(code, open_sale(state).pruned(), world, after=state)
        case PrescriptionCode():
            return scan_prescription(state, code, world)
        case CitizenCard():
            return _card(state, code, world)
        case RegistrationNumber():
            return _registration(state, code, world)
        case Unknown():
            notice = _NOTICES.get(code.why, Notice.UNKNOWN_CODE)
            return _said(state, notice, world, code=code.text, cue=Cue.UNKNOWN)
    return _handed_over(state, code, world) or _said(state, Notice.NOT_NEEDED, world)


def _handed_over(state: State, code: Statement, world: World) -> Step | None:
    """Another person's badge: the counter is handed over, an open sale with it."""
    is_idle = isinstance(state, Ready | Paid | Selling)
    return badge_came(state, code, world) if isinstance(code, Badge) and is_idle else None


def _said(
    state: State, notice: Notice, world: World, *, code: str = "", cue: Cue = Cue.WARN
) -> Step:
    """Say a short word over the sale; a transfer that is awaited stays on the screen."""
    if isinstance(state, Transfer):
        return Step(state=state, cue=cue)
    sale = open_sale(state).pruned()
    return noticed(sale, notice, world, code=code, cue=cue, after=state)


def _card(state: State, card: CitizenCard, world: World) -> Step:
    """Attach a card. One that lost its letters never takes the place of the same card whole."""
    sale = open_sale(state)
    known = sale.card
    if not card.reliable and known and known.reliable and known.number == card.number:
        card = known
    step = tried_again(state, sale.with_card(card), PERSON_LIFTS, world)
    if card.reliable or not isinstance(step.state, Selling):
        return step
    said = replace(step.state, notice=Notice.NAME_UNREADABLE)
    return replace(step, state=said, cue=Cue.WARN)


def _registration(state: State, code: RegistrationNumber, world: World) -> Step:
    """Sell what a registration number stands for; where it is several packs, show them."""
    offers = world.shelf.by_registration(code.text)
    if not offers:
        return _said(state, Notice.NOT_IN_CATALOGUE, world, code=code.text, cue=Cue.UNKNOWN)
    sale = open_sale(state).pruned()
    if len(offers) == 1:
        return sell(offers[0], sale, world, after=state)
    on_hand = tuple(
        sum(batch.on_hand for batch in world.shelf.batches(offer.drug.id)) for offer in offers
    )
    found = Found(offers, on_hand, len(offers))
    behind = shown(sale, world, after=under_menu(state))
    return Step(state=Search(text=code.text, found=found, behind=behind), cue=Cue.READ)
