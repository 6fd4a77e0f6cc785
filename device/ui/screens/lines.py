"""Which lines of a sale a page shows, and with what said about them."""

from collections.abc import Sequence
from dataclasses import replace

from device.counter.prescription import PrescribedLine
from device.counter.rules import Warning_
from device.counter.sale import OpenSale
from device.ui.screens.line_row import Row
from device.ui.screens.prescribed_row import PrescribedRow
from device.ui.selling_sentences import missing_tag, tags

Rows = list[Row] | list[PrescribedRow]


def rows_of(sale: OpenSale, warnings: Sequence[Warning_], *, can_press: bool) -> Rows:
    """Return all rows: in the order of the prescription, or the newest first."""
    rows = [
        Row(
            line=line,
            index=index,
            tags=tags(line, warnings),
            is_newest=index == len(sale.lines) - 1,
            can_press=can_press,
        )
        for index, line in enumerate(sale.lines)
    ]
    if sale.prescription and sale.prescription.lines:
        return _prescribed(sale, rows)
    return rows[::-1]


def _prescribed(sale: OpenSale, rows: list[Row]) -> list[PrescribedRow]:
    """In the order of the prescription; what is sold beside it comes last."""
    lines = sale.prescription.lines if sale.prescription else ()
    found: list[PrescribedRow] = []
    for line in lines:
        mine = [row for row in rows if row.line.prescribed == line.number]
        is_next = bool(rows) and not any(row.is_next for row in found)
        found += _of_line(line, mine, is_next=is_next)
    numbers = {line.number for line in lines}
    beside = [row for row in rows if row.line.prescribed not in numbers]
    return [*found, *(PrescribedRow(prescribed=None, taken=row, is_full=True) for row in beside)]


def _of_line(line: PrescribedLine, rows: list[Row], *, is_next: bool) -> list[PrescribedRow]:
    """One row for each batch that is taken of a prescribed line, or one that waits."""
    missing = line.left - sum(row.line.base_units for row in rows)
    is_full = missing <= 0
    if not rows:
        waits = is_next and not is_full
        return [PrescribedRow(prescribed=line, taken=None, is_next=waits, is_full=is_full)]
    tag = () if is_full else (missing_tag(missing, line.unit),)
    return [
        PrescribedRow(prescribed=line, taken=replace(row, tags=(*row.tags, *tag)), is_full=is_full)
        for row in rows
    ]
