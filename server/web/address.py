"""What stands in an address: filters, sorting and pages, under their Vietnamese names."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from server.query.filters import Filters
from server.web.page import Page
from server.web.period import Period, between, read_period
from words import _

ROWS = 50
"""On one page of a table."""
_LONGEST = 120
"""Characters of a search or a code."""
_MOST_PAGES = 1_000_000
_SEPARATOR = "\x1d"
"""Stands in the code on a pack, which is searched for as it was scanned (GS1 General
Specifications, 7.8: FNC1)."""
CARRIED = ("khu-vuc", "xa", "ky", "tu", "den")
"""What goes along when one goes from a page to another: area, commune and period."""
NAMES = {
    "search": "tim", "area": "khu-vuc", "commune": "xa", "kind": "loai", "state": "tinh-trang",
    "period": "ky",
}  # fmt: skip
_PLAIN = ("tim", "khu-vuc", "xa", "loai", "tinh-trang", "xep")


class WrongFilterError(ValueError):
    """An address asks for something that there is not."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(name)
        self.name = name
        self.value = value[:_LONGEST]

    def __str__(self) -> str:
        """Say which one, in the reader's words."""
        return _("Bộ lọc “{name}” không nhận giá trị “{value}”.").format(
            name=self.name, value=self.value
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address, read."""

    filters: Filters
    period: Period
    number: int
    """Of the table's page, from 1."""
    choices: Mapping[str, str]
    """The page's own choices, each with the value that holds."""
    given: Mapping[str, str]
    """What the address says and means: without what is empty."""


def read_address(
    page: Page, given: Mapping[str, str], today: date, states: Collection[str] | None = None
) -> Address:
    """Read what an address asks of a page; raise `WrongFilterError`.

    `states`: as in `Query`; None: those of the page.
    """
    given = {name: value.strip() for name, value in given.items() if value.strip()}
    for name, value in given.items():
        if len(value) > _LONGEST or not value.replace(_SEPARATOR, "").isprintable():
            raise WrongFilterError(name, "…")
    _check_values(given, states_of(page) if states is None else states)
    period, number = _period(page, given, today), _number(given.get("trang", "1"))
    plain = {name: given.get(name, "") for name in _PLAIN}
    return Address(
        filters=Filters(
            since=period.since,
            until=period.until,
            search=plain["tim"],
            area=plain["khu-vuc"],
            commune=plain["xa"],
            kind=plain["loai"],
            state=plain["tinh-trang"],
            sort=plain["xep"],
            first=(number - 1) * ROWS,
            most=ROWS,
        ),
        period=period,
        number=number,
        choices={choice.name: _chosen(page, choice.name, given) for choice in page.choices},
        given=given,
    )


def write_address(path: str, given: Mapping[str, str]) -> str:
    """Return a path with what is asked of it."""
    asked = urlencode({name: value for name, value in given.items() if value})
    return f"{path}?{asked}" if asked else path


def states_of(page: Page) -> tuple[str, ...]:
    """Return the values of a page's state filter."""
    return tuple(page.states()) if page.states else ()


def _check_values(given: Mapping[str, str], states: Collection[str]) -> None:
    if given.get("loai", "NT") not in {"NT", "QT", "TT"}:
        raise WrongFilterError("loai", given["loai"])
    state = given.get("tinh-trang", "")
    if state and not any(re.fullmatch(one, state) for one in states):
        raise WrongFilterError("tinh-trang", state)


def _chosen(page: Page, name: str, given: Mapping[str, str]) -> str:
    (choice,) = (choice for choice in page.choices if choice.name == name)
    options = choice.options()
    value = given.get(name, next(iter(options), ""))
    if value not in options and name in given:
        raise WrongFilterError(name, value)
    return value


def _period(page: Page, given: Mapping[str, str], today: date) -> Period:
    if "tu" in given or "den" in given:
        until = _day("den", given.get("den", today.isoformat()))
        since = _day("tu", given.get("tu", until.isoformat()))
        try:
            return between(since, until)
        except ValueError:
            raise WrongFilterError("tu", given.get("tu", "")) from None
    name = given.get("ky", page.period)
    try:
        return read_period(name, today)
    except (ValueError, OverflowError):
        raise WrongFilterError("ky", name) from None


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongFilterError(name, text) from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= _MOST_PAGES:
        raise WrongFilterError("trang", text)
    return int(text[:9])
