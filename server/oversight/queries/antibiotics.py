"""Antibiotics by ingredient and week (ABX-04); who stands out is in `standing_out`."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from server.oversight.limits import finished_weeks, monday
from server.oversight.queries.asked import Part, ordered, portion, share
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.memory import once
from server.query.narrowing import EVERYTHING, narrow
from server.store.database import rows

STATES = ("access", "watch", "reserve", "systemic", "topical")
"""The WHO's groups, or what reaches the whole body against what does not."""
_SUMS = "sum(sales), sum(unprescribed), sum(units), sum(ddd_thousandths)"


class IngredientWeek(NamedTuple):
    """An ingredient in a week."""

    ingredient: str
    aware: str
    antibiotic: str
    week: date
    is_over: bool
    sales: int
    unprescribed: int
    units: int
    ddd_thousandths: int


class GroupWeek(NamedTuple):
    """A WHO group in a week. A sale with two ingredients of it counts for both."""

    aware: str
    week: date
    is_over: bool
    sales: int
    unprescribed: int
    ddd_thousandths: int


class IngredientOutlet(NamedTuple):
    """An outlet's sales of one ingredient in the period's weeks."""

    outlet: str
    name: str
    kind: str
    commune: str
    sales: int
    unprescribed: int
    units: int
    ddd_thousandths: int


_ORDER = {
    **{name: name for name in IngredientOutlet._fields},
    "share": share("unprescribed", "sales"),
}


def by_ingredient(filters: Filters) -> Listing[IngredientWeek]:
    """Return weeks of ingredients, by group and ingredient. `state`: one of `STATES`."""
    (last,) = finished_weeks(filters.until, 1)
    lines = [
        IngredientWeek(
            *(one.ingredient, one.aware, one.antibiotic),
            *((monday := date.fromisoformat(one.week)), monday <= last),
            *(one.sales, one.unprescribed, one.units, one.ddd_thousandths),
        )
        for one in _weeks(filters)
        if one.sales
    ]
    return Listing(rows=lines, total=len(lines))


def by_group(filters: Filters) -> Listing[GroupWeek]:
    """Return weeks of the WHO's groups, systemic antibiotics alone unless a state says else."""
    wanted = "topical" if filters.state == "topical" else "systemic"
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in _weeks(filters):
        if one.antibiotic == wanted:
            kept = sums[one.aware, one.week]
            figures = (one.sales, one.unprescribed, one.ddd_thousandths)
            kept[:] = [had + more for had, more in zip(kept, figures, strict=True)]
    (last,) = finished_weeks(filters.until, 1)
    lines = [
        GroupWeek(aware, monday := date.fromisoformat(week), monday <= last, *figures)
        for (aware, week), figures in sorted(sums.items())
    ]
    return Listing(rows=lines, total=len(lines))


def outlets_of(filters: Filters, ingredient: str) -> Listing[IngredientOutlet]:
    """Return who sold an ingredient in the weeks of the period, the most sales first."""
    part = _of_outlets(filters)
    grouped = Part(
        f"""
        SELECT figures.outlet, name, kind, commune, sum(sales) AS sales,
               sum(unprescribed) AS unprescribed, sum(units) AS units,
               sum(ddd_thousandths) AS ddd_thousandths
        FROM ({part.sql}) AS figures JOIN outlet ON outlet.code = figures.outlet
        WHERE ingredient = ? GROUP BY figures.outlet, name, kind, commune HAVING sum(sales) > 0
        """,  # noqa: S608 (names of our own)
        (*part.parameters, ingredient),
    )
    order = ordered(filters, _ORDER, "-sales", "outlet")
    found, total = portion(grouped, IngredientOutlet._fields, order, filters)
    return Listing(rows=[IngredientOutlet._make(row) for row in found], total=total)


class _Week(NamedTuple):
    ingredient: str
    aware: str
    antibiotic: str
    week: str
    sales: int
    unprescribed: int
    units: int
    ddd_thousandths: int


def _weeks(filters: Filters) -> list[_Week]:
    """Return the sums by ingredient and week, by group and ingredient; a page asks several times.

    They are few, also of many outlets: what a state leaves out is left out here.
    """
    asked = replace(
        filters, since=monday(filters.since), until=monday(filters.until),
        state="", sort="", first=0, most=0,
    )  # fmt: skip
    found = once(("antibiotics", asked), lambda: _read(asked))
    if filters.state not in STATES:
        return found
    column = "antibiotic" if filters.state in {"systemic", "topical"} else "aware"
    return [one for one in found if getattr(one, column) == filters.state]


def _read(filters: Filters) -> list[_Week]:
    part = _figures(filters)
    found = rows(
        f"""
        SELECT ingredient, aware, antibiotic, week, {_SUMS} FROM ({part.sql}) AS figures
        GROUP BY ingredient, aware, antibiotic, week
        ORDER BY antibiotic, aware, ingredient, week
        """,  # noqa: S608 (names of our own)
        part.parameters,
    )
    return list(map(_Week._make, found))


def _figures(filters: Filters) -> Part:
    """Return the rows to be added up: the province's own where no outlets are asked for."""
    if narrow(filters, "outlet", "week") != EVERYTHING:
        return _of_outlets(filters)
    return _of("antibiotictotal", filters, "1 = 1", ())


def _of_outlets(filters: Filters) -> Part:
    narrowed = narrow(filters, "outlet", "week")
    return _of("antibioticweek", filters, narrowed.sql, narrowed.parameters)


def _of(table: str, filters: Filters, where: str, parameters: tuple[str, ...]) -> Part:
    column = "antibiotic" if filters.state in {"systemic", "topical"} else "aware"
    asked = f" AND {column} = ?" if filters.state in STATES else ""
    return Part(
        f"SELECT * FROM {table} WHERE week BETWEEN ? AND ?{asked} AND {where}",  # noqa: S608
        (
            monday(filters.since).isoformat(),
            monday(filters.until).isoformat(),
            *([filters.state] if asked else []),
            *parameters,
        ),
    )
