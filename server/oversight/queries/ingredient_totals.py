"""Antibiotics by ingredient, all weeks of the period together (ABX-04)."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from server.oversight.queries.antibiotics import by_ingredient
from server.query.filters import Filters
from server.query.listing import Listing


class IngredientTotal(NamedTuple):
    """An ingredient in the weeks of which a day is asked for."""

    ingredient: str
    aware: str
    """The WHO's group: access, watch, reserve, or empty."""
    antibiotic: str
    """Systemic or topical."""
    sales: int
    unprescribed: int
    share: float
    units: int
    """Base units."""
    ddd: float
    """Defined daily doses; nought where the WHO has set none."""


_USUAL = "-sales"


def ingredient_totals(filters: Filters) -> Listing[IngredientTotal]:
    """Return ingredients, most sales first. `state` as in `antibiotics`; `sort`: a column."""
    sums: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in by_ingredient(filters).rows:
        kept = sums[one.ingredient, one.aware, one.antibiotic]
        figures = (one.sales, one.unprescribed, one.units, one.ddd_thousandths)
        kept[:] = [had + more for had, more in zip(kept, figures, strict=True)]
    found = [
        IngredientTotal(*key, sales, without, without / sales, units, thousandths / 1000)
        for key, (sales, without, units, thousandths) in sums.items()
    ]
    asked = filters.sort if filters.sort.removeprefix("-") in _ORDER else _USUAL
    found.sort(key=lambda one: one.ingredient)
    found.sort(key=_ORDER[asked.removeprefix("-")], reverse=asked.startswith("-"))
    return Listing(rows=found[filters.first :][: filters.most], total=len(found))


_ORDER: Mapping[str, Callable[[IngredientTotal], tuple[object, ...]]] = {
    "ingredient": lambda one: (one.ingredient,),
    "aware": lambda one: (one.antibiotic, one.aware),
    "sales": lambda one: (one.sales,),
    "unprescribed": lambda one: (one.unprescribed,),
    "share": lambda one: (one.share,),
    "units": lambda one: (one.units,),
    "ddd": lambda one: (one.ddd,),
}
