"""Lists by pages: a head in one line, rows, nothing that scrolls."""

from collections.abc import Sequence
from typing import TypeVar

from device.ui import theme
from device.ui.drawing import Box
from device.ui.sheet import Sheet, Words

Row = TypeVar("Row")


def slim_title(sheet: Sheet, words: Words, *, right: str = "") -> float:
    """Say in one line what the screen is about; return where the rest begins."""
    height = theme.SLIM_HEAD + (8 if sheet.large else 0)
    top = theme.BODY_TOP
    sheet.fill(Box(0, top, sheet.width, height), theme.OFF_TINT)
    baseline = sheet.baseline(top + height / 2, theme.BODY)
    left, end = theme.MARGIN, sheet.right
    if right:
        end = (
            sheet.text(right, end, baseline, theme.BODY, align="right", room=380, shrink=True).x
            - 24
        )
    sheet.text(words, left, baseline, theme.BODY, bold=True, room=end - left, shrink=True)
    return top + height


def row_height(sheet: Sheet) -> float:
    """Return how high a row with a button in it is."""
    return theme.LARGE_ROW if sheet.large else theme.ROW


def one_page(rows: Sequence[Row], page: int, size: int) -> tuple[int, Sequence[Row]]:
    """Return where a page begins and what is on it; after the last page comes the first."""
    pages = max(1, -(-len(rows) // size))
    start = page % pages * size
    return start, rows[start : start + size]


def row_ground(sheet: Sheet, top: float, height: float, *, is_newest: bool = False) -> None:
    """Fill a row; the newest is tinted, with a bar."""
    box = Box(0, top, sheet.width, height)
    sheet.fill(box, theme.ACT_TINT if is_newest else theme.PAPER)
    if is_newest:
        sheet.fill(Box(sheet.edge, top, theme.NEWEST_BAR, height), theme.ACT)
    sheet.fill(Box(0, box.bottom - theme.HAIRLINE, sheet.width, theme.HAIRLINE), theme.LINE)


def two_words(  # noqa: PLR0913 - two lines and their place
    sheet: Sheet,
    first: Words,
    second: Words,
    top: float,
    height: float,
    *,
    left: float,
    room: float,
) -> None:
    """Write name and detail of a row."""
    upper, lower = sheet.pair(top, height, theme.BODY, theme.NOTE)
    colour = theme.INK2 if isinstance(second, str) else theme.INK
    sheet.text(first, left, upper, theme.BODY, bold=True, room=room, shrink=True)
    sheet.text(second, left, lower, theme.NOTE, colour=colour, room=room)


def say_in_the_middle(sheet: Sheet, words: str, top: float, bottom: float) -> None:
    """Write one sentence into the middle of an empty list."""
    baseline = sheet.baseline((top + bottom) / 2, theme.STRONG)
    sheet.text(
        words,
        sheet.width / 2,
        baseline,
        theme.STRONG,
        colour=theme.INK2,
        align="centre",
        shrink=True,
    )


def amount_pair(
    sheet: Sheet, amount: str, detail: str, top: float, height: float, *, room: float
) -> None:
    """Write a sum and what it is made of at the right end of a row."""
    if not detail:
        baseline = sheet.baseline(top + height / 2, theme.STRONG)
        sheet.text(
            amount, sheet.right, baseline, theme.STRONG, bold=True, align="right", room=room,
            shrink=True,
        )  # fmt: skip
        return
    upper, lower = sheet.pair(top, height, theme.STRONG, theme.NOTE)
    sheet.text(
        amount, sheet.right, upper, theme.STRONG, bold=True, align="right", room=room, shrink=True
    )
    sheet.text(
        detail, sheet.right, lower, theme.NOTE, colour=theme.INK2, align="right", room=room,
        shrink=True,
    )  # fmt: skip
