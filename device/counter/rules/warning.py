"""What should be said before a sale; it stops nothing."""

from device.counter.rules import advice
from device.counter.rules.case import Case, cases
from device.counter.rules.refusing import eased
from device.counter.rules.rule import Rule
from device.counter.rules.warn import Warn, Warning_
from device.counter.sale import OpenSale
from device.counter.world import World


def warnings(sale: OpenSale, world: World) -> tuple[Warning_, ...]:
    """Return what there is to know: of the sale first, then of each line."""
    of_sale = [found for rule in advice.OF_SALE if (found := rule(sale, world))]
    of_lines = [found for case in cases(sale, world) for found in _of_line(case)]
    return (*of_sale, *of_lines)


def _of_line(case: Case) -> list[Warning_]:
    said = [found for rule in advice.OF_LINE if (found := rule(case))]
    said += [
        Warning_(Warn.EASED, case.line, refusal.rule.source.code, refusal)
        for refusal in eased(case)
        if refusal.rule is not Rule.LICENCE_ENDED  # said once, of the sale
    ]
    return said
