"""Outlets as their list shows them: figures of the period, last word, shelf, twelve weeks."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from server.fleet.health import State as MachineState
from server.fleet.machines import Machine, list_machines
from server.oversight.limits import GPP_DAYS, finished_weeks
from server.oversight.queries import outlets
from server.oversight.queries.expiring import expiring_outlets
from server.oversight.queries.outlets import OutletLine
from server.oversight.seeing import VIETNAM
from server.query.filters import Filters
from server.query.listing import Listing
from server.store.database import given, rows, to_json

WEEKS = 12
"""Finished ones, of which the shares without prescription are told."""
STATES = (*outlets.STATES, "silent", "not-sent", "gpp")
"""Those of `outlets`; no terminal is in contact though it should be; nothing came for a day; to be
assessed within `limits.GPP_DAYS`, or overdue."""
_DAY = timedelta(hours=24)
_ALL = 1_000_000


class OutletSeen(NamedTuple):
    """An outlet, with its figures of the period."""

    outlet: str
    name: str
    kind: str
    commune: str
    area: str
    """Of today."""
    state: str
    """One of `outlets.STATES`."""
    is_silent: bool
    """Whether no terminal of it is in contact though it should be."""
    last_contact: datetime | None
    sales: int
    sales_a_day: float
    rx: int
    rx_without: int
    abx: int
    abx_without: int
    overrides: int
    expiring: int
    """Batches that expire within 90 days, or have and still lie there; as of now."""
    gpp_due: str
    """Day; empty: not known."""
    abx_weeks: tuple[float | None, ...]
    """Share of antibiotics without prescription, of each finished week; None: none sold."""


def outlet_lines(filters: Filters, now: datetime) -> Listing[OutletSeen]:
    """Return outlets, the largest share of antibiotics without prescription first.

    `state`: one of `STATES`. `sort`: as for `outlets`, or last_contact, expiring, gpp_due.
    """
    key, wanted = filters.sort.removeprefix("-"), _WANTED.get(filters.state)
    if wanted is None and key not in _ORDER:
        found = outlets.outlets(filters)
        return Listing(rows=_seen(found.rows, filters, now), total=found.total)
    every = outlets.outlets(
        replace(
            filters,
            state="" if wanted else filters.state,
            sort="" if key in _ORDER else filters.sort,
            first=0,
            most=_ALL,
        )
    ).rows
    seen = _seen(every, filters, now)
    asked = [one for one in seen if wanted is None or wanted(one, now)]
    if key in _ORDER:
        asked = _sorted(asked, _ORDER[key], is_falling=filters.sort.startswith("-"))
    return Listing(rows=asked[filters.first :][: filters.most], total=len(asked))


@dataclass(frozen=True, slots=True)
class _Fleet:
    """What the outlets' terminals say of them."""

    contact: Mapping[str, datetime]
    silent: Collection[str]

    @classmethod
    def read(cls, now: datetime) -> "_Fleet":
        machines: dict[str, list[Machine]] = defaultdict(list)
        for one in list_machines(now):
            if one.known.is_active:
                machines[one.outlet].append(one)
        heard = {
            outlet: [one.known.last_contact for one in those if one.known.last_contact]
            for outlet, those in machines.items()
        }
        return cls(
            {outlet: max(moments) for outlet, moments in heard.items() if moments},
            {
                outlet
                for outlet, those in machines.items()
                if all(one.judged.state is MachineState.SILENT for one in those)
            },
        )


def _seen(lines: Sequence[OutletLine], filters: Filters, now: datetime) -> list[OutletSeen]:
    fleet, due, shelves = _Fleet.read(now), _assessments(), _shelves(now)
    days = (filters.until - filters.since).days + 1
    codes = [one.outlet for one in lines]
    weeks = _weeks(codes, finished_weeks(filters.until, WEEKS))
    return [
        OutletSeen(
            *(one.outlet, one.name, one.kind, one.commune, one.area, one.state),
            one.outlet in fleet.silent, fleet.contact.get(one.outlet),
            *(one.sales, one.sales / days, one.rx, one.rx_without, one.abx, one.abx_without),
            one.overrides, shelves.get(one.outlet, 0), due.get(one.outlet, ""),
            weeks[one.outlet],
        )
        for one in lines
    ]  # fmt: skip


def _weeks(codes: Sequence[str], mondays: Sequence[date]) -> Mapping[str, tuple[float | None, ...]]:
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for outlet, week, abx, without in rows(
        f"""
        SELECT outlet, week, abx, abx_without FROM {given(code="text")} AS one
        JOIN weekfigure ON weekfigure.outlet = one.code WHERE week BETWEEN ? AND ? AND abx > 0
        """,  # noqa: S608 (a fixed text)
        (to_json((code,) for code in codes), mondays[0].isoformat(), mondays[-1].isoformat()),
    ):
        shares[outlet][week] = without / abx
    return {code: tuple(shares[code].get(week.isoformat()) for week in mondays) for code in codes}


def _shelves(now: datetime) -> dict[str, int]:
    """Return how many batches expire within 90 days or have, by outlet."""
    today = now.astimezone(VIETNAM).date()
    found = expiring_outlets(Filters(since=today, until=today, most=_ALL), today).rows
    return {
        one.outlet: one.expired + one.within_30 + one.within_60 + one.within_90 for one in found
    }


def _assessments() -> dict[str, str]:
    return dict(rows("SELECT code, gpp_due FROM outlet WHERE gpp_due IS NOT NULL"))


def _is_due(one: OutletSeen, now: datetime) -> bool:
    last = now.astimezone(VIETNAM).date() + timedelta(days=GPP_DAYS)
    return bool(one.gpp_due) and one.gpp_due <= last.isoformat()


def _sorted(
    those: list[OutletSeen], key: Callable[[OutletSeen], object], *, is_falling: bool
) -> list[OutletSeen]:
    """Return outlets in order, those of which nothing is known last."""
    known = [one for one in those if key(one) not in {None, ""}]
    known.sort(key=key, reverse=is_falling)  # type: ignore[arg-type] # of one kind each
    return [*known, *(one for one in those if key(one) in {None, ""})]


_WANTED: Mapping[str, Callable[[OutletSeen, datetime], bool]] = {
    "silent": lambda one, _now: one.is_silent,
    "not-sent": lambda one, now: one.last_contact is None or now - one.last_contact > _DAY,
    "gpp": _is_due,
}
_ORDER: Mapping[str, Callable[[OutletSeen], object]] = {
    "last_contact": lambda one: one.last_contact,
    "expiring": lambda one: one.expiring,
    "gpp_due": lambda one: one.gpp_due,
}
