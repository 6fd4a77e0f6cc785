"""All rules together: what forbids a line in a sale."""

from datetime import date

from codes import PrescriptionType
from device.counter.drug import Control
from device.counter.parameters import CURRENT, Parameters
from device.counter.rules.rule import Rule
from device.counter.sale import OpenSale, SaleLine


def check_expiry(line: SaleLine, today: date) -> Rule | None:
    """GPP-06 (LD Đ6 k5 b, A*): no expired drug. Usable until the end of its date (D)."""
    expired = line.expiry is not None and line.expiry < today
    return Rule.EXPIRED if expired else None


def check_prescription(line: SaleLine, sale: OpenSale) -> Rule | None:
    """RX-01 (LD Đ6 k5 h, TT26 Đ12 k7 c, A-): no prescription, no prescription drug."""
    missing = line.drug.prescription_only and sale.prescription is None
    return Rule.NEEDS_PRESCRIPTION if missing else None


def check_prescription_type(line: SaleLine, sale: OpenSale) -> Rule | None:
    """CTL-04 (TT26 Đ12 k7 d, Đ9, A-): narcotics on type N, psychotropics and precursors on H."""
    found = sale.prescription.type if sale.prescription else None
    if line.drug.control is Control.NARCOTIC and found is not PrescriptionType.NARCOTIC:
        return Rule.NEEDS_TYPE_N
    strict = line.drug.control in {Control.PSYCHOTROPIC, Control.PRECURSOR}
    if strict and found is not PrescriptionType.PSYCHOTROPIC:
        return Rule.NEEDS_TYPE_H
    return None


def check_customer(line: SaleLine, sale: OpenSale, parameters: Parameters) -> Rule | None:
    """CTL-05, CTL-06 (TT18 Đ12 k1-2, A): the customer book wants name and address.

    A card whose letters were lost gives neither.
    """
    known = sale.card is not None and sale.card.reliable
    missing = parameters.needs_customer(line.drug.control) and not known
    return Rule.NEEDS_CUSTOMER if missing else None


def check_line(
    line: SaleLine, sale: OpenSale, *, today: date, parameters: Parameters = CURRENT
) -> Rule | None:
    """Return the first rule that forbids the line in this sale, or None."""
    return (
        check_expiry(line, today)
        or check_prescription(line, sale)
        or check_prescription_type(line, sale)
        or check_customer(line, sale, parameters)
    )
