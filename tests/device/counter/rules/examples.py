"""For every rule: what it refuses, and its way out. `test_every_rule` goes through all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from device.counter.drug import Hold, HoldKind, Owner, Ware
from device.counter.parameters import CURRENT, Action, MarginBand
from device.counter.prescription import Tranche
from device.counter.rules import Rule, Way
from device.counter.sale import OpenSale, Overridden, SaleLine, Substitution
from device.counter.shop import OutletKind, Permit
from device.counter.world import World
from tests.device.counter.rules.stall import (
    CARD,
    FREE,
    NARCOTIC,
    OTHER,
    PAPER,
    PSYCHOTROPIC,
    RX,
    SAME,
    TODAY,
    VACCINE,
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


@dataclass(frozen=True, kw_only=True)
class Try:
    """A line, the sale that it is to join, and the world."""

    line: SaleLine
    sale: OpenSale = field(default_factory=OpenSale)
    world: World


@dataclass(frozen=True, kw_only=True)
class Example:
    """A refusal and its way out."""

    refused: Try
    out: Try | None
    """What was refused, after the way out was taken; None: put aside, there is none."""
    ways: tuple[Way, ...] = ()
    """What the screen offers, besides scanning what is missing."""


NONE_PUT_ASIDE = None
_SHOP = world()
_COUNTER = world(kind=OutletKind.DRUG_COUNTER)
_CABINET = world(kind=OutletKind.COMMUNE_CABINET)
_NOT_ESSENTIAL = replace(RX, essential=False)
_RESTRICTED = replace(RX, restricted_retail=True, restricted_indications=("A15",))
_TUBERCULOSIS = prescription(icd10=("A15.0",))
_ON_RX = sale(prescription=prescription())
_ON_N = sale(prescription=prescription(letter="n"), card=CARD)
_LINED = prescription(prescribed())


def _held(kind: HoldKind) -> Try:
    hold = Hold(number="12/QLD", kind=kind, drug_id=FREE.id, drug_name=FREE.name, batches=("A",))
    stock = shelf(FREE, batch("A"), batch("B"), holds=(hold,))
    return Try(line=line(), world=world(stock))


def _other_batch(bad: Try) -> Try:
    return replace(bad, line=replace(bad.line, batch="B"))


def _substituted(drug: str = "RX", *, by: str = "DS", agrees: bool = True) -> SaleLine:
    found = Substitution(prescribed=drug, reason="out-of-stock", by=by, buyer_agrees=agrees)
    return line(SAME, prescribed=1, substitution=found)


def _on_tranche(number: int, begins: date) -> Try:
    on = prescription(letter="n", tranche=Tranche(number=number, begins=begins))
    return Try(line=line(NARCOTIC), sale=sale(prescription=on, card=CARD), world=_SHOP)


_PROGRAMME = Try(
    line=line(), world=world(shelf(FREE, batch("A", owner=Owner.PROGRAMME), batch("B")))
)
_EXPIRED = Try(
    line=line(expiry=TODAY - days(1)),
    world=world(shelf(FREE, batch("A", TODAY - days(1)), batch("B"))),
)
_OLD = Try(line=line(RX), sale=sale(prescription=prescription(issued=TODAY - days(6))), world=_SHOP)
_DEAR = offer_of(FREE, price_vnd=11_001, posted_vnd=11_000)
_IN_FACILITY = world(
    shelf(FREE, batch("A", cost_vnd=1_000)),
    parameters=replace(CURRENT, margin_bands=(MarginBand(up_to_vnd=1_000, percent=15),)),
    in_facility=True,
)
_FEW = world(shelf(FREE, batch("A", on_hand=10)))

EXAMPLES: Mapping[Rule, Example] = {
    Rule.OUT_OF_SCOPE: Example(
        refused=Try(line=line(), world=world(scope=frozenset())), out=NONE_PUT_ASIDE
    ),
    Rule.LICENCE_ENDED: Example(
        refused=Try(
            line=line(),
            world=world(
                parameters=replace(CURRENT, licence_end=Action.BLOCK),
                licence_until=TODAY - days(1),
            ),
        ),
        out=NONE_PUT_ASIDE,
    ),
    Rule.NOT_FOR_DRUG_COUNTER: Example(
        refused=Try(line=line(_NOT_ESSENTIAL), sale=_ON_RX, world=_COUNTER),
        out=Try(
            line=line(_NOT_ESSENTIAL),
            sale=_ON_RX,
            world=world(
                kind=OutletKind.DRUG_COUNTER,
                extra_drugs=(Permit(number="7/SYT", drugs=frozenset({"RX"})),),
            ),
        ),
    ),
    Rule.NOT_FOR_CABINET: Example(
        refused=Try(line=line(replace(FREE, essential=False)), world=_CABINET), out=NONE_PUT_ASIDE
    ),
    Rule.VACCINE: Example(
        refused=Try(line=line(VACCINE), sale=_ON_RX, world=_SHOP), out=NONE_PUT_ASIDE
    ),
    Rule.NOT_RETAIL_STOCK: Example(refused=_PROGRAMME, out=_other_batch(_PROGRAMME)),
    Rule.RESTRICTED: Example(
        refused=Try(line=line(_RESTRICTED), sale=sale(prescription=_TUBERCULOSIS), world=_SHOP),
        out=Try(
            line=line(_RESTRICTED),
            sale=sale(prescription=_TUBERCULOSIS),
            world=world(restricted=(Permit(number="8/SYT", drugs=frozenset({"RX"})),)),
        ),
    ),
    Rule.UNSALEABLE: Example(
        refused=Try(line=line(replace(FREE, ware=Ware.UNSALEABLE)), world=_SHOP),
        out=NONE_PUT_ASIDE,
    ),
    Rule.NO_PERMISSION: Example(
        refused=Try(line=line(NARCOTIC), sale=_ON_N, world=world(scope=frozenset())),
        out=NONE_PUT_ASIDE,
    ),
    Rule.RECALLED: Example(
        refused=_held(HoldKind.RECALLED),
        out=_other_batch(_held(HoldKind.RECALLED)),
        ways=(Way.SET_ASIDE,),
    ),
    Rule.SUSPENDED: Example(
        refused=_held(HoldKind.SUSPENDED),
        out=_other_batch(_held(HoldKind.SUSPENDED)),
        ways=(Way.SET_ASIDE,),
    ),
    Rule.SEALED: Example(refused=_held(HoldKind.SEALED), out=_other_batch(_held(HoldKind.SEALED))),
    Rule.EXPIRED: Example(
        refused=_EXPIRED,
        out=replace(_EXPIRED, line=line(batch="B")),
        ways=(Way.SET_ASIDE,),
    ),
    Rule.NO_BATCH: Example(
        refused=Try(line=line(batch=""), world=_SHOP),
        out=Try(line=line(), world=_SHOP),
        ways=(Way.BATCH,),
    ),
    Rule.NEEDS_PRESCRIPTION: Example(
        refused=Try(line=line(RX), world=_SHOP),
        out=Try(line=line(RX), sale=sale(prescription=PAPER), world=_SHOP),
        ways=(Way.PAPER_PRESCRIPTION,),
    ),
    Rule.PAPER_INCOMPLETE: Example(
        refused=Try(
            line=line(RX), sale=sale(prescription=replace(PAPER, prescriber="")), world=_SHOP
        ),
        out=Try(line=line(RX), sale=sale(prescription=PAPER), world=_SHOP),
        ways=(Way.PAPER_PRESCRIPTION,),
    ),
    Rule.PRESCRIPTION_EXPIRED: Example(refused=_OLD, out=replace(_OLD, sale=_ON_RX)),
    Rule.PRESCRIPTION_NOT_YET: Example(
        refused=Try(
            line=line(RX), sale=sale(prescription=prescription(issued=TODAY + days(1))), world=_SHOP
        ),
        out=Try(
            line=line(RX),
            sale=sale(prescription=prescription(issued=TODAY + days(1))),
            world=world(today=TODAY + days(1)),
        ),
    ),
    Rule.SUPERSEDED: Example(
        refused=Try(
            line=line(RX),
            sale=sale(prescription=prescription(superseded_by="01234zzzzzzz-c")),
            world=_SHOP,
        ),
        out=Try(line=line(RX), sale=_ON_RX, world=_SHOP),
    ),
    Rule.NEEDS_TYPE_N: Example(
        refused=Try(line=line(NARCOTIC), sale=replace(_ON_N, prescription=PAPER), world=_SHOP),
        out=Try(line=line(NARCOTIC), sale=_ON_N, world=_SHOP),
        ways=(Way.PAPER_PRESCRIPTION,),
    ),
    Rule.NEEDS_TYPE_H: Example(
        refused=Try(line=line(PSYCHOTROPIC), sale=_ON_N, world=_SHOP),
        out=Try(
            line=line(PSYCHOTROPIC),
            sale=sale(prescription=prescription(letter="h"), card=CARD),
            world=_SHOP,
        ),
    ),
    Rule.TRANCHE_EARLY: Example(
        refused=_on_tranche(2, TODAY + days(4)), out=_on_tranche(2, TODAY + days(3))
    ),
    Rule.TRANCHE_OVER: Example(refused=_on_tranche(2, TODAY), out=NONE_PUT_ASIDE),
    Rule.NOT_PRESCRIBED: Example(
        refused=Try(line=line(SAME), sale=sale(prescription=_LINED), world=_SHOP),
        out=Try(line=_substituted(), sale=sale(prescription=_LINED), world=_SHOP),
        ways=(Way.SUBSTITUTE,),
    ),
    Rule.SUBSTITUTION_OUTLET: Example(
        refused=Try(line=_substituted(), sale=sale(prescription=_LINED), world=_COUNTER),
        out=Try(line=line(RX, prescribed=1), sale=sale(prescription=_LINED), world=_COUNTER),
    ),
    Rule.SUBSTITUTION_DIFFERENT: Example(
        refused=Try(
            line=replace(_substituted(), offer=offer_of(OTHER)),
            sale=sale(prescription=_LINED),
            world=_SHOP,
        ),
        out=Try(line=_substituted(), sale=sale(prescription=_LINED), world=_SHOP),
    ),
    Rule.SUBSTITUTION_STAFF: Example(
        refused=Try(line=_substituted(by="CD"), sale=sale(prescription=_LINED), world=_SHOP),
        out=Try(line=_substituted(by="DS"), sale=sale(prescription=_LINED), world=_SHOP),
        ways=(Way.CALL_PHARMACIST,),
    ),
    Rule.SUBSTITUTION_CONSENT: Example(
        refused=Try(line=_substituted(agrees=False), sale=sale(prescription=_LINED), world=_SHOP),
        out=Try(line=_substituted(), sale=sale(prescription=_LINED), world=_SHOP),
        ways=(Way.CONSENT,),
    ),
    Rule.TRANCHE_ID: Example(
        refused=Try(line=line(NARCOTIC), sale=replace(_ON_N, card=None), world=_SHOP),
        out=Try(line=line(NARCOTIC), sale=_ON_N, world=_SHOP),
        ways=(Way.SEEN_CARD,),
    ),
    Rule.NEEDS_CUSTOMER: Example(
        refused=Try(
            line=line(NARCOTIC), sale=replace(_ON_N, card=None, card_seen=True), world=_SHOP
        ),
        out=Try(line=line(NARCOTIC), sale=_ON_N, world=_SHOP),
        ways=(Way.BUYER,),
    ),
    Rule.MORE_THAN_PRESCRIBED: Example(
        refused=Try(line=line(RX, 4, prescribed=1), sale=sale(prescription=_LINED), world=_SHOP),
        out=Try(line=line(RX, 3, prescribed=1), sale=sale(prescription=_LINED), world=_SHOP),
        ways=(Way.LESS,),
    ),
    Rule.NOT_ENOUGH: Example(
        refused=Try(line=line(quantity=2), world=_FEW),
        out=Try(
            line=line(quantity=2),
            sale=sale(
                overridden=(
                    Overridden(
                        rule="GPP-01", reason="in hand", by="LAN", drug="FREE", batch="A", units=20
                    ),
                )
            ),
            world=_FEW,
        ),
        ways=(Way.LESS, Way.IN_HAND),
    ),
    Rule.ABOVE_POSTED: Example(
        refused=Try(line=line(offer=_DEAR), world=_SHOP),
        out=Try(line=line(offer=replace(_DEAR, price_vnd=11_000)), world=_SHOP),
        ways=(Way.AT_LIMIT,),
    ),
    Rule.ABOVE_MARGIN: Example(
        refused=Try(line=line(offer=offer_of(FREE, price_vnd=11_501)), world=_IN_FACILITY),
        out=Try(line=line(offer=offer_of(FREE, price_vnd=11_500)), world=_IN_FACILITY),
        ways=(Way.AT_LIMIT,),
    ),
}
