"""Selling on prescription (rules RX-01 to RX-10, section 2)."""

from datetime import date, timedelta

from device.counter.parameters import STRICT, DayCount, Parameters, WithoutCode
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.rules.case import Case
from device.counter.rules.dispensed import dispensed_here
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.rule import Rule
from device.counter.rules.substitution import may_substitute
from device.counter.sale import OpenSale
from device.counter.world import World

_FIRST_TRANCHE = 1


def missing(case: Case) -> Refusal | None:
    """RX-01 (LD Đ6 k5 h, Đ42 k2 p, TT26 Đ12 k7 c, A-): no prescription, no prescription drug.

    The way out is a paper prescription that was seen. The law knows no pharmacist's exception: an
    emergency passes only where the province has switched it on, and is recorded as what it is.
    """
    if not case.needs_prescription or _has_prescription(case):
        return None
    allowed = case.parameters.rx_required_override
    emergency = allowed is WithoutCode.EMERGENCY and case.drug.control not in STRICT
    if emergency and case.is_set_aside(Rule.NEEDS_PRESCRIPTION):
        return None
    ways = (
        *((Way.PAPER_PRESCRIPTION,) if allowed is not WithoutCode.OFF else ()),
        *((Way.EMERGENCY,) if emergency else ()),
    )
    return case.refused(Rule.NEEDS_PRESCRIPTION, *ways)


def _has_prescription(case: Case) -> bool:
    found = case.prescription
    if found is None:
        return False
    is_paper = found.origin is Origin.PAPER
    return not is_paper or case.parameters.rx_required_override is not WithoutCode.OFF


def paper_incomplete(case: Case) -> Refusal | None:
    """RX-01, RX-07 (GPP I-1a II.4 b, A-): a paper prescription's facility, prescriber and day."""
    found = case.prescription
    if found is None or not case.is_dispensed or found.origin is not Origin.PAPER:
        return None
    complete = found.facility and found.prescriber and found.issued
    return None if complete else case.refused(Rule.PAPER_INCOMPLETE, Way.PAPER_PRESCRIPTION)


def superseded(case: Case) -> Refusal | None:
    """RX-09 (TT26 Đ6 k9, QĐ425 Đ9 k3 c, A-): nothing on a prescription that was replaced."""
    replaced = case.prescription and case.prescription.superseded_by
    if not replaced or not case.is_dispensed:
        return None
    return case.refused(Rule.SUPERSEDED, *_beside(case))


def out_of_date(case: Case) -> Refusal | None:
    """RX-03 (TT26 Đ12 k9 b, TT55 Đ11 k1, A-): taken within 5 days of the day of issue.

    Counting is defined nowhere: a parameter says whether the day of issue counts. A tranche has
    days of its own (CTL-11).
    """
    found = case.prescription
    if found is None or not case.is_dispensed or found.issued is None:
        return None
    if found.issued > case.world.today:
        return case.refused(Rule.PRESCRIPTION_NOT_YET, *_beside(case), day=found.issued)
    last = last_day(found, case.parameters)
    if last is None or last >= case.world.today:
        return None
    return case.refused(Rule.PRESCRIPTION_EXPIRED, *_beside(case), day=found.issued)


def valid_days(prescription: Prescription, parameters: Parameters) -> int:
    """RX-03 (TT55 Đ15 k5 b, A-): 5 days; 2 for traditional drugs on leaving a hospital."""
    if prescription.is_traditional_discharge:
        return parameters.rx_valid_days_traditional_discharge
    return parameters.rx_valid_days


def last_day(prescription: Prescription, parameters: Parameters) -> date | None:
    """Return the last day on which it is dispensed; None where no day bounds it."""
    later = prescription.tranche and prescription.tranche.number > _FIRST_TRANCHE
    if prescription.issued is None or later:
        return None
    days = valid_days(prescription, parameters)
    counted = days if parameters.rx_day_count is DayCount.EXCLUSIVE else days - 1
    return prescription.issued + timedelta(days=counted)


def not_prescribed(case: Case) -> Refusal | None:
    """RX-04 (GPP I-1a III.2, A-): a prescription drug that is not on the prescription.

    A drug without prescription is sold beside it. Where only the code is known, what is scanned
    counts as prescribed.
    """
    found = case.prescription
    if found is None or not found.lines or not case.needs_prescription or _matches(case):
        return None
    ways = (Way.SUBSTITUTE,) if may_substitute(case.world) and _open_lines(case, found) else ()
    return case.refused(Rule.NOT_PRESCRIBED, *ways)


def _matches(case: Case) -> bool:
    line = case.prescribed
    if line is None:
        return False
    return not line.drug or line.drug == case.drug.id or case.line.substitution is not None


def _open_lines(case: Case, prescription: Prescription) -> bool:
    return any(left_on(line, case.sale, case.world) > 0 for line in prescription.lines)


def too_much(case: Case) -> Refusal | None:
    """RX-04 (GPP I-1a III.2, A-; QT, TT: D): never more than prescribed.

    What is left is what was prescribed less what was dispensed: here, and where the province
    answered, elsewhere. Selling less is allowed (RX-05, D).
    """
    line = case.prescribed
    if line is None:
        return None
    allowed = left_on(line, case.sale, case.world)
    if case.line.base_units <= allowed:
        return None
    less = (Way.LESS,) if allowed >= _smallest_unit(case) else ()
    ways = (*less, *_beside(case))
    return case.refused(Rule.MORE_THAN_PRESCRIBED, *ways, allowed=allowed, prescribed=line.quantity)


def left_on(line: PrescribedLine, sale: OpenSale, world: World) -> int:
    """RX-04: return base units of a prescription's line that are left beside a sale's lines."""
    found = sale.prescription
    here = dispensed_here(found, world).get(line.number, 0) if found else 0
    taken = sum(other.base_units for other in sale.lines if other.prescribed == line.number)
    return max(0, line.quantity - max(line.dispensed, here) - taken)


def _smallest_unit(case: Case) -> int:
    offers = (*case.world.shelf.offers(case.drug.id), case.line.offer)
    return min(offer.unit_size for offer in offers)


def _beside(case: Case) -> tuple[Way, ...]:
    """A drug without prescription can always be sold over the counter instead."""
    return () if case.needs_prescription else (Way.OUTSIDE_PRESCRIPTION,)
