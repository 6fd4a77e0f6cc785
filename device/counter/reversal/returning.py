"""What of a sale comes back: counted by scanning, paid back once, put into quarantine.

GPP-09 (D): no text allows putting a returned drug back on the shelf, so it is set apart unless the
parameters say otherwise. The money is given back in cash, also for a transfer: the terminal can
send none, and the drawer's sum must hold (D).
"""

from dataclasses import replace

from codes import CitizenCard, Code, Pack
from device.counter.asking.forms import form_for
from device.counter.cue import Cue
from device.counter.deed import Deed, OpenDrawer, Paper, Print
from device.counter.event import (
    Chosen,
    Confirmed,
    Event,
    MenuWanted,
    NotAllowed,
    NotSaved,
    Opened,
    Picked,
    Recorded,
    Scanned,
    TurnedPage,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.reversal.sold import (
    is_of_today,
    is_untouched,
    left,
    lines_of,
    may_have_left,
    needs_minutes,
)
from device.counter.reversal.written import write_return
from device.counter.rules import card_tells
from device.counter.state import Choice, Done, Form, Returning
from device.counter.states.asking import Question, Topic
from device.counter.states.goods import ReturnNotice
from device.counter.step import Step
from device.counter.world import World

RETURN_OPTIONS = ("wrong-drug", "not-needed", "reaction", "recalled")
VOID_OPTIONS = ("wrong-entry", "buyer-left", "mistake")


def step(state: Returning, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    if state.is_saving:
        return _saving(state, event)
    match event:
        case Scanned(code=code):
            return _scanned(state, code, world)
        case Picked(index=index) if 0 <= index < len(state.quantities):
            return Step(state=_one_more(state, index))
        case Chosen(name="void"):
            return _void(state, world)
        case Confirmed():
            return _confirmed(state, world)
    return _moved(state, event, world)


def _moved(state: Returning, event: Event, world: World) -> Step | None:
    match event:
        case Chosen(name="all"):
            return Step(state=_all(state))
        case Chosen(name="person") if needs_minutes(state):
            return Step(state=_asked(state))
        case TurnedPage():
            return Step(state=replace(state, page=state.page + 1))
        case WentBack():
            return Step(state=idle(world))
        case Opened() | MenuWanted():
            return Step(state=state)
    return None


def _saving(state: Returning, event: Event) -> Step:
    """While it is being written only the ledger's answer counts; money goes back after it, once."""
    match event:
        case Recorded(number=number):
            amount = state.sale.total_vnd if state.is_void else state.refund_vnd
            done = Done(
                what="void" if state.is_void else "return",
                number=number,
                amount_vnd=amount,
                lines=sum(1 for quantity in state.quantities if quantity),
            )
            return Step(state=done, cue=Cue.READ, deeds=_afterwards(state, number, amount))
        case NotSaved() | NotAllowed():
            again = replace(state, is_saving=False, is_void=False)
            return _told(again, "refused", Cue.BLOCK)
    return Step(state=state)


def _afterwards(state: Returning, number: int, amount: int) -> tuple[Deed, ...]:
    deeds: tuple[Deed, ...] = (OpenDrawer(),) if amount else ()
    if not state.is_void and needs_minutes(state):
        deeds = (*deeds, Print(Paper.RETURN_MINUTES, number=number))
    return deeds


def _scanned(state: Returning, code: Code, world: World) -> Step:
    match code:
        case Pack():
            return _pack(state, code, world)
        case CitizenCard() if needs_minutes(state):
            return _card(state, code)
    return Step(state=state, cue=Cue.WARN)


def _card(state: Returning, card: CitizenCard) -> Step:
    """Note who brings it back; what a damaged card does not tell is keyed in (CTL-12)."""
    if card_tells(card):
        return Step(state=_quiet(replace(state, person=card)), cue=Cue.READ)
    known = (card.name, card.residence) if card.reliable else ("", "")
    return Step(state=_asked(state, *known, card.number), cue=Cue.WARN)


def _asked(state: Returning, name: str = "", address: str = "", number: str = "") -> Form:
    known = {"name": name, "address": address, "passport": number}
    form = form_for(Topic.RETURNER, behind=_quiet(state), known=known)
    at = next(at for at, field in enumerate(form.fields) if not field.text)
    return replace(form, at=at)


def _pack(state: Returning, pack: Pack, world: World) -> Step:
    offer = world.shelf.offer(pack.gtin)
    lines = lines_of(state, pack, offer) if offer else []
    if not lines:
        return Step(state=replace(_quiet(state), not_of_sale=True), cue=Cue.BLOCK)
    sold = state.sale.lines
    free = [index for index in lines if state.quantities[index] < left(sold[index])]
    if not free or (pack.serial and pack.serial in state.serials):
        return _told(state, "all-counted", Cue.WARN)
    serials = state.serials | ({pack.serial} if pack.serial else set())
    more = _counted(state, free[0], state.quantities[free[0]] + 1)
    return Step(state=replace(more, serials=serials), cue=Cue.READ)


def _one_more(state: Returning, index: int) -> Returning:
    """One more of a line; after the last one it begins at nought again."""
    most = left(state.sale.lines[index])
    return _counted(state, index, (state.quantities[index] + 1) % (most + 1))


def _all(state: Returning) -> Returning:
    return replace(_quiet(state), quantities=tuple(left(line) for line in state.sale.lines))


def _counted(state: Returning, index: int, quantity: int) -> Returning:
    counted = (*state.quantities[:index], quantity, *state.quantities[index + 1 :])
    serials = state.serials if quantity else frozenset[str]()
    return replace(_quiet(state), quantities=counted, serials=serials)


def _void(state: Returning, world: World) -> Step:
    """Undo the sale as a whole: its goods are on the shelf again, so only where they may be.

    INV-04 (TT 91/2026/TT-BTC Đ10 k1 c, A-): an invoice that was sent is replaced, not cancelled;
    all lines come back instead, and the entry says why. On a later day the goods have left the
    shop and come back as a return (GPP-09, D). Narcotics, psychotropics and precursors that have
    left the counter are taken back with minutes and never sold again (CTL-12, TT18 Đ6 k2, A).
    """
    if state.sale.invoiced:
        return _told(_all(state), "invoiced", Cue.WARN)
    if not is_untouched(state.sale):
        return _told(_all(state), "partly-returned", Cue.WARN)
    if not is_of_today(state.sale, world.today):
        return _told(_all(state), "too-late", Cue.WARN)
    if may_have_left(state, world.now):
        return _told(_all(state), "minutes-needed", Cue.WARN)
    reasons = Choice(question=Question.VOID_REASON, options=VOID_OPTIONS, behind=_quiet(state))
    return Step(state=reasons)


def _confirmed(state: Returning, world: World) -> Step:
    if not any(state.quantities):
        return Step(state=state, cue=Cue.WARN)
    if needs_minutes(state) and state.person is None:
        return _told(state, "needs-card", Cue.WARN)
    if state.reason:
        return write_return(state, world)
    reasons = Choice(question=Question.RETURN_REASON, options=RETURN_OPTIONS, behind=state)
    return Step(state=reasons)


def _quiet(state: Returning) -> Returning:
    return replace(state, not_of_sale=False, notice=None)


def _told(state: Returning, notice: ReturnNotice, cue: Cue) -> Step:
    return Step(state=replace(_quiet(state), notice=notice), cue=cue)
