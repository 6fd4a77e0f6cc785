"""Antibiotics by ingredient, outlet and week (ABX-03, ABX-04)."""

from collections import defaultdict
from datetime import date
from typing import ClassVar, NamedTuple

from server.oversight.adding import add_up
from server.oversight.compliance import is_with_prescription
from server.oversight.limits import monday
from server.oversight.tally import Seen
from server.reference.drugs import DrugBook
from wire.kinds import Void
from wire.sale import Sale

_SUMS = ("sales", "unprescribed", "units", "ddd_thousandths")
_SORT = {"week": "text", "ingredient": "text", "aware": "text", "antibiotic": "text"}
LONGEST = 200
"""Letters of an ingredient: an index has no room for more."""


class _Sort(NamedTuple):
    """What is told apart."""

    week: date
    ingredient: str
    aware: str
    antibiotic: str


class AntibioticWeeks:
    """Counts how much was sold of each ingredient; one row for a drug of several ingredients.

    Sales that are undone are taken out; goods that come back are not.
    """

    tables: ClassVar[tuple[str, ...]] = ("antibioticweek", "antibiotictotal")

    def __init__(self, book: DrugBook) -> None:
        self._book = book
        self._counted: dict[tuple[_Sort, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def take(self, seen: Seen) -> None:
        """Count a sale, or take it out again."""
        if isinstance(seen.entry, Sale):
            if not seen.is_undone:
                self._take_sale(seen, seen.entry, 1)
        elif isinstance(seen.entry, Void):
            sale = seen.undoes
            if sale and isinstance(sale.entry, Sale):
                self._take_sale(sale, sale.entry, -1)

    def store(self) -> None:
        """Add the outlets' rows, and the province's."""
        add_up(
            "antibioticweek",
            {**_SORT, "outlet": "text"},
            _SUMS,
            [(*_texts(sort), outlet, *sums) for (sort, outlet), sums in self._counted.items()],
        )
        totals: dict[_Sort, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for (sort, _outlet), sums in self._counted.items():
            for place, figure in enumerate(sums):
                totals[sort][place] += figure
        add_up(
            "antibiotictotal",
            _SORT,
            _SUMS,
            [(*_texts(sort), *sums) for sort, sums in totals.items()],
        )

    def _take_sale(self, seen: Seen, sale: Sale, sign: int) -> None:
        ingredients = set()
        for line in sale.lines:
            drug = self._book.facts(line.drug)
            if not drug.antibiotic:
                continue
            sort = _Sort(
                monday(seen.day), drug.ingredient[:LONGEST], drug.aware, drug.antibiotic
            )  # fmt: skip
            ingredients.add(sort)
            sums = self._counted[sort, seen.outlet]
            sums[2] += sign * line.units
            sums[3] += sign * round(line.units * drug.ddd_per_unit * 1000)
        without = 0 if not ingredients or is_with_prescription(sale) else sign
        for sort in ingredients:
            sums = self._counted[sort, seen.outlet]
            sums[0] += sign
            sums[1] += without


def _texts(sort: _Sort) -> tuple[str, str, str, str]:
    return sort.week.isoformat(), sort.ingredient, sort.aware, sort.antibiotic
