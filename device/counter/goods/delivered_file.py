"""A supplier's file: its rows become the lines of a delivery; nothing is invented."""

from dataclasses import replace

from device.counter.cue import Cue
from device.counter.drug import Offer
from device.counter.event import FileRead, FileRow
from device.counter.goods.lines import refused, same_batch
from device.counter.open_sale import open_sale
from device.counter.state import Form, Gathering, Menu, Ready, State
from device.counter.states.asking import Topic
from device.counter.states.goods import Gathered, LeftOut
from device.counter.step import Step
from device.counter.world import World

_GTIN_DIGITS = 14


def file_read(state: State, event: FileRead, world: World) -> Step:
    """Fill a delivery from a file; what the catalogue does not know stays visible beside it."""
    delivery = _delivery(state)
    if delivery is None:
        return Step(state=state)
    lines, left_out = delivery.lines, list(delivery.left_out)
    for row in event.rows:
        found = _taken(row, delivery, world)
        if isinstance(found, LeftOut):
            left_out.append(found)
        else:
            lines = _with(lines, found)
    left_out += [LeftOut(line=line, why="unclear") for line in event.wrong_lines]
    after = replace(
        delivery,
        supplier=event.supplier or delivery.supplier,
        document=event.document or delivery.document,
        lines=lines,
        left_out=tuple(left_out),
        page=0,
    )
    return _told(after, event)


def _told(state: Gathering, event: FileRead) -> Step:
    unknown = next((left.code for left in state.left_out if left.code), "")
    if not event.rows:
        return Step(state=replace(state, notice="nothing-in-file", code=""), cue=Cue.WARN)
    if state.left_out:
        why = state.left_out[0].why
        return Step(state=replace(state, notice=why, code=unknown), cue=Cue.WARN)
    return Step(state=replace(state, notice="file-read", code=""), cue=Cue.READ)


def _delivery(state: State) -> Gathering | None:
    """Return the delivery that a file goes into; None where something else is being done."""
    match state:
        case Gathering(purpose="delivery", is_saving=False):
            return replace(state, editing=None, typed="", pending=None, wanted=None)
        case Form(topic=Topic.DELIVERY, behind=Gathering() as behind):
            return behind
        case Ready() | Menu() | Form(topic=Topic.DELIVERY) if open_sale(state).empty:
            return Gathering(purpose="delivery")
    return None


def _taken(row: FileRow, state: Gathering, world: World) -> Gathered | LeftOut:
    offer = _offer(row, world)
    if offer is None:
        return LeftOut(line=row.line, code=row.code)
    line = Gathered(
        offer=offer,
        batch=row.batch,
        expiry=row.expiry,
        quantity=row.quantity,
        cost_vnd=row.cost_vnd,
        owner=state.owner,
    )
    why = refused(state, line, world)
    return LeftOut(line=row.line, code=row.code, why=why) if why else line


def _offer(row: FileRow, world: World) -> Offer | None:
    """Return what a row's code and unit stand for; None where that is not certain."""
    offers = _offers(row.code, world)
    gtin = row.code.zfill(_GTIN_DIGITS)
    exact = next((offer for offer in offers if offer.gtin == gtin), None)
    if row.unit:
        named = (offer for offer in offers if offer.unit.casefold() == row.unit.casefold())
        return next(named, exact if exact and _is_short_for(row.unit, exact) else None)
    return exact or (offers[0] if len(offers) == 1 else None)


def _is_short_for(unit: str, offer: Offer) -> bool:
    """Whether a supplier's "hộp" may be what is called "hộp 30 viên" here."""
    return offer.unit.casefold().startswith(f"{unit.casefold()} ")


def _offers(code: str, world: World) -> tuple[Offer, ...]:
    shelf = world.shelf
    if code.isascii() and code.isdigit() and len(code) <= _GTIN_DIGITS:
        scanned = shelf.offer(code.zfill(_GTIN_DIGITS))
        if scanned:
            others = shelf.offers(scanned.drug.id)
            return (scanned, *(offer for offer in others if offer.unit != scanned.unit))
    return shelf.offers(code) or shelf.by_registration(code)


def _with(lines: tuple[Gathered, ...], new: Gathered) -> tuple[Gathered, ...]:
    """Add a row; the same batch in the same unit at the same cost becomes one line."""
    for index, line in enumerate(lines):
        if same_batch(line, new) and line.cost_vnd == new.cost_vnd:
            more = replace(line, quantity=line.quantity + new.quantity)
            return (*lines[:index], more, *lines[index + 1 :])
    return (*lines, new)
