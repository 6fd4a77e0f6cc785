"""The rules that can refuse a pack or a sale, each with its source and how sure the source is.

Confidence: A the official text was read; A* read in the version before Law 44/2024/QH15; A- quoted
from a careful reading; B several secondary sources; C one; D a decision of this product.
"""

from dataclasses import dataclass
from enum import Enum


class Rule(Enum):
    """A rule that can refuse a pack or a sale."""

    OUT_OF_SCOPE = "outside the licence"
    LICENCE_ENDED = "the licence has ended"
    NOT_FOR_DRUG_COUNTER = "a drug counter may not sell it"
    NOT_FOR_CABINET = "a commune cabinet may not sell it"
    VACCINE = "vaccine"
    NOT_RETAIL_STOCK = "programme, insurance or sample stock"
    RESTRICTED = "restricted retail"
    UNSALEABLE = "never sold"
    NEEDS_PRESCRIPTION = "needs a prescription"
    PAPER_INCOMPLETE = "the paper prescription's fields are missing"
    PRESCRIPTION_EXPIRED = "the prescription is too old"
    PRESCRIPTION_NOT_YET = "the prescription is of a day to come"
    MORE_THAN_PRESCRIBED = "more than prescribed"
    NOT_PRESCRIBED = "not on the prescription"
    SUBSTITUTION_OUTLET = "this kind of outlet may not substitute"
    SUBSTITUTION_STAFF = "this person may not substitute"
    SUBSTITUTION_CONSENT = "the buyer has not agreed"
    SUBSTITUTION_DIFFERENT = "another ingredient, route or dose"
    SUPERSEDED = "the prescription was replaced"
    NO_PERMISSION = "the class is not permitted here"
    NEEDS_TYPE_N = "needs a prescription of type N"
    NEEDS_TYPE_H = "needs a prescription of type H"
    NEEDS_CUSTOMER = "needs the customer's name and address"
    TRANCHE_EARLY = "the tranche has not begun"
    TRANCHE_OVER = "the tranche's days are over"
    TRANCHE_ID = "who collects has not shown a card"
    EXPIRED = "expired"
    NO_BATCH = "no batch"
    RECALLED = "recalled"
    SUSPENDED = "suspended"
    SEALED = "sealed by the department"
    ABOVE_POSTED = "above the posted price"
    ABOVE_MARGIN = "above the margin within a hospital"
    NOT_ENOUGH = "not so much on the shelf"

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


_ACT = "Luật Dược 105/2016/QH13"
_RX = "Thông tư 26/2025/TT-BYT"
_CTL = "Thông tư 18/2026/TT-BYT"

_SOURCES = {
    Rule.OUT_OF_SCOPE: Source("SC-01", f"{_ACT}, Điều 6 và Điều 42", "A*"),
    Rule.LICENCE_ENDED: Source("SC-01", f"{_ACT}, Điều 6 và Điều 42", "A*"),
    Rule.NOT_FOR_DRUG_COUNTER: Source("SC-03", f"{_ACT}, Điều 48 khoản 1", "A*"),
    Rule.NOT_FOR_CABINET: Source("SC-04", f"{_ACT}, Điều 49 khoản 1", "A*"),
    Rule.VACCINE: Source("SC-05", f"{_ACT}, Điều 6 khoản 5", "A*"),
    Rule.NOT_RETAIL_STOCK: Source("SC-06", f"{_ACT}, Điều 6 khoản 5", "A*"),
    Rule.RESTRICTED: Source("SC-07", "Thông tư 31/2025/TT-BYT, Điều 10", "A-"),
    Rule.UNSALEABLE: Source("SC-08", f"{_ACT}, Điều 6 khoản 5", "A*"),
    Rule.NEEDS_PRESCRIPTION: Source("RX-01", f"{_ACT}, Điều 6 khoản 5", "A-"),
    Rule.PAPER_INCOMPLETE: Source("RX-01", f"{_ACT}, Điều 6 khoản 5", "A-"),
    Rule.PRESCRIPTION_EXPIRED: Source("RX-03", f"{_RX}, Điều 12 khoản 9", "A-"),
    Rule.PRESCRIPTION_NOT_YET: Source("RX-03", f"{_RX}, Điều 12 khoản 9", "D"),
    Rule.MORE_THAN_PRESCRIBED: Source("RX-04", "Nguyên tắc GPP, Phụ lục I-1a III.2", "A-"),
    Rule.NOT_PRESCRIBED: Source("RX-04", "Nguyên tắc GPP, Phụ lục I-1a III.2", "A-"),
    Rule.SUBSTITUTION_OUTLET: Source("RX-06", f"{_ACT}, Điều 47 đến Điều 49", "A*"),
    Rule.SUBSTITUTION_STAFF: Source("RX-06", f"{_ACT}, Điều 47 khoản 1", "A*"),
    Rule.SUBSTITUTION_CONSENT: Source("RX-06", f"{_ACT}, Điều 47 khoản 1", "A*"),
    Rule.SUBSTITUTION_DIFFERENT: Source("RX-06", f"{_ACT}, Điều 47 khoản 1", "A*"),
    Rule.SUPERSEDED: Source("RX-09", f"{_RX}, Điều 6 khoản 9", "A-"),
    Rule.NO_PERMISSION: Source("CTL-03", f"{_ACT}, Điều 34 khoản 1", "A*"),
    Rule.NEEDS_TYPE_N: Source("CTL-04", f"{_RX}, Điều 12 khoản 7", "A-"),
    Rule.NEEDS_TYPE_H: Source("CTL-04", f"{_RX}, Điều 9", "A-"),
    Rule.NEEDS_CUSTOMER: Source("CTL-05/06", f"{_CTL}, Điều 12", "A"),
    Rule.TRANCHE_EARLY: Source("CTL-11", f"{_RX}, Phụ lục II", "A-"),
    Rule.TRANCHE_OVER: Source("CTL-11", f"{_RX}, Phụ lục II", "A-"),
    Rule.TRANCHE_ID: Source("CTL-11", f"{_RX}, Phụ lục II", "A-"),
    Rule.EXPIRED: Source("GPP-06", f"{_ACT}, Điều 6 khoản 5", "A*"),
    Rule.NO_BATCH: Source("GPP-06", f"{_ACT}, Điều 6 khoản 5", "A*"),
    Rule.RECALLED: Source("RCL-02", f"{_ACT}, Điều 63 và Điều 64", "A*"),
    Rule.SUSPENDED: Source("RCL-02", f"{_ACT}, Điều 6 khoản 5", "A*"),
    Rule.SEALED: Source("RCL-07", "Thông tư 30/2025/TT-BYT", "C"),
    Rule.ABOVE_POSTED: Source("PRC-02", f"{_ACT}, Điều 6 khoản 5", "A*"),
    Rule.ABOVE_MARGIN: Source("PRC-04", "Nghị định 163/2025/NĐ-CP, Điều 2", "A"),
    Rule.NOT_ENOUGH: Source("GPP-01", "Nguyên tắc GPP, II.4 c", "A-"),
}
