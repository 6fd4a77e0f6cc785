"""What a sale is to those who look at prescriptions."""

from typing import NamedTuple

from msgspec import UNSET

from server.reference.drugs import DrugBook
from wire.sale import Sale


class Compliance(NamedTuple):
    """What of a sale needs a prescription, and whether there was one."""

    has_rx: bool
    """A prescription drug is among its lines (RX-01, RX-02)."""
    has_antibiotic: bool
    """A systemic antibiotic is among its lines (ABX-01, ABX-03)."""
    is_with_prescription: bool
    """By code, by its text, or on paper. That somebody wrote down why there was none changes
    nothing."""


def compliance(sale: Sale, book: DrugBook) -> Compliance:
    """Judge a sale by its drugs."""
    drugs = [book.facts(line.drug) for line in sale.lines]
    return Compliance(
        has_rx=any(drug.prescription_only for drug in drugs),
        has_antibiotic=any(drug.antibiotic == "systemic" for drug in drugs),
        is_with_prescription=is_with_prescription(sale),
    )


def is_with_prescription(sale: Sale) -> bool:
    """Whether a sale names a prescription, or says what was seen of one."""
    return bool(sale.prescription) or sale.dispensed is not UNSET
