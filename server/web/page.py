"""What a page is: a declaration that gives its address, its right, its panels and its files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from server.query.listing import Listing
from server.web.access import Right
from server.web.parts.form import Stack
from server.web.parts.table import Table

if TYPE_CHECKING:
    from server.web.asked import Asked
    from server.web.parts import Content
    from server.web.posted import Posted

SURE = "chac-chan"
"""Field of a form by which a person says that what was asked for shall be done."""
Words = Callable[[], str]
"""Words that are looked up when a page is asked for, in the language of who asks."""


class Group(IntEnum):
    """Where a page stands in the list at the side."""

    TOP = 0
    SALES = 1
    BATCHES = 2
    RUNNING = 3
    OWN = 4
    """Reached from the foot of the list."""


class NotFoundError(LookupError):
    """There is no such thing under this address."""


class RefusedError(RuntimeError):
    """What was asked for cannot be done; the text tells the person why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A named query: what a table shows, a file holds and the API answers at `/api/v1/<name>`."""

    name: str
    right: Right
    run: Callable[..., Any]
    """Called with `Filters` and the keys; gives a `Listing` of `row`, or a `row` itself."""
    row: type[Any]
    """A NamedTuple, or a frozen dataclass for a query that gives one thing."""
    keys: tuple[str, ...] = ()
    """What it must be told beside the filters, as keyword arguments of text."""
    is_timed: bool = False
    """Whether it is told what time it is as well, as `now`."""
    states: tuple[str, ...] | None = None
    """Regular expressions of the values of `state` that it knows; None: those of its page."""
    summary: str = ""

    def __call__(self, filters: Any, **keys: str) -> Listing[Any]:
        """Run it; only for queries that give a listing."""
        found: Listing[Any] = self.run(filters, **keys)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One frame on a page. What fails in it fails alone."""

    key: str
    """Names it in addresses."""
    content: "Table | Stack | Callable[[], Content]"
    """Tables stand here as they are, alone or in a stack: they are files as well."""
    title: str = ""
    """Empty: the content stands without a frame of its own, as the row of numbers does."""
    note: str = ""
    """Beside the title: unit, period, denominator."""
    more: tuple[str, str] | None = None
    """Words and address of a link at the right of the title."""
    foot: str = ""
    late_on_phone: bool = False
    """Whether it comes after the panels of the other column where there is only one."""

    @property
    def tables(self) -> "Sequence[Table]":
        """Its tables that can be had as files."""
        parts = self.content.contents if isinstance(self.content, Stack) else (self.content,)
        return [part for part in parts if isinstance(part, Table)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Panels below each other; the widths of a row's columns add up to 12."""

    width: int
    panels: Sequence[Panel]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Columns beside each other."""

    columns: Sequence[Column]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows to one person at one moment."""

    body: Sequence[Panel | Row]
    title: str = ""
    """Of one thing; empty: the page's own."""
    crumb: Sequence[tuple[str, str]] = ()
    """Words and addresses of what lies above; an address may be empty."""
    note: str = ""
    """Beside the filters, such as what a line in the charts means."""
    buttons: Sequence["Button"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One act as a button in the bar."""

    title: str
    act: str
    """Name of one of the page's acts."""
    is_primary: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter of the page's own beside the common ones: some values, each with its words."""

    name: str
    """Of the parameter in the address, Vietnamese without diacritics."""
    title: Words
    options: Callable[[], Mapping[str, str]]
    """Values and words; the first is what holds if nothing is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that a page lets one do: POST to the page's address and `/<name>`."""

    name: str
    right: Right
    run: "Callable[[Asked, Posted], str]"
    """Does it and returns what to tell afterwards; raises `RefusedError`."""
    then: "Callable[[Asked], str] | None" = None
    """Where to go afterwards; None: the page itself."""
    confirm: "Callable[[Asked, Posted], Shown] | None" = None
    """What to show before it is done: a form to the same act with `SURE` among what it brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the province."""

    path: str
    """May hold fields, such as "/co-so/{code}"."""
    title: Words
    right: Right
    look: "Callable[[Asked], Shown]"
    """Says which panels there are; they fetch their figures themselves, later."""
    group: Group | None = None
    """None: not in the list at the side."""
    short: Words | None = None
    """The title on a phone."""
    count: Callable[[], int] | None = None
    """Figure beside the title in the list: how much there is to look at."""
    filters: tuple[str, ...] = ()
    """Which of "search", "area", "commune", "kind", "state", "period" the bar offers."""
    states: Callable[[], Mapping[str, str]] | None = None
    """Values and words of the state filter, beside all."""
    search: Words | None = None
    """Hint in the search box."""
    period: str = "7-ngay"
    """See `server.web.period`."""
    periods: tuple[str, ...] = ()
    """What the bar offers; empty: the usual ones."""
    choices: tuple[Choice, ...] = ()
    queries: tuple[Query, ...] = ()
    """What the API answers."""
    acts: tuple[Act, ...] = ()
    under: str = ""
    """Path of the page in the side list that this one belongs to; empty: its own."""
    warm: Callable[[date], None] | None = None
    """Reads ahead, every few minutes, what nobody should wait for; is given today."""
    phone: int = 0
    """Place among the five at the bottom of a phone, from 1; 0: under "Thêm"."""

    @property
    def is_place(self) -> bool:
        """Whether it can be gone to without knowing a name."""
        return "{" not in self.path
