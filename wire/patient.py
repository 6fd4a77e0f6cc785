"""What is known of a patient or buyer. It exists in memory and inside a seal, nowhere else."""

from datetime import date

import msgspec


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """A person, as the card or the prescription names them. `repr` shows nothing."""

    name: str
    birth_date: date | None = None
    sex: str = ""
    number: str = ""
    """Personal number on the citizen card."""
    residence: str = ""

    def __repr__(self) -> str:
        return "Patient(hidden)"
