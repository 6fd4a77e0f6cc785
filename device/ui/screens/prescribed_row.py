"""One line of a prescription: what was prescribed, what is left, what of it is taken."""

from dataclasses import dataclass

from device.amounts import thousands
from device.counter.prescription import PrescribedLine
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.screens.line_row import QUANTITY_WIDTH, Row, ground, name_and_batch, quantity
from device.ui.selling_sentences import beside_words, prescribed_words, waiting_words
from device.ui.sentences import batch_words
from device.ui.sheet import Sheet, Words
from device.ui.units import count_words
from words import _

_ICON = 32.0
_LEFT = theme.MARGIN + _ICON + theme.GAP
_AMOUNT_ROOM = 98.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescribedRow:
    """A line of the prescription, and what the sale has of it."""

    prescribed: PrescribedLine | None
    """None: sold beside the prescription."""
    taken: Row | None
    is_next: bool = False
    """Whether it is the one to scan now."""
    is_full: bool = False
    """Whether all that is left is in the sale."""


def prescribed_row(sheet: Sheet, box: Box, row: PrescribedRow) -> None:
    """Draw the state, the drug, how much is left on the prescription and how much is taken."""
    taken = row.taken
    ground(sheet, box, is_newest=taken is not None and taken.is_newest)
    if row.prescribed:
        sheet.icon(_state(row), theme.MARGIN + sheet.edge / 2, box.middle, height=_ICON)
    right = sheet.right - _AMOUNT_ROOM - theme.GAP
    left = right - QUANTITY_WIDTH
    if taken:
        _amount(sheet, box, taken)
        quantity(sheet, box, taken, right=right, detail=_in_base_units(row))
    column = _column(sheet, row, most=left - 2 * theme.GAP - _LEFT)
    _prescribed(sheet, box, row.prescribed, left - theme.GAP - column, room=column)
    room = left - theme.GAP - column - theme.GAP - _LEFT
    if taken:
        name_and_batch(sheet, box, taken, left=_LEFT, room=room)
    elif row.prescribed:
        _waiting(sheet, box, row, row.prescribed, room)


def _state(row: PrescribedRow) -> Icon:
    if row.taken is None and not row.is_full:
        return Icon.RING
    return Icon.DONE if row.is_full else Icon.PART


def _column(sheet: Sheet, row: PrescribedRow, *, most: float) -> float:
    """How wide "prescribed" and "left" are: as written small, where batch and expiry need it."""
    wide = max(sheet.width_of(line, theme.NOTE) for line in _on_prescription(row.prescribed))
    if row.taken is None:
        return wide
    fits = most - wide >= sheet.least_width_of(batch_words(row.taken.line))
    if fits:
        return wide
    return max(sheet.least_width_of(line) for line in _on_prescription(row.prescribed))


def _on_prescription(line: PrescribedLine | None) -> tuple[Words, ...]:
    return prescribed_words(line) if line else (beside_words(),)


def _prescribed(
    sheet: Sheet, box: Box, line: PrescribedLine | None, left: float, *, room: float
) -> None:
    lines = _on_prescription(line)
    if len(lines) == 1:
        baseline = sheet.baseline(box.middle, theme.NOTE)
        sheet.text(lines[0], left, baseline, theme.NOTE, room=room, shrink=True)
        return
    pair = sheet.pair(box.y, box.height, theme.NOTE, theme.NOTE)
    for words, baseline in zip(lines, pair, strict=True):
        sheet.text(words, left, baseline, theme.NOTE, room=room, shrink=True)


def _amount(sheet: Sheet, box: Box, row: Row) -> None:
    sheet.text(
        thousands(row.line.amount_vnd),
        sheet.right,
        sheet.baseline(box.middle, theme.STRONG),
        theme.STRONG,
        bold=True,
        align="right",
        room=_AMOUNT_ROOM,
        shrink=True,
    )


def _in_base_units(row: PrescribedRow) -> str:
    """What the quantity is in the prescription's unit, where it is sold in another."""
    line = row.taken.line if row.taken else None
    if line is None or line.offer.unit_size == 1:
        return ""
    return count_words(line.base_units, line.drug.base_unit)


def _waiting(sheet: Sheet, box: Box, row: PrescribedRow, line: PrescribedLine, room: float) -> None:
    first, second = sheet.pair(box.y, box.height, theme.BODY, theme.NOTE)
    name = line.name if line.strength in line.name else f"{line.name} {line.strength}"
    sheet.text(name, _LEFT, first, theme.BODY, bold=True, room=room, shrink=True)
    colour = theme.ACT if row.is_next else theme.INK2
    words = _("Đã bán đủ") if row.is_full else waiting_words(is_next=row.is_next)
    sheet.text(words, _LEFT, second, theme.NOTE, bold=row.is_next, colour=colour, room=room)
