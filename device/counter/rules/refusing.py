"""All rules together, in the order in which they refuse."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from device.counter.parameters import Action, Parameters
from device.counter.rules import (
    controlled,
    prescription,
    price,
    quality,
    recall,
    scope,
    stock,
    substitution,
)
from device.counter.rules.case import Case, cases
from device.counter.rules.refusal import Refusal
from device.counter.rules.rule import Rule
from device.counter.sale import OpenSale, SaleLine
from device.counter.world import World

_NEVER = (
    scope.unsaleable,
    scope.vaccine,
    scope.not_retail_stock,
    scope.licence_ended,
    scope.outside_scope,
    scope.drug_counter,
    scope.cabinet,
    scope.restricted,
    controlled.no_permission,
    recall.held,
    quality.expired,
    quality.no_batch,
)
_ON_PRESCRIPTION = (
    prescription.missing,
    prescription.paper_incomplete,
    prescription.superseded,
    prescription.out_of_date,
    controlled.wrong_type,
    controlled.tranche_days,
    prescription.not_prescribed,
    substitution.substitution,
)
_PERSON = (controlled.nobody_identified, controlled.nobody_named)
_QUANTITY = (prescription.too_much, stock.not_enough)
_PRICE = (price.above_posted, price.above_margin)

RULES: tuple[Callable[[Case], Refusal | None], ...] = (
    *_NEVER,
    *_ON_PRESCRIPTION,
    *_PERSON,
    *_QUANTITY,
    *_PRICE,
)
"""What can never be sold comes first: nobody should look for a prescription in vain."""


def refuse(line: SaleLine, sale: OpenSale, world: World) -> Refusal | None:
    """Return why a line may not be added to a sale, or None.

    The lines of `sale` are the others: they count towards quantities. For a changed quantity hand
    in the sale without the line.
    """
    return _blocked(Case(line=line, sale=sale, world=world))


def refuse_sale(sale: OpenSale, world: World) -> Refusal | None:
    """Return why a sale may not be paid, or None: every line once more, beside all others."""
    found = (_blocked(case) for case in cases(sale, world))
    return next((refusal for refusal in found if refusal), None)


def without_needless(sale: OpenSale, world: World) -> OpenSale:
    """Keep of the rules set aside those that would refuse the sale, were they not.

    The sale itself passes. A prescription that was found, or a book put right, leaves nothing to
    answer for.
    """
    for entry in sale.overridden:
        others = tuple(one for one in sale.overridden if one is not entry)
        less = replace(sale, overridden=others)
        if refuse_sale(less, world) is None:
            sale = less
    return sale


def _blocked(case: Case) -> Refusal | None:
    found = _found(case, Action.BLOCK)
    return next(found, None)


def eased(case: Case) -> Iterator[Refusal]:
    """Yield what would be refused, were it not that the parameters only want it said."""
    return _found(case, Action.WARN)


def _found(case: Case, wanted: Action) -> Iterator[Refusal]:
    for rule in RULES:
        refusal = rule(case)
        if refusal and action(refusal.rule, case.parameters) is wanted:
            yield refusal


def action(rule: Rule, parameters: Parameters) -> Action:
    """Return what a rule does by the parameters: most refuse, and nothing can ease them."""
    return {
        Rule.LICENCE_ENDED: parameters.licence_end,
        Rule.NOT_FOR_DRUG_COUNTER: parameters.not_essential,
        Rule.NOT_FOR_CABINET: parameters.not_essential,
        Rule.MORE_THAN_PRESCRIBED: parameters.rx_more_than_prescribed,
        Rule.TRANCHE_OVER: parameters.n_tranche_late,
        Rule.ABOVE_POSTED: parameters.sell_above_posted_price,
    }.get(rule, Action.BLOCK)
