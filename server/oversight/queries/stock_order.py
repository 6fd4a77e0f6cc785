"""The order of rows, and one page of them, of lists that are put together in memory."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from server.query.filters import Filters
from server.query.listing import Listing

Line = TypeVar("Line", bound=NamedTuple)


def page(lines: Iterable[Line], filters: Filters, *, usual: Callable[[Line], Any]) -> Listing[Line]:
    """Return the rows that are asked for; `usual`: how they lie where no column is named."""
    found = sorted(lines, key=usual)
    name = filters.sort.lstrip("-")
    if found and name in found[0]._fields:
        found.sort(
            key=lambda line: _sortable(getattr(line, name)), reverse=filters.sort.startswith("-")
        )
    return Listing(
        rows=tuple(found[filters.first : filters.first + filters.most]), total=len(found)
    )


def ordered(filters: Filters, columns: Mapping[str, str], *, usual: str) -> str:
    """Return what stands behind ORDER BY; `columns`: what each name means in SQL."""
    column = columns.get(filters.sort.lstrip("-"))
    if column is None:
        return usual
    return f"{column} DESC, {usual}" if filters.sort.startswith("-") else f"{column}, {usual}"


def _sortable(value: object) -> tuple[bool, Any]:
    """Whatever is not known comes first."""
    return (value is not None, value if value is not None else 0)
