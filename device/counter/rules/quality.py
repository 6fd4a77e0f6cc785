"""Quality of what is handed over (rules GPP-05, GPP-06, GPP-09, section 5)."""

from device.counter.drug import Drug, Ware
from device.counter.parameters import CURRENT, STRICT, Parameters
from device.counter.rules.batches import good_batch
from device.counter.rules.case import Case
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.rule import Rule
from device.counter.sale import OpenSale, SaleLine


def expired(case: Case) -> Refusal | None:
    """GPP-06 (LD Đ6 k5 b, A*): no expired drug. Usable until the end of its date (D)."""
    expiry = case.line.expiry
    if expiry is None or expiry >= case.world.today:
        return None
    return case.refused(Rule.EXPIRED, Way.SET_ASIDE, good_batch=good_batch(case), day=expiry)


def no_batch(case: Case) -> Refusal | None:
    """GPP-06 (LD Đ6 k5 b, A*): nothing of unknown origin: batch and expiry must be known.

    A medical device may have no expiry date. Where neither code nor book tells, the box does: the
    book has no say in what is printed on a pack in the hand.
    """
    dated = case.line.expiry is not None or case.drug.may_lack_expiry
    return None if case.line.batch and dated else case.refused(Rule.NO_BATCH, Way.BATCH)


def needs_label(line: SaleLine, parameters: Parameters = CURRENT) -> bool:
    """GPP-05 (LD Đ42 k2 o, A*): what is sold outside its outer pack carries a label.

    Name, strength and expiry; see `needs_directions`.
    """
    is_drug = line.drug.ware is Ware.DRUG
    return is_drug and line.offer.is_loose and parameters.label_when_unit_below_outer_pack


def wants_label(line: SaleLine, sale: OpenSale, parameters: Parameters = CURRENT) -> bool:
    """Whether a label is printed with the sale: it must be, or somebody keyed in what it says.

    What a prescription beside a whole pack says is no reason for one.
    """
    keyed = line.directions is not None and not _is_accompanied(line, sale)
    return keyed or needs_label(line, parameters)


def needs_directions(line: SaleLine, sale: OpenSale, parameters: Parameters = CURRENT) -> bool:
    """GPP-05 (LD Đ42 k2 o, A*): without a prescription beside it, the label says how to take it."""
    return needs_label(line, parameters) and not _is_accompanied(line, sale)


def _is_accompanied(line: SaleLine, sale: OpenSale) -> bool:
    return sale.prescription is not None and line.prescribed is not None


def may_go_back(drug: Drug, parameters: Parameters = CURRENT) -> bool:
    """GPP-09, CTL-12 (D; TT18 Đ6 k2, A): whether what a buyer returns may be sold again.

    By default nothing may: it goes into quarantine. Narcotics, psychotropics and precursors never.
    """
    return parameters.returns_to_stock and drug.control not in STRICT


def needs_minutes(drug: Drug) -> bool:
    """CTL-12 (TT18 Đ12 k1 d, annex XVIII, A): taking it back wants minutes in two copies."""
    return drug.control in STRICT
