"""Whether more was dispensed on a prescription than was prescribed, and by whom."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from server.prescriptions.parts import Part, PartLine
from wire.asking import AnsweredLine, Sheet

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
TRANCHE_EARLY = timedelta(days=3)
"""A tranche may be collected so long before it begins (CTL-11: TT26 annex II note 11)."""
SAME_TRANCHE = timedelta(days=2)
"""Narcotics of which only the code is known are collected anew for every tranche: only what is
sold so close together cannot be two tranches. The product's own choice: nobody is accused by
chance."""

Kind = Literal["two-outlets", "over-dispensed"]
Cause = Literal["offline", "not-asked", "at-once"]


class ExcessLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A drug of which too much was dispensed, in base units."""

    number: int | None = None
    """Of the prescription's line; none where the province does not know its lines."""
    drug: str
    name: str = ""
    """As prescribed; empty: look the drug up."""
    units: int
    """Dispensed by all together."""
    prescribed: int | None = None
    beyond: int
    """More than was prescribed; where that is not known, more than one outlet alone sold."""
    outlets: tuple[str, ...]


class Excess(msgspec.Struct, frozen=True, kw_only=True):
    """More was dispensed than was prescribed."""

    kind: Kind
    cause: Cause
    day: date
    """Of the sale that went beyond, in Việt Nam."""
    lines: tuple[ExcessLine, ...]
    """The worst first."""
    parts: tuple[Part, ...]
    """Every sale on the prescription, the oldest first."""

    @property
    def beyond(self) -> int:
        """Base units beyond what was prescribed, of the worst line."""
        return self.lines[0].beyond

    @property
    def outlets(self) -> tuple[str, ...]:
        """All that have part in it, in the order in which they sold."""
        taken = {outlet for line in self.lines for outlet in line.outlets}
        return tuple(dict.fromkeys(part.outlet for part in self.parts if part.outlet in taken))


class _Sold(msgspec.Struct, frozen=True):
    part: Part
    line: PartLine


def judge(code: str, sold: Sequence[Part], sheet: Sheet | None) -> Excess | None:
    """Return what is too much, or None. `sheet`: what was prescribed, where the province knows."""
    by_line: dict[int, list[_Sold]] = {}
    by_drug: dict[str, list[_Sold]] = {}
    for part in sold:
        for line in part.lines:
            number = line_of(line, sheet)
            one = _Sold(part, line)
            if number is None:
                by_drug.setdefault(line.drug, []).append(one)
            else:
                by_line.setdefault(number, []).append(one)
    lines = sheet.lines if sheet else ()
    found = [
        *(_beyond_prescribed(line, by_line.get(line.number, []), sheet) for line in lines),
        *(_sold_twice(code, drug, taken) for drug, taken in by_drug.items()),
    ]
    worst = sorted((one for one in found if one), key=lambda one: -one.beyond)
    return _excess(tuple(worst), tuple(sold)) if worst else None


def line_of(line: PartLine, sheet: Sheet | None) -> int | None:
    """Return which prescribed line something was sold on, or None where nobody can tell.

    The drug tells it before the number: what a terminal read off a paper has numbers of its own.
    """
    if sheet is None:
        return None
    drugs = {line.drug, line.substitutes} - {""}
    same = [prescribed.number for prescribed in sheet.lines if prescribed.drug in drugs]
    if len(same) == 1:
        return same[0]
    numbers = {prescribed.number for prescribed in sheet.lines}
    return line.number if line.number in numbers else None


def _beyond_prescribed(
    line: AnsweredLine, taken: list[_Sold], sheet: Sheet | None
) -> ExcessLine | None:
    beyond = max(
        (_units(window) - line.quantity * times for window, times in _windows(taken, sheet)),
        default=0,
    )
    if beyond <= 0:
        return None
    return ExcessLine(
        number=line.number,
        drug=line.drug or taken[0].line.drug,
        name=line.name,
        units=_units(taken),
        prescribed=line.quantity,
        beyond=beyond,
        outlets=_outlets(taken),
    )


def _windows(taken: list[_Sold], sheet: Sheet | None) -> Iterable[tuple[list[_Sold], int]]:
    """Yield what must keep within the quantity together, and within how many times of it.

    Whether a quantity is meant for one tranche or for all is not settled: what is beyond it within
    one tranche is beyond it either way.
    """
    if sheet is None or not sheet.tranche or sheet.tranche_begins is None:
        return [(taken, 1)]
    begins = sheet.tranche_begins - TRANCHE_EARLY
    before = [one for one in taken if _day(one.part) < begins]
    return [
        (before, max(1, sheet.tranche - 1)),
        ([one for one in taken if _day(one.part) >= begins], 1),
    ]


def _sold_twice(code: str, drug: str, taken: list[_Sold]) -> ExcessLine | None:
    """Return the drug if two outlets sold it under a code of which nobody knows the lines."""
    if code.endswith("-n"):
        taken = _close_together(taken)
    outlets = _outlets(taken)
    if len(outlets) < 2:  # noqa: PLR2004 - "two"
        return None
    most = max(_units([one for one in taken if one.part.outlet == outlet]) for outlet in outlets)
    together = _units(taken)
    return ExcessLine(drug=drug, units=together, beyond=together - most, outlets=outlets)


def _close_together(taken: list[_Sold]) -> list[_Sold]:
    return [
        one
        for one in taken
        if any(
            other.part.outlet != one.part.outlet and abs(other.part.at - one.part.at) < SAME_TRANCHE
            for other in taken
        )
    ]


def _excess(lines: tuple[ExcessLine, ...], sold: tuple[Part, ...]) -> Excess:
    outlets = {outlet for line in lines for outlet in line.outlets}
    concerned = [part for part in sold if part.outlet in outlets]
    two = any(len(line.outlets) > 1 for line in lines)
    return Excess(
        kind="two-outlets" if two else "over-dispensed",
        cause=_cause(concerned),
        day=_day(concerned[-1]),
        lines=lines,
        parts=sold,
    )


def _cause(concerned: list[Part]) -> Cause:
    if any(part.offline_seconds for part in concerned):
        return "offline"
    return "at-once" if concerned[-1].checked else "not-asked"


def _units(taken: Iterable[_Sold]) -> int:
    return sum(one.line.units for one in taken)


def _outlets(taken: Iterable[_Sold]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.part.outlet for one in taken))


def midnight(day: date) -> datetime:
    """Return when a day begins in Việt Nam."""
    return datetime(day.year, day.month, day.day, tzinfo=HERE)


def _day(part: Part) -> date:
    return part.at.astimezone(HERE).date()
