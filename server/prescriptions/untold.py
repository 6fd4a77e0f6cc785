"""What the national system was not told yet or has refused, as page and API show it (RX-08).

Every function runs within the caller's transaction.
"""

from typing import NamedTuple

from server.oversight.queries.asked import Part, ordered, portion
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.store.database import rows

STATES = ("refused", "waiting")
_TAIL = 5
"""Letters of a prescription's code that are shown."""


class UntoldLine(NamedTuple):
    """One sale on a prescription of which the national system does not know."""

    state: str
    """waiting or refused."""
    since: str
    """Moment at which the province stored the sale."""
    outlet: str
    name: str
    """Of the outlet."""
    commune: str
    terminal: str
    seq: int
    prescription: str
    """The last five characters of its code."""
    tries: int
    """How often nobody could be reached; a refusal counts as none."""
    answer: str
    """What was answered last."""
    answered_at: str | None
    """Moment of the refusal."""


_OWN = ("state", "since", "outlet", "terminal", "seq", "tries")
_ORDER = {name: name for name in (*_OWN, "name", "answer")} | {"prescription": "code"}
_USUAL = "state"
"""Refused ones first: nobody sends them again by himself."""


def untold(filters: Filters) -> Listing[UntoldLine]:
    """Return what was not told, what was refused first, of these the oldest. `state`: one."""
    order = ordered(filters, _ORDER, _USUAL, "since, terminal, seq")
    columns = tuple("code" if name == "prescription" else name for name in UntoldLine._fields)
    found, total = portion(_untold(filters), columns, order, filters)
    lines = [UntoldLine._make(row) for row in found]
    shown = [line._replace(prescription=line.prescription[-_TAIL:]) for line in lines]
    return Listing(rows=shown, total=total)


def refused() -> int:
    """Return how many reports were refused."""
    found = rows("SELECT count(*) FROM nationalreport WHERE state = 'refused'")
    return int(found[0][0])


def _untold(filters: Filters) -> Part:
    states = [state for state in STATES if filters.state in {"", state}]
    narrowed = narrow(filters, "report.outlet", filters.until)
    return Part(
        f"""
        SELECT report.*, coalesce(outlet.name, report.outlet) AS name,
               coalesce(outlet.commune, '') AS commune
        FROM (
            SELECT told.state, coalesce(sale.stored_at, told.due_since) AS since, told.terminal,
                   told.seq, told.code, told.tries, told.answer, told.told_at AS answered_at,
                   coalesce(nullif(terminal.outlet_code, ''), told.terminal) AS outlet
            FROM nationalreport AS told LEFT JOIN terminal ON terminal.id = told.terminal
            LEFT JOIN dispensing AS sale ON sale.terminal = told.terminal
                AND sale.epoch = told.epoch AND sale.seq = told.seq
            WHERE told.state IN ({", ".join("?" * len(states)) or "NULL"})
        ) AS report LEFT JOIN outlet ON outlet.code = report.outlet
        WHERE {narrowed.sql}
        """,  # noqa: S608 (names of our own)
        (*states, *narrowed.parameters),
    )
