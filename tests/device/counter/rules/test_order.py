from dataclasses import replace

from device.counter.drug import Hold, HoldKind, Ware
from device.counter.parameters import CURRENT, Action
from device.counter.rules import Rule, refuse
from device.counter.rules.refusing import action
from device.counter.sale import OpenSale
from device.counter.world import World
from tests.device.counter.rules.stall import (
    BUYER,
    NARCOTIC,
    TODAY,
    batch,
    days,
    line,
    offer_of,
    prescribed,
    prescription,
    sale,
    shelf,
    world,
)


def test_what_can_never_be_sold_is_said_first_then_prescription_person_quantity_and_price() -> None:
    """A pack with everything wrong, mended one thing after the other."""
    drug = replace(NARCOTIC, ware=Ware.UNSALEABLE)
    hold = Hold(number="1", kind=HoldKind.RECALLED, drug_id=drug.id, drug_name=drug.name)
    dear = offer_of(drug, price_vnd=2, posted_vnd=1)
    pack = line(offer=dear, quantity=5, expiry=TODAY - days(1), prescribed=1)
    on_hand = (batch("A", on_hand=40),)
    held = shelf(drug, *on_hand, holds=(hold,))
    free = shelf(drug, *on_hand)
    told: list[Rule | None] = []

    def tell(sale_: OpenSale, around: World) -> None:
        refusal = refuse(pack, sale_, around)
        told.append(refusal.rule if refusal else None)

    tell(sale(), world(held, scope=frozenset()))
    pack = replace(pack, offer=replace(dear, drug=NARCOTIC))
    tell(sale(), world(held, scope=frozenset()))
    tell(sale(), world(held))
    tell(sale(), world(free))
    pack = replace(pack, expiry=TODAY)
    tell(sale(), world(free))
    few = prescribed(NARCOTIC, 45)
    old = sale(prescription=prescription(few, issued=TODAY - days(6)))
    tell(old, world(free))
    ordinary = sale(prescription=prescription(few))
    tell(ordinary, world(free))
    on_n = sale(prescription=prescription(few, letter="n"))
    tell(on_n, world(free))
    seen = replace(on_n, card_seen=True)
    tell(seen, world(free))

    named = replace(seen, buyer=BUYER)
    tell(named, world(free))
    more = replace(named, prescription=prescription(prescribed(NARCOTIC, 50), letter="n"))
    tell(more, world(free))
    pack = replace(pack, quantity=4)
    tell(more, world(free))
    pack = replace(pack, offer=replace(pack.offer, price_vnd=1))
    tell(more, world(free))
    assert told == [
        Rule.UNSALEABLE,
        Rule.NO_PERMISSION,
        Rule.RECALLED,
        Rule.EXPIRED,
        Rule.NEEDS_PRESCRIPTION,
        Rule.PRESCRIPTION_EXPIRED,
        Rule.NEEDS_TYPE_N,
        Rule.TRANCHE_ID,
        Rule.NEEDS_CUSTOMER,
        Rule.MORE_THAN_PRESCRIBED,
        Rule.NOT_ENOUGH,
        Rule.ABOVE_POSTED,
        None,
    ]


def test_only_rules_that_nobody_could_confirm_can_be_eased() -> None:
    everything = replace(
        CURRENT,
        licence_end=Action.OFF,
        not_essential=Action.OFF,
        essential_unknown=Action.OFF,
        restricted_indication_unknown=Action.OFF,
        rx_more_than_prescribed=Action.OFF,
        n_tranche_late=Action.OFF,
        sell_above_posted_price=Action.OFF,
    )
    eased = {rule for rule in Rule if action(rule, everything) is not Action.BLOCK}
    assert eased == {
        Rule.LICENCE_ENDED,
        Rule.NOT_FOR_DRUG_COUNTER,
        Rule.NOT_FOR_CABINET,
        Rule.MORE_THAN_PRESCRIBED,
        Rule.TRANCHE_OVER,
        Rule.ABOVE_POSTED,
    }
