"""Rows of a named query, as a page, a file or the API shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from server.query.filters import Filters

Line = TypeVar("Line", bound=NamedTuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[Line]):
    """One portion of the rows that a query found."""

    rows: Sequence[Line]
    total: int
    """How many there are in all."""


def counted(shown: int, filters: Filters, count: Callable[[], int]) -> int:
    """Return how many rows there are in all; they are counted only where a portion is full.

    `shown`: how many of them are in the portion.
    """
    is_last = shown < filters.most and (shown or not filters.first)
    return filters.first + shown if is_last else count()
