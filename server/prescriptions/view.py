"""One case, its outlets side by side; and one prescription: prescribed, dispensed where, left.

Every function runs within the caller's transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime

from server.prescriptions import cases
from server.prescriptions.cases import Case
from server.prescriptions.judging import line_of
from server.prescriptions.listing import drug_name, names_of, read_by
from server.prescriptions.parts import Part, PartLine, parts
from server.reference.directory import outlet_of_terminal
from server.store import prescriptions
from server.store.database import rows
from wire.asking import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A drug of a sale. Base units; None: not known."""

    drug: str
    name: str
    units: int
    left_known: int | None
    """What was left on the prescription when it was sold, as far as the terminal could know."""
    left_true: int | None
    """What was really left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleView:
    """A sale on the prescription."""

    outlet: str
    """Code."""
    name: str
    commune: str
    """Code; empty: not known."""
    terminal: str
    epoch: str
    seq: int
    at: datetime
    stored_at: datetime
    offline_seconds: int
    checked: bool
    lines: tuple[SoldLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescribedView:
    """A prescribed drug. Base units."""

    number: int
    name: str
    prescribed: int
    dispensed: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescriptionView:
    """A prescription: no page shows more of its code than this."""

    tail: str
    type: str
    """Letter of the code, lower case."""
    issued: date | None
    is_known: bool
    """Whether the province knows what was prescribed."""
    superseded: bool
    lines: tuple[PrescribedView, ...]
    sales: tuple[SaleView, ...]
    """The oldest first; what was brought back is not in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldView:
    """An outlet that was told."""

    outlet: str
    name: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case. Its sales are those of when it was found, or when it changed last."""

    case: Case
    prescription: PrescriptionView
    told: tuple[ToldView, ...]


def case_view(case: str) -> CaseView | None:
    """Return a case by its id."""
    found = cases.find(case)
    if found is None:
        return None
    told = read_by(case, outlet_of_terminal())
    names = names_of(tuple(told))
    return CaseView(
        case=found,
        prescription=_view(found.code, found.excess.parts),
        told=tuple(
            ToldView(outlet=outlet, name=names[outlet], at=one.at, read_at=one.read_at)
            for outlet, one in told.items()
        ),
    )


def prescription_view(code: str) -> PrescriptionView | None:
    """Return a prescription by its whole code; None: nobody prescribed or dispensed it."""
    sold = parts(code.lower(), outlet_of_terminal())
    if not sold and prescriptions.find(code) is None:
        return None
    return _view(code.lower(), sold)


def _view(code: str, sold: tuple[Part, ...]) -> PrescriptionView:
    sheet = prescriptions.find(code)
    outlets = tuple(dict.fromkeys(part.outlet for part in sold))
    names, communes = names_of(outlets), _communes(outlets)
    return PrescriptionView(
        tail=code[-5:],
        type=code[-1:],
        issued=sheet.issued if sheet else None,
        is_known=sheet is not None,
        superseded=bool(sheet and sheet.superseded_by),
        lines=tuple(_prescribed(sheet, sold)),
        sales=tuple(
            SaleView(
                outlet=part.outlet,
                name=names[part.outlet],
                commune=communes.get(part.outlet, ""),
                terminal=part.terminal,
                epoch=part.epoch,
                seq=part.seq,
                at=part.at,
                stored_at=part.stored_at,
                offline_seconds=part.offline_seconds,
                checked=part.checked,
                lines=tuple(_sold_line(line, part, sold, sheet) for line in part.lines),
            )
            for part in sold
        ),
    )


def _prescribed(sheet: Sheet | None, sold: tuple[Part, ...]) -> list[PrescribedView]:
    found = []
    for line in sheet.lines if sheet else ():
        dispensed = sum(_units(part, line.number, sheet) for part in sold)
        left = max(0, line.quantity - dispensed)
        found.append(
            PrescribedView(
                number=line.number,
                name=line.name,
                prescribed=line.quantity,
                dispensed=dispensed,
                left=left,
            )
        )
    return found


def _sold_line(line: PartLine, part: Part, sold: tuple[Part, ...], sheet: Sheet | None) -> SoldLine:
    """Return a line with what was left before it: as it could be known there, and truly."""
    number = line_of(line, sheet)
    prescribed = {one.number: one for one in sheet.lines}.get(number or 0) if sheet else None
    known = true = None
    if prescribed and number is not None:
        before = [other for other in sold if other is not part and other.at < part.at]
        heard = [other for other in before if _could_know(part, other)]
        true = prescribed.quantity - sum(_units(other, number, sheet) for other in before)
        known = prescribed.quantity - sum(_units(other, number, sheet) for other in heard)
    name = drug_name(line.drug, prescribed.name if prescribed and not line.substitutes else "")
    return SoldLine(
        drug=line.drug,
        name=name,
        units=line.units,
        left_known=None if known is None else max(0, known),
        left_true=None if true is None else max(0, true),
    )


def _could_know(part: Part, other: Part) -> bool:
    """Whether a terminal could know of an earlier sale: its own, or one that the province said."""
    return other.terminal == part.terminal or (part.checked and other.stored_at <= part.at)


def _units(part: Part, number: int, sheet: Sheet | None) -> int:
    return sum(line.units for line in part.lines if line_of(line, sheet) == number)


def _communes(outlets: tuple[str, ...]) -> dict[str, str]:
    marks = ", ".join("?" for _outlet in outlets)
    return dict(rows(f"SELECT code, commune FROM outlet WHERE code IN ({marks})", outlets))  # noqa: S608 (question marks alone)
