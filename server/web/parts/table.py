"""Tables: columns over the rows of a named query, paged, sorted, and as files all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from server.query.filters import Filters
from server.query.listing import Listing
from server.web.parts.tag import Tag
from server.web.parts.tasks import Icon


class Kind(StrEnum):
    """What a column holds: how it is written, aligned and typed in a file."""

    TEXT = "text"
    COUNT = "count"
    AMOUNT = "amount"
    """A number with one decimal."""
    SHARE = "share"
    """Of one; written in percent."""
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"
    """A `datetime`, or the text that the store keeps."""
    SPAN = "span"
    """A `timedelta`: in days, hours and minutes; in files in hours and minutes."""
    SPARK = "spark"
    """Some numbers, drawn; in a file the last one."""
    BAR = "bar"
    """A share of one as a bar; not in files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column."""

    name: str
    """Of the row's attribute, and in the address when sorted by it."""
    title: str
    kind: Kind = Kind.TEXT
    value: Callable[[Any], object] | None = None
    """Of a row, if it is not the attribute itself."""
    link: Callable[[Any], str] | None = None
    """Address for a row; empty: none."""
    tag: Callable[[Any], Tag | None] | None = None
    """Instead of the text, for a row that departs from normal."""
    mark: Callable[[Any], Tag | None] | None = None
    """A tag beside the text."""
    icon: Callable[[Any], Icon | None] | None = None
    """Before the text."""
    bold: Callable[[Any], bool] | None = None
    sorts: bool = False
    """Whether the query can sort by it."""
    is_prose: bool = False
    """It holds sentences: they are broken into lines."""
    is_name: bool = False
    """It names the row, and stays when the table is moved sideways."""
    is_room: bool = False
    """Nothing stands in it: it is room to write in on paper, and in no file."""

    def of(self, row: Any) -> object:
        """Return what the column holds of a row."""
        if self.is_room:
            return "\u00a0"
        return self.value(row) if self.value else getattr(row, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns over a query; nothing is fetched before it is drawn or written."""

    query: Callable[..., Listing[Any]]
    """A `Query`, or any function from `Filters` (and keys) to a `Listing`."""
    columns: Sequence[Column]
    keys: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    """Column that it is sorted by if the address does not say."""
    is_main: bool = False
    """The page's one table that follows sort and page of the address."""
    most: int = 50
    """Rows of a table that is not the main one."""
    what: str = ""
    """What is counted in "1 đến 50 trong 886 cơ sở"."""
    foot: str | Callable[[Listing[Any]], str] = ""
    empty: str = ""
    """What to say if there is nothing although nothing is filtered out."""
    checked: str = ""
    """How much was looked at: "nothing found" says so."""
    is_good: bool = False
    """Whether it is good that there is nothing."""
    totals: Callable[[Filters], Mapping[str, object]] | None = None
    """Values of a last row, by column name."""
    row_class: Callable[[Any], str] | None = None
    groups: Callable[[Any], str] | None = None
    """Words of a line above the rows that share them."""
    template: ClassVar[str] = "table.html"

    def fetch(self, filters: Filters) -> Listing[Any]:
        """Run the query."""
        return self.query(filters, **self.keys)


def listed(rows: Sequence[Any]) -> Callable[[Filters], Listing[Any]]:
    """Return a query over rows that are there already."""

    def fetch(filters: Filters) -> Listing[Any]:
        return Listing(
            rows=rows[filters.first : filters.first + filters.most],
            total=len(rows),
        )

    return fetch
