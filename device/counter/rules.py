"""The rules of selling: each names its source and how sure the source is.

Confidence: A the official text was read; A* read in the version before Law 44/2024/QH15; A- quoted
from a careful reading; D a decision of this product.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from codes import CitizenCard, PrescriptionType
from device.counter.drug import Control, ShelfBatch
from device.counter.parameters import CURRENT, Parameters
from device.counter.sale import OpenSale, SaleLine


class Rule(Enum):
    """A rule that can refuse a pack."""

    EXPIRED = "expired"
    NO_BATCH = "no batch"
    NEEDS_PRESCRIPTION = "needs a prescription"
    NEEDS_TYPE_N = "needs a prescription of type N"
    NEEDS_TYPE_H = "needs a prescription of type H"
    NEEDS_CUSTOMER = "needs the customer's name and address"

    @property
    def source(self) -> "Source":
        """Where the rule stands."""
        return _SOURCES[self]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands, and how sure that is."""

    code: str
    """The rule's name in this project, such as "RX-01"."""
    law: str
    """What the staff is shown."""
    confidence: str


_SOURCES = {
    Rule.EXPIRED: Source("GPP-06", "Luật Dược 105/2016/QH13, Điều 6 khoản 5", "A*"),
    Rule.NO_BATCH: Source("GPP-06", "Luật Dược 105/2016/QH13, Điều 6 khoản 5", "A*"),
    Rule.NEEDS_PRESCRIPTION: Source("RX-01", "Luật Dược 105/2016/QH13, Điều 6 khoản 5", "A-"),
    Rule.NEEDS_TYPE_N: Source("CTL-04", "Thông tư 26/2025/TT-BYT, Điều 12 khoản 7", "A-"),
    Rule.NEEDS_TYPE_H: Source("CTL-04", "Thông tư 26/2025/TT-BYT, Điều 9", "A-"),
    Rule.NEEDS_CUSTOMER: Source("CTL-05/06", "Thông tư 18/2026/TT-BYT, Điều 12", "A"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a pack may not be sold, and where a good one is, if one is on the shelf."""

    rule: Rule
    line: SaleLine
    good_batch: ShelfBatch | None = None


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


def person_to_keep(sale: OpenSale, parameters: Parameters = CURRENT) -> CitizenCard | None:
    """Return the card whose data the law wants kept, sealed; None for every ordinary sale.

    RX-07 wants the patient of a prescription, CTL-05/06 the customer of a controlled drug; nothing
    else may be kept (L91/2025 Đ3: only what the purpose needs).
    """
    wanted = sale.prescription is not None or any(
        parameters.needs_customer(line.drug.control) for line in sale.lines
    )
    return sale.card if wanted else None
