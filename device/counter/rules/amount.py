"""How much of an ingredient is in a drug, as the catalogue writes it."""

import re
from dataclasses import dataclass

_MG = {"g": 1000.0, "mg": 1.0, "mcg": 0.001, "µg": 0.001, "μg": 0.001}
_PERCENT = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*%")
_PER_ML = re.compile(
    r"([0-9]+(?:[.,][0-9]+)?)\s*(g|mg|mcg|µg|μg)\s*/\s*([0-9]+(?:[.,][0-9]+)?)?\s*ml"
)
_MASS = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(g|mg|mcg|µg|μg)")
_UNDIVIDED = (
    "siro",
    "sirô",
    "si rô",
    "dung dịch",
    "hỗn dịch",
    "nhũ dịch",
    "thuốc nước",
    "nhỏ",
    "xịt",
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Either the mass in a divided unit, or a concentration."""

    unit_mg: float | None = None
    percent: float | None = None
    """Grams in 100 ml."""


def amount(strength: str, form: str) -> Amount | None:
    """Read a strength; None where it is not one number, or does not say how much of the form.

    >>> amount("37,5 mg", "viên nén")
    Amount(unit_mg=37.5, percent=None)
    >>> amount("10 mg/5 ml", "siro")
    Amount(unit_mg=None, percent=0.2)
    >>> amount("10 mg", "siro") is None
    True
    """
    text = strength.strip().casefold()
    if found := _PERCENT.fullmatch(text):
        return Amount(percent=_number(found[1]))
    if found := _PER_ML.fullmatch(text):
        mg = _number(found[1]) * _MG[found[2]]
        return Amount(percent=mg / _number(found[3] or "1") / 10)
    found = _MASS.fullmatch(text)
    if not found or is_undivided(form):
        return None
    return Amount(unit_mg=_number(found[1]) * _MG[found[2]])


def is_undivided(form: str) -> bool:
    """Whether a dosage form is measured out by who takes it, such as a syrup."""
    return any(word in form.casefold() for word in _UNDIVIDED)


def _number(text: str) -> float:
    return float(text.replace(",", "."))
