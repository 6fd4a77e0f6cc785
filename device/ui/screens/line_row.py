"""One line of an open sale."""

from dataclasses import replace
from datetime import date

from device.amounts import thousands
from device.counter.sale import SaleLine
from device.ui import theme
from device.ui.drawing import Box, Run
from device.ui.fitting import shortened
from device.ui.sentences import batch_words, quantity_words, short_dated_tag
from device.ui.sheet import Sheet

_AMOUNT_ROOM = 150.0
_QUANTITY_ROOM = 132.0
_FIRST, _SECOND = 34.0, 62.0
"""Baselines within the row."""


def line_row(sheet: Sheet, top: float, line: SaleLine, *, today: date, is_newest: bool) -> None:
    """Draw name, batch and expiry, quantity and amount; the newest line is tinted, with a bar."""
    box = Box(0, top, sheet.width, theme.ROW)
    sheet.fill(box, theme.ACT_TINT if is_newest else theme.PAPER)
    if is_newest:
        sheet.fill(Box(0, top, theme.NEWEST_BAR, theme.ROW), theme.ACT)
    sheet.fill(Box(0, box.bottom - theme.HAIRLINE, sheet.width, theme.HAIRLINE), theme.LINE)
    right = _amounts(sheet, top, line)
    _name_and_batch(sheet, top, line, today, room=right - 2 * theme.MARGIN)


def _amounts(sheet: Sheet, top: float, line: SaleLine) -> float:
    """Draw amount and quantity; return where they begin."""
    amount = thousands(line.amount_vnd)
    sheet.text(
        amount,
        sheet.right,
        top + _FIRST + 1,
        theme.STRONG,
        bold=True,
        align="right",
        room=_AMOUNT_ROOM,
        shrink=True,
    )
    price = f"{thousands(line.offer.price_vnd)} × {line.quantity}"
    sheet.text(
        price,
        sheet.right,
        top + _SECOND,
        theme.NOTE,
        colour=theme.INK2,
        align="right",
        room=_AMOUNT_ROOM,
        shrink=True,
    )
    right = sheet.right - _AMOUNT_ROOM - theme.MARGIN
    middle = top + theme.ROW / 2 + theme.CAPITAL * theme.BODY / 2
    sheet.text(
        quantity_words(line),
        right - _QUANTITY_ROOM / 2,
        middle,
        theme.BODY,
        bold=True,
        align="centre",
        room=_QUANTITY_ROOM,
        shrink=True,
    )
    return right - _QUANTITY_ROOM


def _name_and_batch(sheet: Sheet, top: float, line: SaleLine, today: date, *, room: float) -> None:
    left = theme.MARGIN
    sheet.text(line.drug.name, left, top + _FIRST, theme.BODY, bold=True, room=room, shrink=True)
    tag = short_dated_tag(line, today)
    after = (Run("  "), tag) if tag else ()
    words = _batch_that_fits(sheet, line, room - sheet.width_of(after, theme.NOTE))
    colour = theme.INK2 if tag is None else theme.INK
    sheet.text((Run(words), *after), left, top + _SECOND, theme.NOTE, colour=colour, room=room)


def _batch_that_fits(sheet: Sheet, line: SaleLine, room: float) -> str:
    """Name batch and expiry; if something must go, it is the middle of the batch number."""
    candidates = (line.batch, *shortened(line.batch))
    names = [batch_words(replace(line, batch=batch)) for batch in candidates]
    return next((name for name in names if sheet.width_of(name, theme.NOTE) <= room), names[0])
