"""The same answers by SQL as somebody at the database would write it, for psql."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from server.oversight.queries import (
    activity,
    antibiotics,
    cashless,
    expiring,
    late,
    one_outlet,
    overrides,
    prescription_only,
)
from server.oversight.queries.above_posted import above_posted
from server.oversight.queries.controlled_outlets import controlled_outlets
from server.prescriptions.listing import by_week as double_weeks
from server.query.filters import Filters
from server.query.listing import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What both are asked for."""

    filters: Filters
    outlet: str
    ingredient: str

    @property
    def words(self) -> Mapping[str, str]:
        """What stands in the statements between braces."""
        return {
            "since": self.filters.since.isoformat(),
            "until": self.filters.until.isoformat(),
            "kind": self.filters.kind,
            "outlet": self.outlet,
            "ingredient": self.ingredient,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A named query, and a statement that gives the same rows."""

    page: str
    name: str
    run: Callable[[Asked], Sequence[tuple[Any, ...]]]
    figure: str
    """A column of figures that must add up alike."""
    column: int
    """Where the statement has it, from 0."""
    sql: str


def _rows(query: Callable[[Filters], Listing[Any]], asked: Asked) -> Sequence[tuple[Any, ...]]:
    return query(asked.filters).rows


def _of_ingredient(asked: Asked) -> Sequence[tuple[Any, ...]]:
    return antibiotics.outlets_of(asked.filters, asked.ingredient).rows


def _of_outlet(asked: Asked) -> Sequence[tuple[Any, ...]]:
    return one_outlet.weeks(asked.outlet, asked.filters).rows


def _expiring(asked: Asked) -> Sequence[tuple[Any, ...]]:
    return expiring.expiring(asked.filters, asked.filters.until).rows


def _doubles(asked: Asked) -> Sequence[tuple[Any, ...]]:
    return [week for week in double_weeks(asked.filters) if week.cases]


_BY_OUTLET = """
    SELECT d.outlet, max(o.name), {figures}, count(*) OVER ()
    FROM dayfigure d JOIN outlet o ON o.code = d.outlet
    WHERE d.day BETWEEN '{{since}}' AND '{{until}}' AND o.kind = '{{kind}}'
    GROUP BY d.outlet {having} ORDER BY {order} LIMIT 50"""

PAIRS = (
    Pair(
        page="/",
        name="activity-by-commune",
        run=partial(_rows, activity.by_commune),
        figure="active",
        column=2,
        sql="""
    SELECT o.commune, count(*), count(s.outlet) FROM outlet o LEFT JOIN (
        SELECT DISTINCT outlet FROM dayfigure WHERE sales > 0
        AND day BETWEEN ((date '{until}') - 6)::text AND '{until}') s ON s.outlet = o.code
    WHERE o.is_active = 1 AND o.kind = '{kind}' AND coalesce(o.since, '') <= '{until}'
    GROUP BY o.commune ORDER BY count(s.outlet)::float / count(*), o.commune""",
    ),
    Pair(
        page="/co-so/{code}",
        name="outlet-weeks",
        run=_of_outlet,
        figure="sales",
        column=1,
        sql="""
    WITH me AS (SELECT code, o.kind, c.area FROM outlet o LEFT JOIN areacommune c
            ON c.commune = o.commune AND c.until = '' WHERE o.code = '{outlet}'),
        peers AS (SELECT w.week, count(*) AS peers,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY rx_without::float / nullif(rx, 0)) AS rx,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY abx_without::float / nullif(abx, 0)) AS abx,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY cashless::float / nullif(sales, 0)) AS paid
        FROM weekfigure w JOIN outlet o ON o.code = w.outlet
        JOIN areacommune c ON c.commune = o.commune AND c.until = '', me
        WHERE o.kind = me.kind AND c.area = me.area AND o.code <> me.code AND w.sales > 0
        AND week BETWEEN date_trunc('week', date '{since}')::date::text AND '{until}' GROUP BY 1)
    SELECT one.week, coalesce(sales, 0), w.rx, rx_without, w.abx, abx_without, cashless,
        overrides, peers.*
    FROM (SELECT to_char(day, 'YYYY-MM-DD') AS week FROM generate_series(
            date_trunc('week', date '{since}'), date '{until}', interval '7 days') AS day) AS one
    LEFT JOIN weekfigure w ON w.week = one.week AND outlet = '{outlet}'
    LEFT JOIN peers ON peers.week = one.week ORDER BY one.week""",
    ),
    Pair(
        page="/khang-sinh",
        name="antibiotics-by-week",
        run=partial(_rows, antibiotics.by_ingredient),
        figure="sales",
        column=4,
        sql="""
    SELECT ingredient, aware, antibiotic, week, sum(sales), sum(unprescribed), sum(units)
    FROM antibioticweek a JOIN outlet o ON o.code = a.outlet
    WHERE week BETWEEN date_trunc('week', date '{since}')::date::text AND '{until}'
    AND o.kind = '{kind}' GROUP BY 1, 2, 3, 4 HAVING sum(sales) > 0 ORDER BY 3, 2, 1, 4""",
    ),
    Pair(
        page="/khang-sinh/{ingredient:path}",
        name="antibiotic-outlets",
        run=_of_ingredient,
        figure="sales",
        column=4,
        sql="""
    SELECT a.outlet, max(name), max(kind), max(commune), sum(sales), sum(unprescribed),
        count(*) OVER ()
    FROM antibioticweek a JOIN outlet o ON o.code = a.outlet
    WHERE week BETWEEN date_trunc('week', date '{since}')::date::text AND '{until}'
    AND o.kind = '{kind}' AND ingredient = '{ingredient}'
    GROUP BY a.outlet HAVING sum(sales) > 0 ORDER BY sum(sales) DESC, a.outlet LIMIT 50""",
    ),
    Pair(
        page="/ke-don",
        name="prescription-only-by-outlet",
        run=partial(_rows, prescription_only.by_outlet),
        figure="rx",
        column=2,
        sql=_BY_OUTLET.format(
            figures="sum(rx), sum(rx_without), sum(abx), sum(abx_without), sum(sales)",
            having="",
            order="sum(rx_without)::float / nullif(sum(rx), 0) DESC NULLS LAST, d.outlet",
        ),
    ),
    Pair(
        page="/thanh-toan",
        name="cashless-by-outlet",
        run=partial(_rows, cashless.by_outlet),
        figure="sales",
        column=2,
        sql=_BY_OUTLET.format(
            figures="sum(sales), sum(cashless), sum(takings_vnd), sum(cashless_vnd)",
            having="HAVING sum(sales) > 0",
            order="sum(cashless)::float / nullif(sum(sales), 0), d.outlet",
        ),
    ),
    Pair(
        page="/nop-muon",
        name="late-reporting-by-week",
        run=partial(_rows, late.by_week),
        figure="late",
        column=2,
        sql="""
    SELECT week, sum(entries), sum(late), sum(rx), sum(rx_late)
    FROM weekfigure w JOIN outlet o ON o.code = w.outlet
    WHERE week BETWEEN date_trunc('week', date '{since}')::date::text AND '{until}'
    AND o.kind = '{kind}' GROUP BY week ORDER BY week""",
    ),
    Pair(
        page="/ke-don/ngoai-le",
        name="overrides",
        run=partial(_rows, overrides.overrides),
        figure="seq",
        column=4,
        sql="""
    SELECT v.at, v.outlet, o.name, v.terminal, v.seq, v.staff, v.rule, v.reason, v.drug,
        d.body, count(*) OVER ()
    FROM overridden v JOIN outlet o ON o.code = v.outlet LEFT JOIN drug d ON d.id = v.drug
    WHERE v.day BETWEEN '{since}' AND '{until}' AND o.kind = '{kind}'
    ORDER BY v.at DESC, v.terminal, v.seq LIMIT 50""",
    ),
    Pair(
        page="/sap-het-han",
        name="expiring",
        run=_expiring,
        figure="on_shelf",
        column=4,
        sql="""
    SELECT l.drug, l.batch, s.expiry, g.outlet, s.on_shelf, count(*) OVER ()
    FROM shelfbatch s JOIN goodsledger g ON g.id = s.ledger AND g.closed = 0
    JOIN lot l ON l.id = s.lot JOIN outlet o ON o.code = g.outlet
    WHERE s.is_there = 1 AND s.expiry > '' AND s.expiry <= ((date '{until}') + 90)::text
    AND o.is_active = 1 AND o.kind = '{kind}'
    ORDER BY s.expiry, g.outlet, s.lot, s.owner LIMIT 50""",
    ),
    Pair(
        page="/kiem-soat",
        name="controlled-outlets",
        run=partial(_rows, controlled_outlets),
        figure="movements",
        column=3,
        sql="""
    SELECT g.outlet, max(o.name), m.drug, count(*), max(day),
        sum(CASE WHEN shelf + aside < 0 THEN -shelf - aside ELSE 0 END), count(*) OVER ()
    FROM controlledmove m JOIN goodsledger g ON g.id = m.ledger JOIN outlet o ON o.code = g.outlet
    WHERE day BETWEEN '{since}' AND '{until}' AND because <> 'carried-over' AND o.kind = '{kind}'
    GROUP BY g.outlet, m.drug, m.control ORDER BY 6 DESC, 1, 3 LIMIT 50""",
    ),
    Pair(
        page="/gia",
        name="above-posted",
        run=partial(_rows, above_posted),
        figure="lines",
        column=4,
        sql="""
    SELECT a.outlet, max(o.name), a.drug, a.unit, count(*),
        max((price_vnd - posted_vnd)::float / nullif(posted_vnd, 0)), max(a.day),
        max(r.days), count(*) OVER ()
    FROM aboveposted a JOIN outlet o ON o.code = a.outlet LEFT JOIN (
        SELECT outlet, count(DISTINCT day) AS days FROM aboveposted WHERE voided = 0
        AND day BETWEEN ((date '{until}') - 29)::text AND '{until}' GROUP BY outlet
    ) r ON r.outlet = a.outlet
    WHERE a.day BETWEEN '{since}' AND '{until}' AND voided = 0 AND o.kind = '{kind}'
    GROUP BY a.outlet, a.drug, a.unit ORDER BY 6 DESC, 1, 3, 4 LIMIT 50""",
    ),
    Pair(
        page="/don-hai-noi",
        name="double-dispensing",
        run=_doubles,
        figure="cases",
        column=1,
        sql="""
    SELECT date_trunc('week', day::date), count(*) FROM doublecase
    WHERE day BETWEEN '{since}' AND '{until}'
    AND id IN (SELECT case_id FROM caseoutlet c JOIN outlet o ON o.code = c.outlet
        WHERE o.kind = '{kind}')
    GROUP BY 1 ORDER BY 1""",
    ),
)
