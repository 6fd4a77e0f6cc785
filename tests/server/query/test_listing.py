"""How many rows there are in all."""

from datetime import date

import pytest

from server.query.filters import Filters
from server.query.listing import counted

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("shown", "first", "total"),
    [(0, 0, 0), (3, 0, 3), (49, 100, 149), (50, 0, 777), (50, 50, 777), (0, 50, 777)],
)
def test_rows_are_counted_only_where_a_portion_does_not_tell(
    shown: int, first: int, total: int
) -> None:
    filters = Filters(since=DAY, until=DAY, first=first, most=50)
    assert counted(shown, filters, lambda: 777) == total
