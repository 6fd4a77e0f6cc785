from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from device.ui import theme
from device.ui.screens.line_row import Row
from device.ui.screens.paging import Page, page_of
from device.ui.showcase.base import ORESOL


def _rows(count: int, newest: int = 0) -> list[Row]:
    line = Row(line=ORESOL, index=0)
    return [replace(line, index=at, is_newest=at == newest) for at in range(count)]


def _page(count: int, turned: int = 0, *, newest: int = 0, **room: float) -> Page:
    wanted = {"room": theme.BODY_HEIGHT, "most": 4} | room
    return page_of(
        _rows(count, newest), turned, room=wanted["room"], most=int(wanted["most"]), large=False
    )


def test_four_lines_fit_and_with_five_there_are_three_and_a_way_on() -> None:
    assert len(_page(4).rows) == 4
    assert _page(4).pages == 1
    five = _page(5)
    assert (len(five.rows), five.pages, five.height) == (3, 2, theme.ROW)


def test_lines_become_slim_only_where_that_shows_more() -> None:
    assert _page(3, room=192.0).height == theme.SLIM_ROW
    assert _page(3, room=240.0).height == theme.ROW
    assert _page(5, room=240.0).height == theme.ROW


def test_the_first_page_shows_what_was_scanned_last() -> None:
    assert _page(9, newest=7).number == 2
    assert _page(9, turned=1, newest=7).number == 0


@given(
    count=st.integers(1, 30),
    turned=st.integers(0, 50),
    room=st.floats(144, 328),
    most=st.integers(2, 4),
    large=st.booleans(),
)
def test_pages_never_overflow_and_never_offer_too_much(
    *, count: int, turned: int, room: float, most: int, large: bool
) -> None:
    rows = _rows(count)
    page = page_of(rows, turned, room=room, most=most, large=large)
    used = len(page.rows) * page.height
    turn = theme.SMALLEST_TARGET if page.pages > 1 else 0
    # Where not even one line has room beside the way on, one is shown all the same.
    assert used + turn <= room or len(page.rows) == 1
    assert len(page.rows) + (page.pages > 1) <= most
    seen = [
        row
        for number in range(page.pages)
        for row in page_of(rows, number, room=room, most=most, large=large).rows
    ]
    assert sorted(row.index for row in seen if isinstance(row, Row)) == list(range(count))
