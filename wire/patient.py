"""What is known of a patient or buyer. It exists in memory and inside a seal, nowhere else."""

from datetime import date

import msgspec


class SeenLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One drug of a prescription as it stood there. Quantities are base units."""

    number: int
    name: str
    quantity: int
    strength: str = ""
    route: str = ""
    unit: str = ""
    directions: str = ""

    def __repr__(self) -> str:
        return "SeenLine(hidden)"


class SeenPrescription(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A prescription as it was at the time of sale: the copy that the law wants kept (RX-07)."""

    code: str = ""
    """The code as scanned, or the number of a paper prescription."""
    issued: date | None = None
    facility: str = ""
    prescriber: str = ""
    icd10: tuple[str, ...] = ()
    days: int | None = None
    lines: tuple[SeenLine, ...] = ()

    def __repr__(self) -> str:
        return "SeenPrescription(hidden)"


class Patient(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person, as the card or the prescription names them. `repr` shows nothing."""

    name: str
    """Empty where nobody said it."""
    birth_date: date | None = None
    sex: str = ""
    number: str = ""
    """Personal number on the citizen card."""
    residence: str = ""
    passport: str = ""
    """Where there is no citizen card (CASE-03)."""
    prescription: SeenPrescription | None = None
    """What they were dispensed on."""

    def __repr__(self) -> str:
        return "Patient(hidden)"
