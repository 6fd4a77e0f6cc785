"""Controlled and listed drugs at the counter (rules CTL-03 to CTL-11, section 3)."""

from datetime import date, timedelta

from codes import PrescriptionType
from device.counter.drug import Control
from device.counter.parameters import COMBINATIONS, STRICT, Parameters
from device.counter.prescription import Origin, Tranche
from device.counter.rules.case import Case, needs_prescription
from device.counter.rules.person import has_name_and_address
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.rule import Rule

_FIRST_TRANCHE = 1
_TYPE_RULES = {
    PrescriptionType.NARCOTIC: Rule.NEEDS_TYPE_N,
    PrescriptionType.PSYCHOTROPIC: Rule.NEEDS_TYPE_H,
}
_BY_LIST = frozenset({Control.POISON, Control.LISTED})


def no_permission(case: Case) -> Refusal | None:
    """CTL-03 (LD Đ34 k1, A*; NĐ163 Đ31-32, C): only classes that the authority has accepted.

    Whether poisons and listed substances want acceptance is told by the press only: a parameter.
    """
    control = case.drug.control
    wanted = STRICT | COMBINATIONS
    if case.parameters.listed_needs_permission:
        wanted |= _BY_LIST
    outside = control in wanted and control not in case.world.shop.scope
    return case.refused(Rule.NO_PERMISSION) if outside else None


def wrong_type(case: Case) -> Refusal | None:
    """CTL-04 (TT26 Đ12 k7 d, Đ9, A-): narcotics on type N, psychotropics and precursors on H.

    CTL-14 (TT26 Đ7 k1, Đ9 k1, A-): both exist on paper. RX-10: the code's last letter is the type,
    so a paper whose code was not keyed in is of none; it can be keyed in, as long as no other drug
    of the sale stands on that paper.
    """
    wanted = type_for(case.drug.control)
    found = case.prescription
    if wanted is None or (found and found.type is wanted):
        return None
    on_paper = found is None or found.origin is Origin.PAPER
    ways = (Way.PAPER_PRESCRIPTION,) if on_paper and not _others_stand_on_it(case) else ()
    return case.refused(_TYPE_RULES[wanted], *ways)


def type_for(control: Control) -> PrescriptionType | None:
    """CTL-04: return the type of prescription that a class is sold on; None: any."""
    if control is Control.NARCOTIC:
        return PrescriptionType.NARCOTIC
    return PrescriptionType.PSYCHOTROPIC if control in STRICT else None


def _others_stand_on_it(case: Case) -> bool:
    return any(needs_prescription(line.drug, case.parameters) for line in case.sale.lines)


def tranche_days(case: Case) -> Refusal | None:
    """CTL-11 (TT26 annex II note 10, A-): tranches 2 and 3 are collected 1 to 3 days before.

    Read strictly, nothing allows a later day; what coming later does is a parameter.
    """
    tranche = case.prescription.tranche if case.prescription else None
    if tranche is None or tranche.number <= _FIRST_TRANCHE or not case.is_dispensed:
        return None
    first, last = tranche_window(tranche, case.parameters)
    if case.world.today < first:
        return case.refused(Rule.TRANCHE_EARLY, day=first)
    return case.refused(Rule.TRANCHE_OVER, day=last) if case.world.today > last else None


def tranche_window(tranche: Tranche, parameters: Parameters) -> tuple[date, date]:
    """Return the first and the last day on which a tranche may be collected."""
    fewest, most = parameters.n_tranche_early_days
    return tranche.begins - timedelta(days=most), tranche.begins - timedelta(days=fewest)


def nobody_identified(case: Case) -> Refusal | None:
    """CTL-11, RX-13 (TT26 annex II note 11, A-): who collects narcotics shows a card.

    It is seen, not kept.
    """
    narcotic = case.drug.control is Control.NARCOTIC
    if not narcotic or case.sale.card is not None or case.sale.card_seen:
        return None
    return case.refused(Rule.TRANCHE_ID, Way.SEEN_CARD)


def nobody_named(case: Case) -> Refusal | None:
    """CTL-05, CTL-06 (TT18 Đ12 k1-2, annex XIX, A): the customer book wants name and address.

    No column asks for a number. A card whose letters were lost gives neither.
    """
    wanted = case.parameters.needs_customer(case.drug.control)
    if not wanted or has_name_and_address(case.sale):
        return None
    return case.refused(Rule.NEEDS_CUSTOMER, Way.BUYER)
