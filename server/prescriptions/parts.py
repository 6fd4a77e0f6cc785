"""What each sale on a prescription still holds, after what came back."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from server.store.database import from_text, given, rows, to_json

AT_ONCE = timedelta(minutes=5)
"""An entry that is stored within this time came over a line that was up. The product's choice."""


class PartLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One drug of a sale on a prescription, in base units."""

    drug: str
    number: int | None = None
    """Of the prescription's line, as the terminal knew it."""
    substitutes: str = ""
    units: int


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sale on a prescription, less what was voided or brought back."""

    terminal: str
    outlet: str
    """Code."""
    epoch: str
    seq: int
    at: datetime
    stored_at: datetime
    checked: bool
    """Whether the province had said what was left."""
    lines: tuple[PartLine, ...]

    @property
    def offline_seconds(self) -> int:
        """How long the entry was on its way; 0 where the line was up."""
        late = self.stored_at - self.at
        return int(late.total_seconds()) if late >= AT_ONCE else 0


class _Sale(NamedTuple):
    """A sale on a prescription, as stored."""

    code: str
    terminal: str
    epoch: str
    seq: int
    at: str
    stored_at: str
    checked: int


class _Row(NamedTuple):
    """What is left of one drug of a sale."""

    sale: _Sale
    drug: str
    number: int | None
    substitutes: str
    units: int


def parts(code: str, homes: Mapping[str, str]) -> tuple[Part, ...]:
    """Return what is dispensed on a prescription, the oldest first; `homes`: terminal's outlet."""
    return parts_of([code], homes).get(code, ())


def parts_of(codes: Iterable[str], homes: Mapping[str, str]) -> dict[str, tuple[Part, ...]]:
    """Return the same of many prescriptions, of those on which anything is left dispensed."""
    lines: dict[_Sale, list[PartLine]] = {}
    for row in _sold(codes):
        if row.units > 0:
            line = PartLine(
                drug=row.drug, number=row.number, substitutes=row.substitutes, units=int(row.units)
            )
            lines.setdefault(row.sale, []).append(line)
    found: dict[str, list[Part]] = {}
    for sale, sold in lines.items():
        found.setdefault(sale.code, []).append(_part(sale, sold, homes))
    return {code: tuple(sorted(some, key=_order)) for code, some in found.items()}


def _part(sale: _Sale, sold: list[PartLine], homes: Mapping[str, str]) -> Part:
    return Part(
        terminal=sale.terminal,
        outlet=homes.get(sale.terminal, sale.terminal),
        epoch=sale.epoch,
        seq=int(sale.seq),
        at=from_text(sale.at),
        stored_at=from_text(sale.stored_at),
        checked=bool(sale.checked),
        lines=tuple(sold),
    )


def _order(part: Part) -> tuple[datetime, str, str, int]:
    return part.at, part.terminal, part.epoch, part.seq


def _sold(codes: Iterable[str]) -> list[_Row]:
    found = rows(
        f"""
        SELECT sale.code, sale.terminal, sale.epoch, sale.seq, sale.at, sale.stored_at,
               sale.checked, dispensedline.drug, dispensedline.prescribed,
               dispensedline.substitutes, sum(dispensedline.units)
        FROM {given(code="text")} AS wanted
        CROSS JOIN dispensing AS sale
        JOIN dispensing AS step ON step.terminal = sale.terminal
            AND step.sale_epoch = sale.epoch AND step.sale_seq = sale.seq
        JOIN dispensedline ON dispensedline.terminal = step.terminal
            AND dispensedline.epoch = step.epoch AND dispensedline.seq = step.seq
        WHERE sale.code = wanted.code AND sale.kind = 'sale'
        GROUP BY sale.code, sale.terminal, sale.epoch, sale.seq, sale.at, sale.stored_at,
                 sale.checked, dispensedline.drug, dispensedline.prescribed,
                 dispensedline.substitutes
        ORDER BY sale.code, sale.terminal, sale.epoch, sale.seq,
                 coalesce(dispensedline.prescribed, 0), dispensedline.drug
        """,  # noqa: S608 (fixed names)
        (to_json([code] for code in codes),),
    )
    return [_Row(_Sale(*row[:7]), *row[7:]) for row in found]
