"""The national prescription system, as this server uses it: ask for one, and report what was sold.

Nothing here holds a patient, a prescriber or an illness: what the national system says of them is
dropped where its answer is read.
"""

from typing import Protocol

import msgspec

from wire.asking import Sheet


class PrescribedLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A drug as the national system names it: what a report must repeat."""

    number: int
    """Of the prescription's line, from 1."""
    row: str = ""
    """The national system's own name of the line, where it gives one."""
    drug: str = ""
    brand: str = ""
    name: str = ""
    unit: str = ""
    quantity: int = 0
    directions: str = ""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A prescription, without whose it is."""

    sheet: Sheet
    lines: tuple[PrescribedLine, ...]

    def __repr__(self) -> str:
        return "Found(hidden)"


class NotKnown(msgspec.Struct, frozen=True):
    """The national system has no such prescription."""


class Unusable(msgspec.Struct, frozen=True, kw_only=True):
    """It has the prescription, and nothing that can be counted stands on it."""

    why: str
    """The field; never what stood there."""


class Unreachable(msgspec.Struct, frozen=True, kw_only=True):
    """It did not say: trying again may help."""

    why: str
    """Short, for the log: neither key nor anything that was answered."""
    wait_seconds: float = 0.0
    """How long it wishes to be left alone."""


class Accepted(msgspec.Struct, frozen=True):
    """A report was taken."""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A report, or a question, that will be refused however often it is tried."""

    why: str
    """Its status and how many faults it named; what they say may repeat what was sent."""


class SoldLine(msgspec.Struct, frozen=True, kw_only=True):
    """What was sold on a prescribed line, in base units."""

    prescribed: PrescribedLine
    drug: str
    """What was sold; another drug than prescribed is a substitution (RX-06)."""
    name: str = ""
    units: int


class Seller(msgspec.Struct, frozen=True, kw_only=True):
    """The outlet, as the department's list has it."""

    code: str
    name: str
    phone: str = ""
    address: str = ""


class DispenseReport(msgspec.Struct, frozen=True, kw_only=True):
    """What one sale dispensed, less what came back since (RX-08). It says nothing of a buyer."""

    code: str
    """The prescription's, exactly as it was scanned."""
    invoice: str
    """The same however often the sale is reported; at most 20 characters."""
    seller: Seller
    lines: tuple[SoldLine, ...]


Fetched = Found | NotKnown | Unusable | Unreachable | Refused
Reported = Accepted | Refused | Unreachable


class NationalSystem(Protocol):
    """One way to the national system. Both calls may come from several threads; neither raises."""

    def fetch(self, code: str, *, seconds: float) -> Fetched:
        """Return a prescription by its code, as it was scanned, or why not, within `seconds`."""
        ...

    def report(self, sold: DispenseReport, *, seconds: float) -> Reported:
        """Report what was sold; the same invoice once more replaces what was said before."""
        ...
