"""A pack is scanned or a drug looked up: it goes into the sale, or is refused."""

from dataclasses import replace

from codes import Pack
from device.counter.asking.rights import may_sell
from device.counter.cue import Cue
from device.counter.drug import Offer
from device.counter.rules import Rule, refuse
from device.counter.sale import OpenSale, SaleLine
from device.counter.selling.batch import known_on_shelf, line_for
from device.counter.selling.matching import dispensed_on
from device.counter.selling.showing import noticed, shown
from device.counter.state import Blocked, Notice, Ready, Selling, State
from device.counter.step import Step
from device.counter.world import World


def scan_pack(pack: Pack, sale: OpenSale, world: World, *, after: State | None = None) -> Step:
    """Sell a scanned pack."""
    offer = world.shelf.offer(pack.gtin)
    if offer is not None:
        return sell(offer, sale, world, pack=pack, after=after)
    step = noticed(
        sale,
        Notice.NOT_IN_CATALOGUE,
        world,
        code=pack.gtin.lstrip("0"),
        cue=Cue.UNKNOWN,
        after=after,
    )
    return replace(step, state=_with_unknown(step.state, pack))


def _with_unknown(state: State, pack: Pack) -> State:
    return replace(state, unknown=pack) if isinstance(state, Ready | Selling) else state


def sell(
    offer: Offer,
    sale: OpenSale,
    world: World,
    *,
    pack: Pack | None = None,
    after: State | None = None,
) -> Step:
    """Sell one of an offer, or what is left of it on the prescription.

    `pack` is what was scanned; without one the batch is the first to expire.
    """
    if not may_sell(world):
        return noticed(sale, Notice.NOT_YOURS, world, after=after)
    if pack and pack.batch_doubtful and not known_on_shelf(pack, offer, world.shelf):
        return noticed(sale, Notice.BATCH_UNCLEAR, world, cue=Cue.UNKNOWN, after=after)
    if pack and pack.serial and sale.has_serial(offer.drug.id, pack.serial):
        return noticed(sale, Notice.ALREADY_COUNTED, world, after=after)
    line = dispensed_on(line_for(pack, offer, sale, world), sale, world)
    return enter(line, sale, world, pack=pack, after=after)


def enter(
    line: SaleLine,
    sale: OpenSale,
    world: World,
    *,
    pack: Pack | None = None,
    after: State | None = None,
) -> Step:
    """Put a line into the sale unless a rule refuses it."""
    sale = _seen_again(line, sale, pack, world)
    refusal = refuse(line, sale, world)
    if refusal:
        return Step(state=Blocked(sale=sale, refusal=refusal, pack=pack), cue=Cue.BLOCK)
    return Step(state=shown(sale.add(line), world, after=after), cue=Cue.READ)


def _seen_again(line: SaleLine, sale: OpenSale, pack: Pack | None, world: World) -> OpenSale:
    """GPP-01: of a batch that is sold as it lies in the hand each scanned pack was seen too."""
    seen = sale.override(Rule.NOT_ENOUGH.source.code, line.drug.id, line.batch)
    offer = world.shelf.offer(pack.gtin) if pack else None
    if seen is None or offer is None or line.base_units > offer.unit_size:
        return sale
    units = sale.taken(line.drug.id, line.batch) + line.base_units
    return sale.overriding(replace(seen, units=max(seen.units, units)))
