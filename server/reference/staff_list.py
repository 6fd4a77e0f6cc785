"""Who works where, by badge: no page shows a name of theirs."""

from datetime import date
from typing import Any, NamedTuple

from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.store.database import rows

COURSE_YEARS = 3
"""A refresher course every three years (LD Đ31 k6)."""
_LEAP = (2, 29)


class ListedWorker(NamedTuple):
    """Somebody of an outlet."""

    outlet: str
    """Code."""
    outlet_name: str
    badge: str
    roles: str
    """Separated by blanks: staff, pharmacist, owner, technician."""
    degree: str
    in_charge: int
    certificate: str
    trained_on: str | None


def listed_staff(filters: Filters) -> Listing[ListedWorker]:
    """Return who works where, within a transaction that reads.

    States: course-due (those in charge whose last refresher course is more than three years back,
    or not known), no-degree, in-charge.
    """
    narrowed = narrow(filters, "staff.outlet", filters.until)
    state, days = _state(filters.state, filters.until)
    where = f"{narrowed.sql} AND {state}"
    parameters: tuple[Any, ...] = (*narrowed.parameters, *days)
    total = rows(f"SELECT count(*) FROM staff WHERE {where}", parameters)  # noqa: S608 (fixed texts)
    found = rows(
        f"""
        SELECT staff.outlet, coalesce(listed.name, staff.outlet), badge, roles, degree, in_charge,
               certificate, trained_on
        FROM staff LEFT JOIN outlet AS listed ON listed.code = staff.outlet
        WHERE {where} ORDER BY staff.outlet, in_charge DESC, badge LIMIT ? OFFSET ?
        """,  # noqa: S608 (fixed texts)
        (*parameters, filters.most, filters.first),
    )
    return Listing(rows=[ListedWorker._make(row) for row in found], total=int(total[0][0]))


def course_since(today: date) -> date:
    """Return the earliest day of a course that is recent enough."""
    day = 28 if (today.month, today.day) == _LEAP else today.day
    return today.replace(year=today.year - COURSE_YEARS, day=day)


def _state(state: str, today: date) -> tuple[str, tuple[str, ...]]:
    states: dict[str, tuple[str, tuple[str, ...]]] = {
        "course-due": (
            "in_charge = 1 AND coalesce(trained_on, '') < ?",
            (course_since(today).isoformat(),),
        ),
        "no-degree": ("degree = ''", ()),
        "in-charge": ("in_charge = 1", ()),
    }
    return states.get(state, ("1 = 1", ()))
