"""Rows of a named query, as a page, a file or the API shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

Line = TypeVar("Line", bound=NamedTuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[Line]):
    """One portion of the rows that a query found."""

    rows: Sequence[Line]
    total: int
    """How many there are in all."""
