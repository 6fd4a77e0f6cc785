"""Selling one drug in place of another that is prescribed (rule RX-06, section 2)."""

import re
import unicodedata

from device.counter.drug import Drug
from device.counter.parameters import CURRENT, Parameters
from device.counter.prescription import PrescribedLine
from device.counter.rules.amount import Amount, amount
from device.counter.rules.case import Case
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.rule import Rule
from device.counter.shop import Person
from device.counter.world import World


def may_substitute(world: World) -> bool:
    """RX-06 (LD Đ47 k1 đ, A*): the right is written for the nhà thuốc only."""
    return world.shop.kind.value in world.parameters.substitution_outlets


def may_answer(person: Person | None, parameters: Parameters = CURRENT) -> bool:
    """RX-06 (LD Đ13 k1 a, Đ30 k4, Đ47 k1 đ, A*): a university degree, or the person in charge."""
    if person is None:
        return False
    return person.in_charge or person.degree.value == parameters.substitution_degree


def substitution(case: Case) -> Refusal | None:
    """RX-06 (LD Đ47 k1 đ, GPP I-1a III.2 c, A*): where, what, by whom, and with whose consent."""
    found = case.line.substitution
    if found is None:
        return None
    if not may_substitute(case.world):
        return case.refused(Rule.SUBSTITUTION_OUTLET)
    if case.prescribed and is_same(case.drug, case.prescribed, case.world) is False:
        return case.refused(Rule.SUBSTITUTION_DIFFERENT)
    if not may_answer(case.world.shop.person(found.by), case.parameters):
        return case.refused(Rule.SUBSTITUTION_STAFF, Way.CALL_PHARMACIST)
    return None if found.buyer_agrees else case.refused(Rule.SUBSTITUTION_CONSENT, Way.CONSENT)


def is_same(drug: Drug, line: PrescribedLine, world: World) -> bool | None:
    """RX-06 (GPP I-1a III.2 c, A*): the same active ingredients, route and dose.

    None: the prescription says too little to tell; then the one who substitutes answers for it.
    """
    prescribed = _catalogued(line, world)
    if prescribed:
        return _contents(drug) == _contents(prescribed) and _routes_agree(
            drug.route, prescribed.route
        )
    if not drug.ingredients:
        return None
    if not _routes_agree(drug.route, line.route):
        return False
    text = plain(line.name)
    if not line.strength or not all(plain(each.name) in text for each in drug.ingredients):
        return None  # a brand's name tells nothing
    doses = {_dose(each.strength) for each in drug.ingredients}
    return doses == {_dose(part) for part in line.strength.split("+")}


def _catalogued(line: PrescribedLine, world: World) -> Drug | None:
    offers = world.shelf.offers(line.drug) if line.drug else ()
    drug = offers[0].drug if offers else None
    return drug if drug and drug.ingredients else None


def _contents(drug: Drug) -> frozenset[tuple[str, Amount | str]]:
    return frozenset((plain(each.name), _dose(each.strength)) for each in drug.ingredients)


def _routes_agree(one: str, other: str) -> bool:
    return not one or not other or plain(one) == plain(other)


def _dose(strength: str) -> Amount | str:
    """Return a dose that compares: 500 mg and 0,5 g are the same."""
    return amount(strength, "") or plain(strength)


def plain(text: str) -> str:
    """Return how names, strengths and routes are compared: lower case, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text)).casefold()
