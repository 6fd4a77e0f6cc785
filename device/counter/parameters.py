"""The parameters of the rules, in one place: a new circular is a change here, not in the code."""

from dataclasses import dataclass
from datetime import date

from device.counter.drug import Control


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """One dated set of parameters."""

    version: date
    short_dated_days: int
    """From how many days before expiry the line says how many are left."""
    combination_needs_customer: bool
    """CTL-06, TT 18/2026/TT-BYT Đ12 k2: combination drugs need the customer's name and address."""

    def needs_customer(self, control: Control) -> bool:
        """Whether a sale of this class needs the customer's name and address (CTL-05, CTL-06)."""
        if control in _COMBINATIONS:
            return self.combination_needs_customer
        return control in _NEEDS_CUSTOMER


_NEEDS_CUSTOMER = frozenset({Control.NARCOTIC, Control.PSYCHOTROPIC, Control.PRECURSOR})
_COMBINATIONS = frozenset(
    {
        Control.NARCOTIC_COMBINATION,
        Control.PSYCHOTROPIC_COMBINATION,
        Control.PRECURSOR_COMBINATION,
    }
)

CURRENT = Parameters(
    version=date(2026, 11, 22), short_dated_days=60, combination_needs_customer=True
)
