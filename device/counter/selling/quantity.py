"""How many of a line, and in which unit."""

from dataclasses import replace

from device.counter.cue import Cue
from device.counter.drug import Offer
from device.counter.event import (
    Chosen,
    Confirmed,
    Dismissed,
    DropSale,
    Erased,
    Event,
    Typed,
    UndoScan,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.rules import Refusal, Rule, refuse
from device.counter.sale import OpenSale, SaleLine
from device.counter.selling.showing import noticed, shown
from device.counter.state import Blocked, Notice, Quantity
from device.counter.step import Step
from device.counter.world import World

_MOST_UNITS = 3
_MOST_DIGITS = 4
_TOO_MANY = frozenset({Rule.MORE_THAN_PRESCRIBED, Rule.NOT_ENOUGH})


def open_quantity(sale: OpenSale, index: int, world: World) -> Quantity | None:
    """Return the screen for a line; None where there is no such line."""
    if not 0 <= index < len(sale.lines):
        return None
    line = sale.lines[index]
    batches = world.shelf.batches(line.drug.id)
    return Quantity(
        sale=sale,
        index=index,
        offers=_units(line, world),
        chosen=line.offer,
        on_hand=sum(batch.on_hand for batch in batches if batch.number == line.batch),
    )


def _units(line: SaleLine, world: World) -> tuple[Offer, ...]:
    """The drug's units, the largest first: the line's own, and as many others as have room."""
    others = [one for one in world.shelf.offers(line.drug.id) if one.unit != line.offer.unit]
    chosen = [line.offer, *others[: _MOST_UNITS - 1]]
    return tuple(sorted(chosen, key=lambda offer: -offer.unit_size))


def step(state: Quantity, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    match event:
        case Confirmed():
            stands = state.sale.lines[state.index].quantity
            return changed(state, int(state.typed) if state.typed else stands, world)
        case UndoScan() | Chosen(name="remove"):
            return changed(state, 0, world)
        case WentBack() | Dismissed():
            return Step(state=shown(state.sale, world, after=state))
        case DropSale():
            return Step(state=idle(world))
    edited = _edited(state, event)
    return None if edited is None else Step(state=edited)


def _edited(state: Quantity, event: Event) -> Quantity | None:
    """Type, erase, or choose a unit."""
    match event:
        case Typed(key=key):
            return _typed(state, key)
        case Erased():
            left = "" if event.all else state.typed[:-1]
            return replace(state, typed=left, too_many=None)
        case Chosen(name=unit):
            offer = next((one for one in state.offers if one.unit == unit), None)
            return replace(state, chosen=offer, too_many=None) if offer else None
    return None


def _typed(state: Quantity, key: str) -> Quantity:
    """Type a digit; after a number that was too many, begin anew."""
    before = "" if state.too_many is not None else state.typed
    typed = before + key
    if not (typed.isascii() and typed.isdigit()) or len(typed) > _MOST_DIGITS:
        return state
    return replace(state, typed=typed, too_many=None)


def changed(state: Quantity, quantity: int, world: World) -> Step:
    """Sell so many of the line in the chosen unit; 0 takes the line out."""
    sale, index = state.sale, state.index
    if quantity == 0:
        return Step(state=shown(sale.without(index), world, after=state))
    line = sale.lines[index]
    new = replace(line, offer=state.chosen, quantity=quantity)
    if new == line:
        return Step(state=shown(sale, world, after=state))
    if _is_counted_by_scan(line, new):
        return noticed(sale, Notice.COUNTED_BY_SCAN, world, after=state)
    others = replace(sale, lines=sale.lines[:index] + sale.lines[index + 1 :])
    refusal = refuse(new, others, world)
    if refusal:
        return _refused(state, quantity, refusal)
    return Step(state=shown(sale.with_line(index, new), world, after=state), cue=Cue.READ)


def _is_counted_by_scan(line: SaleLine, new: SaleLine) -> bool:
    """Packs with serial numbers are each a pack of its own: only scanning counts them.

    Part of such a pack, in a smaller unit, may become a smaller part.
    """
    if not line.serials:
        return False
    is_part = line.quantity > len(line.serials)
    is_less = len(line.serials) <= new.quantity and new.base_units < line.base_units
    return not (is_part and is_less)


def _refused(state: Quantity, quantity: int, refusal: Refusal) -> Step:
    is_number = refusal.rule in _TOO_MANY and refusal.allowed is not None
    if not is_number or _is_in_hand(state.sale, refusal):
        # Of the sale as it was nothing is taken out when this is read and left.
        blocked = Blocked(sale=state.sale, refusal=refusal, in_sale=True, instead=state.index)
        return Step(state=blocked, cue=Cue.BLOCK)
    most = (refusal.allowed or 0) // state.chosen.unit_size
    return Step(state=replace(state, typed=str(quantity), too_many=most), cue=Cue.WARN)


def _is_in_hand(sale: OpenSale, refusal: Refusal) -> bool:
    """Whether the batch is sold as it lies in the hand: then it is asked whether so much does."""
    line, rule = refusal.line, Rule.NOT_ENOUGH
    seen = sale.override(rule.source.code, line.drug.id, line.batch)
    return refusal.rule is rule and seen is not None
