"""A prescription as the counter knows it, and what is left on it."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from codes import PrescriptionCode, PrescriptionType


class Origin(Enum):
    """How the terminal learned what is prescribed."""

    CODE = "code"
    """Only its code is known: offline, or the province has no such prescription."""
    TEXT = "text"
    """From the prescription's own text."""
    PROVINCE = "province"
    PAPER = "paper"
    """A paper prescription was seen and its fields keyed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescribedLine:
    """One drug of a prescription. Quantities are base units."""

    number: int
    """From 1, as on the prescription."""
    name: str
    """As the prescriber wrote it."""
    quantity: int
    drug: str = ""
    """Id in the catalogue, where it is known."""
    strength: str = ""
    route: str = ""
    unit: str = "viên"
    directions: str = field(default="", repr=False)
    dispensed: int = 0
    """What was dispensed before this sale, here and, where the province answered, elsewhere. As
    the province tells it, elsewhere alone: by all terminals but this one."""
    elsewhere: int = 0
    """How much of `dispensed` the province told."""

    @property
    def left(self) -> int:
        """What may still be dispensed; never below nought."""
        return max(0, self.quantity - self.dispensed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """One part of a narcotic prescription for cancer (CTL-11)."""

    number: int
    begins: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """What stands on a prescription. `repr` shows neither people nor illness."""

    code: PrescriptionCode | None = None
    """None for a paper prescription without a code."""
    origin: Origin = Origin.CODE
    issued: date | None = None
    lines: tuple[PrescribedLine, ...] = ()
    """None known: whatever is scanned counts as prescribed, in the quantity that is scanned."""
    number: str = ""
    """Number of a paper prescription."""
    facility: str = ""
    """Code or name of the facility that prescribed."""
    prescriber: str = field(default="", repr=False)
    icd10: tuple[str, ...] = field(default=(), repr=False)
    days: int | None = None
    """For how many days it is prescribed."""
    is_acute: bool = False
    is_traditional_discharge: bool = False
    tranche: Tranche | None = None
    counted_from: date | None = None
    """Since this day what was dispensed counts; None: all of it."""
    superseded_by: str = ""
    """The prescription that replaced it (RX-09)."""
    patient_months: int | None = field(default=None, repr=False)
    patient_kg: float | None = field(default=None, repr=False)
    is_restricted: bool = field(default=False, repr=False)
    """Whether the province says that its illness is one of the annex (SC-07); it does not name it.
    """
    is_checked: bool = False
    """Whether the province said what is left."""

    @property
    def text(self) -> str:
        """The code as it was scanned, or the paper's number."""
        return self.code.text if self.code else self.number

    @property
    def type(self) -> PrescriptionType:
        """The type letter; a paper prescription without a code counts as ordinary."""
        return self.code.type if self.code else PrescriptionType.ORDINARY

    def line(self, number: int) -> PrescribedLine | None:
        """Return a line by its number."""
        return next((line for line in self.lines if line.number == number), None)
