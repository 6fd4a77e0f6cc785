"""One outlet beside its peers: what departs from them, and since when.

Its peers are the outlets of its kind in its area, as the area was in that week.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from statistics import median
from typing import NamedTuple

from server.oversight.limits import finished_weeks, monday
from server.oversight.queries.asked import weeks_between
from server.query.filters import Filters
from server.query.listing import Listing
from server.reference import places
from server.store.database import given, rows, to_json


class OutletWeek(NamedTuple):
    """A week, with the medians of its peers' shares; None: no peer sold any."""

    week: date
    is_over: bool
    sales: int
    takings_vnd: int
    rx: int
    rx_without: int
    abx: int
    abx_without: int
    cashless: int
    overrides: int
    late: int
    rx_median: float | None
    abx_median: float | None
    cashless_median: float | None
    peers: int
    """With sales in this week, itself left out."""


class IngredientLine(NamedTuple):
    """An antibiotic in a week, beside what its peers sold of it without prescription."""

    ingredient: str
    aware: str
    antibiotic: str
    sales: int
    unprescribed: int
    units: int
    ddd_thousandths: int
    median: float | None
    """Of the peers' shares; None: none of them sold any."""
    usual: float | None
    """Share of all that the peers sold: it says more where each sold little."""


_COLUMNS = (
    "sales", "takings_vnd", "rx", "rx_without", "abx", "abx_without", "cashless", "overrides",
    "late",
)  # fmt: skip
_Sums = tuple[int, ...]


def weeks(outlet: str, filters: Filters) -> Listing[OutletWeek]:
    """Return every week of the period, the first first; one without sales too."""
    mondays = weeks_between(filters.since, filters.until)
    own, peers = _figures(outlet, mondays)
    (last,) = finished_weeks(filters.until, 1)
    found = [_line(week, last, own.get(week), peers[week]) for week in mondays]
    return Listing(rows=found, total=len(found))


def ingredients(outlet: str, week: date) -> Listing[IngredientLine]:
    """Return the antibiotics that an outlet sold in the week of a day, most sales first."""
    found = rows(
        """
        SELECT ingredient, aware, antibiotic, sales, unprescribed, units, ddd_thousandths
        FROM antibioticweek WHERE outlet = ? AND week = ? AND sales > 0
        ORDER BY sales DESC, ingredient
        """,
        (outlet, monday(week).isoformat()),
    )
    shares = _peers_shares(outlet, monday(week))
    lines = [IngredientLine._make((*row, *_of_peers(shares.get(row[0], [])))) for row in found]
    return Listing(rows=lines, total=len(lines))


def _line(week: date, last: date, own: _Sums | None, peers: list[_Sums]) -> OutletWeek:
    medians = [_median(peers, part, of) for part, of in ((3, 2), (5, 4), (6, 0))]
    sums = own or (0,) * len(_COLUMNS)
    return OutletWeek._make((week, week <= last, *sums, *medians, len(peers)))


def _figures(outlet: str, mondays: list[date]) -> tuple[dict[date, _Sums], dict[date, list[_Sums]]]:
    """Return the outlet's own weeks, and those of its peers."""
    own: dict[date, _Sums] = {}
    peers: dict[date, list[_Sums]] = defaultdict(list)
    areas = places.areas_of(mondays)
    kind, commune = _kind_and_commune(outlet)
    handed = to_json([one] for one in _communes_beside(commune, areas.values()))
    for text, code, beside, *sums in rows(
        f"""
        SELECT week, weekfigure.outlet, commune, {", ".join(_COLUMNS)}
        FROM weekfigure JOIN outlet ON outlet.code = weekfigure.outlet
        WHERE week BETWEEN ? AND ? AND (kind = ? OR code = ?) AND weekfigure.outlet IN (
            SELECT code FROM outlet WHERE code = ? OR commune IN
                (SELECT place FROM {given(place="text")} AS beside)
        )
        """,  # noqa: S608 (names of our own)
        (mondays[0].isoformat(), mondays[-1].isoformat(), kind, outlet, outlet, handed),
    ):
        week = date.fromisoformat(text)
        of_area = areas[week]
        if code == outlet:
            own[week] = tuple(sums)
        elif of_area.get(beside) == of_area.get(commune) and sums[0]:
            peers[week].append(tuple(sums))
    return own, peers


def _communes_beside(commune: str, areas: Collection[Mapping[str, str]]) -> set[str]:
    """Return communes that shared the area of this one on some day; those in none share that."""
    if any(commune not in of_area for of_area in areas):
        return {row[0] for row in rows("SELECT DISTINCT commune FROM outlet")}
    return {
        other for of_area in areas for other, area in of_area.items() if area == of_area[commune]
    }


def _kind_and_commune(outlet: str) -> tuple[str, str]:
    found = rows("SELECT kind, commune FROM outlet WHERE code = ?", (outlet,))
    return found[0][0] if found else "", found[0][1] if found else ""


def _of_peers(sold: list[tuple[int, int]]) -> tuple[float | None, float | None]:
    """Return the median of shares, and the share of all together."""
    if not sold:
        return None, None
    every, without = (sum(figures) for figures in zip(*sold, strict=True))
    return median(part / whole for whole, part in sold), without / every


def _peers_shares(outlet: str, week: date) -> dict[str, list[tuple[int, int]]]:
    """Return the peers' sales, and those without prescription, by ingredient."""
    areas = places.area_of(week)
    kind, commune = _kind_and_commune(outlet)
    handed = to_json([one] for one in _communes_beside(commune, [areas]))
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for ingredient, beside, sales, without in rows(
        f"""
        SELECT ingredient, commune, sum(sales), sum(unprescribed)
        FROM antibioticweek JOIN outlet ON outlet.code = antibioticweek.outlet
        WHERE week = ? AND kind = ? AND code <> ? AND sales > 0 AND ingredient IN
            (SELECT ingredient FROM antibioticweek WHERE outlet = ? AND week = ?)
        AND commune IN (SELECT place FROM {given(place="text")} AS beside)
        GROUP BY ingredient, commune, code
        """,  # noqa: S608 (a fixed text)
        (week.isoformat(), kind, outlet, outlet, week.isoformat(), handed),
    ):
        if areas.get(beside) == areas.get(commune):
            found[ingredient].append((sales, without))
    return found


def _median(peers: list[_Sums], part: int, whole: int) -> float | None:
    shares = [sums[part] / sums[whole] for sums in peers if sums[whole]]
    return median(shares) if shares else None
