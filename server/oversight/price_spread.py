"""How prices lie: the middle and the tenths of what outlets ask, reckoned where that changed.

SQLite has no percentiles, and a page should not sort hundreds of thousands of prices each time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from server.oversight.price_limits import for_size, is_far, is_far_above
from server.oversight.seeing import VIETNAM
from server.reference import catalogue
from server.reference.prices import Current, announced
from server.store.database import add, given, reading, rows, run, to_json, to_text, writing

EVERY_SECONDS = 600
_AT_ONCE = 500
"""Drugs and units in one transaction."""
_Unit = tuple[str, str]
"""Drug and unit."""


class _Asked(NamedTuple):
    drug: str
    unit: str
    outlet: str
    unit_size: int
    price_vnd: int


def reckon(now: datetime) -> None:
    """Bring up to date what has changed since the last time; commits its own work."""
    day = now.astimezone(VIETNAM).date()
    with reading():
        prices = announced(day)
    with writing():
        _note_announced(prices)
    while True:
        with writing():
            units = [
                (drug, unit)
                for drug, unit in rows(
                    "SELECT drug, unit FROM pricechanged ORDER BY drug, unit LIMIT ?", (_AT_ONCE,)
                )
            ]
            if not units:
                return
            _reckon(units, prices, now)


def percentile(prices: Sequence[float], share: float) -> int:
    """Return the price that a share of sorted prices does not exceed, between two if need be.

    As SQL's percentile_cont has it, in whole đồng.

    >>> percentile([100, 200, 300, 400], 0.5)
    250
    """
    place = share * (len(prices) - 1)
    below = int(place)
    above = min(below + 1, len(prices) - 1)
    return round(prices[below] + (prices[above] - prices[below]) * (place - below))


def _reckon(units: Sequence[_Unit], prices: Mapping[str, Current], now: datetime) -> None:
    handed = to_json(units)
    mine = f"SELECT drug, unit FROM {given(drug='text', unit='text')} AS one"  # noqa: S608
    found = [
        _Asked._make(row)
        for row in rows(
            f"""
            SELECT asked.drug, asked.unit, asked.outlet, asked.unit_size, asked.price_vnd
            FROM ({mine}) AS mine JOIN outletprice AS asked
                ON asked.drug = mine.drug AND asked.unit = mine.unit
            WHERE asked.unit_size > 0
            ORDER BY asked.drug, asked.unit, asked.price_vnd, asked.outlet
            """,  # noqa: S608 - fixed names
            (handed,),
        )
    ]
    for table in ("pricespread", "pricefar", "pricechanged"):
        run(
            f"""
            DELETE FROM {table} WHERE EXISTS (SELECT 1 FROM ({mine}) AS mine
                WHERE mine.drug = {table}.drug AND mine.unit = {table}.unit)
            """,  # noqa: S608 - fixed names
            (handed,),
        )
    spreads, far = _spreads(found, prices, to_text(now))
    add("pricespread", _SPREAD, spreads)
    add("pricefar", ("drug", "unit", "outlet"), far)


_SPREAD = (
    "drug", "unit", "unit_size", "outlets", "low_vnd", "median_vnd", "high_vnd", "announced_vnd",
    "reckoned_at",
)  # fmt: skip


def _spreads(
    found: Iterable[_Asked], prices: Mapping[str, Current], at: str
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return how prices lie, of a unit as large as most have it, and which are far off."""
    spreads: list[tuple[object, ...]] = []
    far: list[tuple[object, ...]] = []
    for (drug, unit), group in groupby(found, key=lambda one: (one.drug, one.unit)):
        asked = list(group)
        size = _usual_size(asked)
        sorted_ = sorted(one.price_vnd * size / one.unit_size for one in asked)
        low, median, high = (percentile(sorted_, share) for share in (0.1, 0.5, 0.9))
        usual = _announced_for(drug, unit, size, asked, prices)
        spreads.append((drug, unit, size, len(asked), low, median, high, usual, at))
        far += [
            (drug, unit, one.outlet)
            for one in asked
            if is_far(one.price_vnd, for_size(median, size, one.unit_size), len(asked))
            or is_far_above(one.price_vnd, usual and for_size(usual, size, one.unit_size))
        ]
    return spreads, far


def _usual_size(asked: Iterable[_Asked]) -> int:
    """Return the size that most outlets sell; of two the smaller one."""
    sizes = Counter(one.unit_size for one in asked)
    return min(sizes, key=lambda size: (-sizes[size], size))


def _announced_for(
    drug: str, unit: str, size: int, asked: Iterable[_Asked], prices: Mapping[str, Current]
) -> int | None:
    """Return the announced price of one unit; None: there is none, or a size is unknown."""
    price = prices.get(drug)
    if price is None:
        return None
    record = catalogue.find(drug)
    sizes = {one.size for one in record.row.units if one.name == price.unit} if record else set()
    if not sizes and record and record.row.base_unit == price.unit:
        sizes = {1}
    if not sizes and price.unit == unit:
        sizes = {one.unit_size for one in asked}
    if len(sizes) != 1:
        return None
    (announced_size,) = sizes
    return for_size(price.price_vnd, announced_size, size)


def _note_announced(prices: Mapping[str, Current]) -> None:
    """Have drugs reckoned again of which the announced price has changed."""
    known = dict(rows("SELECT drug, mark FROM priceannounced"))
    fresh = {drug: f"{one.price_vnd} {one.unit}" for drug, one in prices.items()}
    changed = [drug for drug in known.keys() | fresh.keys() if known.get(drug) != fresh.get(drug)]
    if not changed:
        return
    handed = to_json([drug] for drug in changed)
    mine = f"SELECT drug FROM {given(drug='text')} AS one"  # noqa: S608
    run(f"DELETE FROM priceannounced WHERE drug IN ({mine})", (handed,))  # noqa: S608
    add("priceannounced", ("drug", "mark"), list(_marked(changed, fresh)))
    run(
        f"""
        INSERT INTO pricechanged (drug, unit)
        SELECT DISTINCT drug, unit FROM outletprice WHERE drug IN ({mine}) ON CONFLICT DO NOTHING
        """,  # noqa: S608 - fixed names
        (handed,),
    )


def _marked(changed: Iterable[str], fresh: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for drug in sorted(changed):
        if drug in fresh:
            yield drug, fresh[drug]
