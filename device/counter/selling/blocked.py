"""A pack or a sale is refused: set aside, taken out, or one of the ways out."""

from dataclasses import replace

from device.counter.cue import Cue
from device.counter.deed import Record
from device.counter.event import (
    Chosen,
    Confirmed,
    Dismissed,
    DropSale,
    Event,
    NotAllowed,
    NotSaved,
    Recorded,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.notes import AsideNote, Goods
from device.counter.rules import Rule, Way
from device.counter.selling import ways
from device.counter.selling.blocking import place_of
from device.counter.selling.showing import shown
from device.counter.state import Blocked
from device.counter.step import Step
from device.counter.world import World


def step(state: Blocked, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    if isinstance(event, DropSale):
        return Step(state=idle(world))
    if state.is_saving:
        return _answered(state, event, world)
    if isinstance(event, Chosen):
        return _way(state, event.name, world)
    return _pressed(state, event, world)


def _pressed(state: Blocked, event: Event, world: World) -> Step | None:
    match event:
        case Confirmed() if Way.SET_ASIDE in state.refusal.ways:
            return set_aside(state, world)
        case Dismissed() | Confirmed():
            return left(state, world)
        case WentBack():
            return Step(state=shown(state.sale.pruned(), world, after=state))
    return None


def _way(state: Blocked, name: str, world: World) -> Step | None:
    way = next((way for way in state.refusal.ways if way.name == name), None)
    if way is Way.SET_ASIDE:
        return set_aside(state, world)
    return None if way is None else ways.taken(way, state, world)


def left(state: Blocked, world: World) -> Step:
    """The pack is not sold; a line that was in the sale already is taken out of it."""
    index = place_of(state) if state.in_sale else None
    sale = state.sale.pruned() if index is None else state.sale.without(index)
    return Step(state=shown(sale, world, after=state))


def set_aside(state: Blocked, world: World) -> Step:
    """Record that the pack went into quarantine, as far as the book knows it on the shelf."""
    goods = _goods(state, world)
    if goods is None:
        return left(state, world)
    because = {Rule.EXPIRED: "expired", Rule.RECALLED: "recalled"}.get(state.refusal.rule)
    note = AsideNote(because=because or "other", goods=(goods,))  # type: ignore[arg-type]
    return Step(state=replace(state, is_saving=True), deeds=(Record(note),))


def _goods(state: Blocked, world: World) -> Goods | None:
    line = state.refusal.line
    batches = world.shelf.batches(line.drug.id)
    known = next((batch for batch in batches if batch.number == line.batch), None)
    scanned = world.shelf.offer(state.pack.gtin) if state.pack and state.pack.gtin else None
    in_hand = scanned.unit_size if scanned else line.base_units
    if known is None or known.on_hand <= 0:
        return None
    return Goods(
        drug=line.drug.id,
        batch=known.number,
        expiry=known.expiry,
        units=min(in_hand, known.on_hand),
        owner=known.owner,
    )


def _answered(state: Blocked, event: Event, world: World) -> Step | None:
    """The pack is out of the sale whether or not it could be recorded."""
    match event:
        case Recorded():
            return replace(left(state, world), cue=Cue.READ)
        case NotSaved() | NotAllowed():
            return replace(left(state, world), cue=Cue.WARN)
    return None
