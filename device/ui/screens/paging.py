"""Pages: as many rows as fit, never half a one, and never more to press than seven things."""

from collections.abc import Sequence
from dataclasses import dataclass

from device.ui import theme
from device.ui.screens.line_row import Row
from device.ui.screens.prescribed_row import PrescribedRow

_TURN = theme.SMALLEST_TARGET + theme.KEY_GAP
"""Room for the way to the next page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The rows that are shown."""

    rows: Sequence[Row | PrescribedRow]
    height: float
    """Of each row."""
    number: int
    pages: int
    first: int
    """Place of the first row among all, from 0."""
    of: int
    """How many rows there are."""


def page_of(
    rows: Sequence[Row | PrescribedRow], turned: int, *, room: float, most: int, large: bool
) -> Page:
    """Return the page with the newest row, or another after so many turns.

    After the last page comes the first. `most` is how many things in the rows may be pressed.
    """
    heights = (theme.LARGE_ROW, theme.ROW) if large else (theme.ROW, theme.SLIM_ROW)
    for height in heights if room < theme.BODY_HEIGHT else heights[:1]:
        if len(rows) <= min(int(room // height), most):
            return Page(rows=rows, height=height, number=0, pages=1, first=0, of=len(rows))
    height = max(heights, key=lambda one: (_beside_turn(room, one, most), one))
    fits = _beside_turn(room, height, most)
    pages = -(-len(rows) // fits)
    number = (_newest(rows) // fits + turned) % pages
    first = number * fits
    shown = rows[first : first + fits]
    return Page(rows=shown, height=height, number=number, pages=pages, first=first, of=len(rows))


def _beside_turn(room: float, height: float, most: int) -> int:
    """How many rows of this height fit above the way to the next page, which is pressed as well."""
    return max(1, min(int((room - _TURN) // height), most - 1))


def _newest(rows: Sequence[Row | PrescribedRow]) -> int:
    """Return the place of what was scanned last: that is what the staff looks for."""
    taken = (row if isinstance(row, Row) else row.taken for row in rows)
    places = (place for place, row in enumerate(taken) if row is not None and row.is_newest)
    return next(places, 0)
