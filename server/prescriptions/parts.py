"""What each sale on a prescription still holds, after what came back."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from server.store.database import from_text, rows

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


def parts(code: str, homes: Mapping[str, str]) -> tuple[Part, ...]:
    """Return what is dispensed on a prescription, the oldest first; `homes`: terminal's outlet."""
    lines: dict[tuple[str, str, int], list[PartLine]] = {}
    heads: dict[tuple[str, str, int], tuple[str, str, int]] = {}
    for terminal, epoch, seq, at, stored_at, checked, drug, number, meant, units in _sold(code):
        key = (terminal, epoch, int(seq))
        heads[key] = (at, stored_at, checked)
        if units > 0:
            line = PartLine(drug=drug, number=number, substitutes=meant, units=int(units))
            lines.setdefault(key, []).append(line)
    found = [
        Part(
            terminal=key[0],
            outlet=homes.get(key[0], key[0]),
            epoch=key[1],
            seq=key[2],
            at=from_text(heads[key][0]),
            stored_at=from_text(heads[key][1]),
            checked=bool(heads[key][2]),
            lines=tuple(sold),
        )
        for key, sold in lines.items()
    ]
    return tuple(sorted(found, key=lambda part: (part.at, part.terminal, part.epoch, part.seq)))


def _sold(code: str) -> list[tuple[str, str, int, str, str, int, str, int | None, str, int]]:
    found = rows(
        """
        SELECT sale.terminal, sale.epoch, sale.seq, sale.at, sale.stored_at, sale.checked,
               dispensedline.drug, dispensedline.prescribed, dispensedline.substitutes,
               sum(dispensedline.units)
        FROM dispensing AS sale
        JOIN dispensing AS step ON step.terminal = sale.terminal
            AND step.sale_epoch = sale.epoch AND step.sale_seq = sale.seq
        JOIN dispensedline ON dispensedline.terminal = step.terminal
            AND dispensedline.epoch = step.epoch AND dispensedline.seq = step.seq
        WHERE sale.code = ? AND sale.kind = 'sale'
        GROUP BY sale.terminal, sale.epoch, sale.seq, sale.at, sale.stored_at, sale.checked,
                 dispensedline.drug, dispensedline.prescribed, dispensedline.substitutes
        ORDER BY sale.terminal, sale.epoch, sale.seq,
                 coalesce(dispensedline.prescribed, 0), dispensedline.drug
        """,
        (code,),
    )
    return [tuple(row) for row in found]
