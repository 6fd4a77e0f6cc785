"""One line of an open sale: what it is, how much of it, and what it costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from device.amounts import thousands
from device.counter.event import Picked
from device.counter.sale import SaleLine
from device.ui import theme
from device.ui.drawing import Box, Run
from device.ui.fitting import shortened
from device.ui.sentences import bare_batch_words, batch_words, quantity_words
from device.ui.sheet import Sheet

_AMOUNT_ROOM = 150.0
QUANTITY_WIDTH = 132.0
_BETWEEN_TAGS = Run("  ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the sale in its place on the screen."""

    line: SaleLine
    index: int
    """Of the line in the sale."""
    tags: tuple[Run, ...] = ()
    """What there is to know of it, the gravest first."""
    is_newest: bool = False
    can_press: bool = True


def ground(sheet: Sheet, box: Box, *, is_newest: bool) -> None:
    """Draw the ground of a row; the newest line's is tinted, with a bar."""
    sheet.fill(box, theme.ACT_TINT if is_newest else theme.PAPER)
    if is_newest:
        sheet.fill(Box(sheet.edge, box.y, theme.NEWEST_BAR, box.height), theme.ACT)
    sheet.fill(Box(0, box.bottom - theme.HAIRLINE, sheet.width, theme.HAIRLINE), theme.LINE)


def line_row(sheet: Sheet, box: Box, row: Row) -> None:
    """Draw name, batch and expiry, quantity and amount."""
    ground(sheet, box, is_newest=row.is_newest)
    right = sheet.right - _AMOUNT_ROOM - theme.MARGIN
    amounts(sheet, box, row.line)
    start = theme.MARGIN + sheet.edge / 2
    left = quantity(sheet, box, row, right=right)
    name_and_batch(sheet, box, row, left=start, room=left - theme.MARGIN - start)


def amounts(sheet: Sheet, box: Box, line: SaleLine) -> None:
    """Draw what a line costs, and what one unit does."""
    first, second = sheet.pair(box.y, box.height, theme.STRONG, theme.NOTE)
    room = _AMOUNT_ROOM
    price = f"{thousands(line.offer.price_vnd)} × {line.quantity}"
    for words, baseline, size, colour in (
        (thousands(line.amount_vnd), first, theme.STRONG, theme.INK),
        (price, second, theme.NOTE, theme.INK2),
    ):
        sheet.text(
            words,
            sheet.right,
            baseline,
            size,
            bold=size == theme.STRONG,
            colour=colour,
            align="right",
            room=room,
            shrink=True,
        )


def quantity(sheet: Sheet, box: Box, row: Row, *, right: float, detail: str = "") -> float:
    """Draw the quantity, the only thing in a line to press; return where it begins."""
    height = min(theme.LINE_BUTTON, box.height - theme.KEY_GAP)
    button = Box(right - QUANTITY_WIDTH, box.middle - height / 2, QUANTITY_WIDTH, height)
    words = quantity_words(row.line)
    if row.can_press:
        sheet.button(words, button, Picked(row.index), detail=detail)
        return button.x
    baseline = sheet.baseline(box.middle, theme.BODY)
    room = QUANTITY_WIDTH
    sheet.text(
        words,
        button.centre,
        baseline,
        theme.BODY,
        bold=True,
        align="centre",
        room=room,
        shrink=True,
    )
    return button.x


def name_and_batch(sheet: Sheet, box: Box, row: Row, *, left: float, room: float) -> None:
    """Draw the drug's name, and below it batch, expiry and as many tags as there is room for."""
    first, second = sheet.pair(box.y, box.height, theme.BODY, theme.NOTE)
    name = row.line.drug.name
    sheet.text(name, left, first, theme.BODY, bold=True, room=room, shrink=True)
    words = _that_fits(sheet, row, room)
    colour = theme.INK if row.tags else theme.INK2
    is_short = not any(row.line.batch in run.words for run in words)
    sheet.text(
        words, left, second, theme.NOTE, colour=colour, room=room, shrink=True, is_short=is_short
    )


def _that_fits(sheet: Sheet, row: Row, room: float) -> tuple[Run, ...]:
    candidates = [*_candidates(row)]
    # Larger letters become small again before a batch number loses any of its own.
    fits = (words for words in candidates if sheet.least_width_of(words) <= room)
    return next(fits, candidates[-1])


def _candidates(row: Row) -> Iterator[tuple[Run, ...]]:
    """Yield what the second line could say, the fullest first.

    If something must go, it is the lesser tags, then the middle of the batch number; where a tag
    is graver than the date, the expiry gives way to it.
    """
    batches = (row.line.batch, *shortened(row.line.batch))
    for count in range(len(row.tags), 0, -1):
        yield _with_tags(batch_words(row.line), row.tags[:count])
    if row.tags:
        for batch in batches:
            yield _with_tags(bare_batch_words(batch), row.tags[:1])
    for batch in batches:
        yield (Run(batch_words(replace(row.line, batch=batch))),)


def _with_tags(words: str, tags: Sequence[Run]) -> tuple[Run, ...]:
    return (Run(words), *(run for tag in tags for run in (_BETWEEN_TAGS, tag)))
