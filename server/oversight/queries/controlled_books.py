"""What the books of controlled drugs have in common: their classes, and epochs that follow."""

from collections import Counter
from datetime import date
from typing import Literal, NamedTuple

from server.oversight.seeing import VIETNAM
from server.query.filters import Filters
from server.query.narrowing import EVERYTHING, Narrowed, narrow
from server.store.database import from_text, rows

Annex = Literal["VIII", "XVI"]
ANNEXES: dict[str, Annex] = {
    "GN": "VIII", "HT": "VIII", "TC": "VIII",
    "PH_GN": "XVI", "PH_HT": "XVI", "PH_TC": "XVI", "DOC": "XVI", "DMC": "XVI",
}  # fmt: skip
"""CTL-05 to CTL-07 (TT 18/2026 Đ12 k1-3): the book of in, out and stock of each class."""
REPORTED = ("GN", "HT", "TC", "PH_GN", "PH_HT", "PH_TC")
"""CTL-09 (NĐ163 Đ35 k2 a): narcotics, psychotropics, precursors and their combinations."""


class Handover(NamedTuple):
    """By how much an epoch began with another stock than the one before it ended with."""

    outlet: str
    terminal: str
    drug: str
    at: str
    day: date
    units: int
    """More than there should have been; below nought: missing."""


def own_ledgers(filters: Filters, day: date) -> Narrowed:
    """Return the condition that a movement is of a ledger of the outlets asked for, on a day.

    Movements are many: they are added up by ledger before anybody looks whose it is.
    """
    narrowed = narrow(filters, "goodsledger.outlet", day)
    if narrowed is EVERYTHING:
        return narrowed
    return Narrowed(
        f"ledger IN (SELECT id FROM goodsledger WHERE {narrowed.sql})",  # noqa: S608 - fixed names
        narrowed.parameters,
    )


def handovers(narrowed: Narrowed = EVERYTHING, drug: str = "") -> list[Handover]:
    """Return what epochs of terminals lost or found of drugs that have books.

    `narrowed`: to ledgers of some outlets, by the column `later.outlet`.
    """
    parameters = (drug, drug, *narrowed.parameters)
    found: Counter[tuple[str, str, str, str]] = Counter()
    for code, terminal, began, which, units in rows(
        f"{_CARRIED} {_of(narrowed)} UNION ALL {_LEFT} {_of(narrowed)}", parameters * 2
    ):
        found[code, terminal, began, which] += units
    return [
        Handover(code, terminal, which, began, from_text(began).astimezone(VIETNAM).date(), units)
        for (code, terminal, began, which), units in sorted(found.items())
        if units
    ]


_LATER = "(SELECT * FROM goodsledger WHERE previous IS NOT NULL OR lone > 0) AS later"
_CARRIED = f"""
    SELECT later.outlet, later.terminal, later.began, lot.drug, sum(carried)
    FROM {_LATER} JOIN shelfbatch ON shelfbatch.ledger = later.id
"""  # noqa: S608 - fixed texts
_LEFT = f"""
    SELECT later.outlet, later.terminal, later.began, lot.drug, -sum(on_shelf + aside)
    FROM {_LATER} JOIN goodsledger AS before ON before.id = later.previous
        OR (later.lone > 0 AND before.terminal = later.terminal AND before.began < later.began
            AND NOT EXISTS (SELECT 1 FROM goodsledger AS next WHERE next.previous = before.id))
    JOIN shelfbatch ON shelfbatch.ledger = before.id
"""  # noqa: S608 - fixed texts


def _of(narrowed: Narrowed) -> str:
    return f"""
        JOIN lot ON lot.id = shelfbatch.lot JOIN controlleddrug ON controlleddrug.drug = lot.drug
        WHERE (? = '' OR lot.drug = ?) AND {narrowed.sql} AND later.began <> ''
        GROUP BY later.id, later.outlet, later.terminal, later.began, lot.drug
    """


FIRST_CARRIED = "(previous IS NULL AND lone = 0)"
"""Of a ledger whose count of what was carried over is the first that is known of it."""
