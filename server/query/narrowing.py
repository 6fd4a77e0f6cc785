"""Narrowing figures to the outlets that a page asks for, in SQL."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from server.query.filters import Filters
from server.reference.folding import patterns
from server.store.database import rows


class Narrowed(NamedTuple):
    """A condition and its parameters, in the order of its question marks."""

    sql: str
    parameters: tuple[str, ...]


EVERYTHING = Narrowed("1 = 1", ())
"""Narrows nothing."""


def narrow(filters: Filters, outlet: str, day: date | str, *, joined: str = "") -> Narrowed:
    """Return the condition that a row belongs to an outlet that the filters leave.

    `outlet` and `day` name the row's columns; a date stands for one day in every row. `joined`:
    under which name the outlet itself is joined already, if it is. Which communes an area has is
    asked for that day: an area that changes changes no old figure. Called within a transaction: an
    area's stretches of time are looked up.
    """
    asked = list(_of_outlet(filters, outlet, joined))
    if filters.area:
        asked.append(_in_area(filters.area, outlet, day))
    if not asked:
        return EVERYTHING
    return Narrowed(
        " AND ".join(one.sql for one in asked),
        tuple(parameter for one in asked for parameter in one.parameters),
    )


def _of_outlet(filters: Filters, outlet: str, joined: str) -> Iterator[Narrowed]:
    """Return what does not change with the day, as one condition."""
    of = f"{joined}." if joined else ""
    plain = [
        *([Narrowed(f"{of}kind = ?", (filters.kind,))] if filters.kind else []),
        *([Narrowed(f"{of}commune = ?", (filters.commune,))] if filters.commune else []),
        *(
            Narrowed(f"{of}searched LIKE ? ESCAPE '\\'", (pattern,))
            for pattern in patterns(filters.search.replace("\0", ""))
        ),
    ]
    if plain:
        where = " AND ".join(one.sql for one in plain)
        yield Narrowed(
            where if joined else f"{outlet} IN (SELECT code FROM outlet WHERE {where})",  # noqa: S608 (names of our own)
            tuple(parameter for one in plain for parameter in one.parameters),
        )


def _in_area(area: str, outlet: str, day: date | str) -> Narrowed:
    """Return the condition for each stretch of time in which the area was made of communes.

    There is rarely more than one, so that the condition rarely has to look at the row's day.
    """
    conditions, parameters = [], []
    for since, until in _stretches(area):
        if isinstance(day, date):
            if not (since or "") <= day.isoformat() <= (until or "9"):
                continue
        else:
            conditions_of_day = [f"{day} >= ?"] * bool(since) + [f"{day} <= ?"] * bool(until)
        within = [] if isinstance(day, date) else conditions_of_day
        communes = "SELECT commune FROM areacommune WHERE area = ? AND since = ? AND until = ?"
        within.append(f"{outlet} IN (SELECT code FROM outlet WHERE commune IN ({communes}))")  # noqa: S608 (names of our own)
        conditions.append(f"({' AND '.join(within)})")
        dated = [] if isinstance(day, date) else [text for text in (since, until) if text]
        parameters += [*dated, area, since, until]
    return Narrowed(f"({' OR '.join(conditions) or '1 = 0'})", tuple(parameters))


def _stretches(area: str) -> list[tuple[str, str]]:
    """Return first and last day, empty where they are open, of every stretch of an area."""
    found = rows(
        "SELECT DISTINCT since, until FROM areacommune WHERE area = ? ORDER BY since, until",
        (area,),
    )
    return [(since, until) for since, until in found]
