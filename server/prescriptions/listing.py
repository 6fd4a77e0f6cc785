"""Cases as pages, files and the API show them. A prescription's code is cut to its last five.

Every function runs within the caller's transaction.
"""

from datetime import date, datetime, time
from typing import Any, NamedTuple

from server.oversight.limits import monday
from server.prescriptions import messages
from server.prescriptions.cases import COLUMNS, Case, case_of
from server.prescriptions.judging import HERE
from server.prescriptions.messages import Told
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.reference.catalogue import drug_book
from server.reference.directory import outlet_of_terminal
from server.store.database import rows, to_text

PENDING = "pending"
"""State of a filter: open or explained, not closed."""
_SORTS = {"day": "day", "units": "units", "found": "found_at", "state": "state", "kind": "kind"}
_GRAVEST_FIRST = (
    "CASE WHEN state IN ('open', 'explained') THEN 0 ELSE 1 END,"
    " CASE type WHEN 'n' THEN 0 WHEN 'h' THEN 1 ELSE 2 END, day DESC, id"
)


class CaseRow(NamedTuple):
    """A case in a list."""

    id: str
    prescription: str
    """The last five characters of its code."""
    day: date
    """Of the sale that went beyond."""
    kind: str
    """two-outlets or over-dispensed."""
    outlets: str
    """Their names, in the order in which they sold."""
    drug: str
    """The drug of which most was too much."""
    control: str
    """What kind of control that drug is under; "none"."""
    units: int
    """Base units too much of it."""
    cause: str
    """offline, not-asked or at-once."""
    offline_seconds: int
    """How long the entry that came last was on its way; 0: the lines were up."""
    told: int
    """Outlets that were told."""
    read: int
    """Outlets of them where somebody has read it."""
    state: str
    note: str
    by: str


class Summary(NamedTuple):
    """What a period's cases come to."""

    cases: int
    prescriptions: int
    """On which anything was dispensed in the period."""
    pending: int
    closed: int
    """By the department or by themselves."""
    offline: int
    """Of the closed ones, because a line was down."""
    not_asked: int
    """Of the closed ones, because an outlet did not ask."""


class Week(NamedTuple):
    """How many cases a week had."""

    monday: date
    cases: int


def cases(filters: Filters, *, type_: str = "") -> Listing[CaseRow]:
    """Return cases; those to be settled first, of these narcotics and psychotropics first.

    States: open, explained, closed, resolved, or "pending" for the first two. `type_`: last letter
    of the prescription's code.
    """
    where, parameters = _where(filters)
    if type_:
        where, parameters = f"{where} AND type = ?", (*parameters, type_)
    total = int(rows(f"SELECT count(*) FROM doublecase WHERE {where}", parameters)[0][0])  # noqa: S608 (fixed texts)
    found = rows(
        f"SELECT {COLUMNS} FROM doublecase WHERE {where} ORDER BY {_order(filters.sort)}"  # noqa: S608 (fixed texts)
        " LIMIT ? OFFSET ?",
        (*parameters, filters.most, filters.first),
    )
    return Listing(rows=[_row(case_of(row)) for row in found], total=total)


def summary(filters: Filters, *, dispensed_on: int | None = None) -> Summary:
    """Return what the period's cases come to, whatever their state.

    `dispensed_on`: on how many prescriptions something was sold, where the caller knows.
    """
    where, parameters = _where(filters, any_state=True)
    found = rows(
        f"""
        SELECT count(*), count(CASE WHEN state IN ('open', 'explained') THEN 1 END),
               count(CASE WHEN state IN ('closed', 'resolved') THEN 1 END),
               count(CASE WHEN state IN ('closed', 'resolved') AND cause = 'offline' THEN 1 END),
               count(CASE WHEN state IN ('closed', 'resolved') AND cause = 'not-asked' THEN 1 END)
        FROM doublecase WHERE {where}
        """,  # noqa: S608 (fixed texts)
        parameters,
    )[0]
    count, pending, closed, offline, not_asked = (int(figure) for figure in found)
    of = count_dispensed(filters) if dispensed_on is None else dispensed_on
    return Summary(count, of, pending, closed, offline, not_asked)


def by_week(filters: Filters) -> list[Week]:
    """Return how many cases each week of the period had, the oldest first."""
    where, parameters = _where(filters, any_state=True)
    counts: dict[date, int] = {}
    first = monday(filters.since)
    while first <= filters.until:
        counts[first] = 0
        first = date.fromordinal(first.toordinal() + 7)
    for day, count in rows(
        f"SELECT day, count(*) FROM doublecase WHERE {where} GROUP BY day",  # noqa: S608 (fixed texts)
        parameters,
    ):
        counts[monday(date.fromisoformat(day))] += int(count)
    return [Week(first, count) for first, count in sorted(counts.items())]


def pending() -> int:
    """Return how many cases the department has not closed."""
    found = rows("SELECT count(*) FROM doublecase WHERE state IN ('open', 'explained')")
    return int(found[0][0])


def read_by(case: str, homes: dict[str, str]) -> dict[str, Told]:
    """Return by outlet who was told of a case first, and who read it first."""
    found: dict[str, Told] = {}
    for told in messages.about(case):
        home = homes.get(told.terminal, told.terminal)
        known = found.get(home)
        if known is None or (told.read_at and _sooner(told.read_at, known.read_at)):
            found[home] = told
    return found


def drug_name(drug: str, prescribed: str) -> str:
    """Return what a drug is called: as prescribed, or as the catalogue has it."""
    return prescribed or drug_book().facts(drug).name or drug


def _where(filters: Filters, *, any_state: bool = False) -> tuple[str, tuple[Any, ...]]:
    narrowed = narrow(filters, "caseoutlet.outlet", "doublecase.day")
    where = (
        "day >= ? AND day <= ? AND EXISTS (SELECT 1 FROM caseoutlet"  # noqa: S608 (fixed texts)
        f" WHERE caseoutlet.case_id = doublecase.id AND {narrowed.sql})"
    )
    parameters: tuple[Any, ...] = (
        filters.since.isoformat(),
        filters.until.isoformat(),
        *narrowed.parameters,
    )
    if any_state or not filters.state:
        return where, parameters
    if filters.state == PENDING:
        return f"{where} AND state IN ('open', 'explained')", parameters
    return f"{where} AND state = ?", (*parameters, filters.state)


def _order(sort: str) -> str:
    column = _SORTS.get(sort.removeprefix("-"))
    if column is None:
        return _GRAVEST_FIRST
    return f"{column} {'DESC' if sort.startswith('-') else 'ASC'}, id"


def _row(case: Case) -> CaseRow:
    excess, worst = case.excess, case.excess.lines[0]
    told = read_by(case.id, outlet_of_terminal())
    names = names_of(excess.outlets)
    return CaseRow(
        id=case.id,
        prescription=case.tail,
        day=excess.day,
        kind=excess.kind,
        outlets=" · ".join(names[outlet] for outlet in excess.outlets),
        drug=drug_name(worst.drug, worst.name),
        control=drug_book().facts(worst.drug).control,
        units=worst.beyond,
        cause=excess.cause,
        offline_seconds=max(part.offline_seconds for part in excess.parts),
        told=len(told),
        read=sum(one.read_at is not None for one in told.values()),
        state=case.state,
        note=case.note,
        by=case.by,
    )


def names_of(outlets: tuple[str, ...]) -> dict[str, str]:
    """Return what outlets are called; one that is in no list by its code."""
    marks = ", ".join("?" for _outlet in outlets)
    listed = rows(f"SELECT code, name FROM outlet WHERE code IN ({marks})", outlets)  # noqa: S608 (question marks alone)
    return {outlet: outlet for outlet in outlets} | dict(listed)


def count_dispensed(filters: Filters) -> int:
    """Return on how many prescriptions something was sold in the period: read from every sale."""
    until = datetime.combine(filters.until, time.max, HERE)
    found = rows(
        "SELECT count(DISTINCT code) FROM dispensing WHERE kind = 'sale' AND at >= ? AND at <= ?",
        (to_text(datetime.combine(filters.since, time.min, HERE)), to_text(until)),
    )
    return int(found[0][0])


def _sooner(one: datetime, other: datetime | None) -> bool:
    return other is None or one < other
