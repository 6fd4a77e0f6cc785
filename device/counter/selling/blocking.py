"""A pack or a sale is refused, and what was missing comes."""

from dataclasses import replace

from device.counter.cue import Cue
from device.counter.open_sale import open_sale
from device.counter.payment import Transfer as ByTransfer
from device.counter.rules import Rule, refuse_sale
from device.counter.sale import OpenSale, SaleLine
from device.counter.selling.packs import enter, scan_pack, sell
from device.counter.selling.paying import pay
from device.counter.selling.showing import shown
from device.counter.state import Blocked, Quantity, Selling, State, Transfer
from device.counter.step import Step
from device.counter.world import World

PRESCRIPTION_LIFTS = frozenset(
    {
        Rule.NEEDS_PRESCRIPTION,
        Rule.PAPER_INCOMPLETE,
        Rule.PRESCRIPTION_EXPIRED,
        Rule.PRESCRIPTION_NOT_YET,
        Rule.SUPERSEDED,
        Rule.NOT_PRESCRIBED,
        Rule.MORE_THAN_PRESCRIBED,
        Rule.NEEDS_TYPE_N,
        Rule.NEEDS_TYPE_H,
        Rule.TRANCHE_EARLY,
        Rule.TRANCHE_OVER,
    }
)
"""What another prescription can mend."""

PERSON_LIFTS = frozenset({Rule.NEEDS_CUSTOMER, Rule.TRANCHE_ID})
"""What a card can mend."""

_HELD = frozenset({Rule.RECALLED, Rule.SUSPENDED, Rule.SEALED})


def tried_again(state: State, sale: OpenSale, lifted: frozenset[Rule], world: World) -> Step:
    """Go on with a changed sale: try again what was refused for want of what has come."""
    if isinstance(state, Blocked) and state.refusal.rule in lifted:
        return again(replace(state, sale=sale), world)
    return Step(state=shown(sale.pruned(), world, after=state), cue=Cue.READ)


def again(blocked: Blocked, world: World) -> Step:
    """Try once more what was refused; the blocked state holds the sale as it is now."""
    line, sale = blocked.refusal.line, blocked.sale
    if blocked.in_sale:
        return resumed(blocked, sale, world)
    if line.substitution:
        return enter(line, sale, world, pack=blocked.pack)
    if blocked.pack and blocked.pack.gtin:
        return scan_pack(blocked.pack, sale, world, after=blocked)
    return sell(line.offer, sale, world, pack=blocked.pack)


def resumed(blocked: Blocked, sale: OpenSale, world: World) -> Step:
    """Go on with a sale that was refused as a whole.

    Money that has come already is not asked for again, as long as the sum has not changed.
    """
    refusal = refuse_sale(sale, world)
    if refusal:
        again = replace(blocked, sale=sale, refusal=refusal, instead=None)
        return Step(state=again, cue=Cue.BLOCK)
    came = isinstance(blocked.payment, ByTransfer)
    if blocked.payment and came and sale.total_vnd == blocked.sale.total_vnd:
        return pay(sale, blocked.payment, world)
    return Step(state=shown(sale, world, after=blocked), cue=Cue.READ)


def put(blocked: Blocked, line: SaleLine, sale: OpenSale, world: World) -> Step:
    """Put a line into the sale in place of the one that was refused."""
    if not blocked.in_sale:
        return enter(line, sale, world, pack=blocked.pack)
    index = place_in_sale(blocked)
    return resumed(blocked, sale if index is None else sale.with_line(index, line), world)


def place_in_sale(blocked: Blocked) -> int | None:
    """Return which line of the sale the refused one is, or was to replace; None: it is not in."""
    if not blocked.in_sale:
        return None
    return place_of(blocked) if blocked.instead is None else blocked.instead


def place_of(blocked: Blocked) -> int | None:
    """Return where in the sale the refused line stands."""
    lines = blocked.sale.lines
    return lines.index(blocked.refusal.line) if blocked.refusal.line in lines else None


def recalled(state: State, world: World) -> Step | None:
    """RCL-02: a recall locks its batch at once, also in a sale that is open."""
    if not isinstance(state, Selling | Transfer | Quantity):
        return None
    sale = open_sale(state)
    refusal = refuse_sale(sale, world)
    if refusal is None or refusal.rule not in _HELD:
        return None
    return Step(state=Blocked(sale=sale, refusal=refusal, in_sale=True), cue=Cue.BLOCK)
