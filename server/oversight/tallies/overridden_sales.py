"""Sales for which a rule was set aside, as they are compared with all sales.

A sale counts once, however many rules and batches it was about; one that was undone does not count.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from server.oversight.adding import add_up
from server.oversight.limits import monday
from server.store.database import given, rows, run_many, to_json

_SUM = ("overridden_sales",)
_SALES = {"terminal": "text", "epoch": "text", "seq": "bigint"}


class SaleKey(NamedTuple):
    """A sale as its overrides name it."""

    terminal: str
    epoch: str
    seq: int


class OutletDay(NamedTuple):
    """A day of an outlet."""

    day: str
    outlet: str


def not_to_count(sales: Collection[SaleKey]) -> set[SaleKey]:
    """Return the sales of which an override counts already, or that were undone."""
    if not sales:
        return set()
    named = given(**_SALES)
    found = rows(
        f"""
        SELECT one.terminal, one.epoch, one.seq FROM {named} AS one
        JOIN overridden ON overridden.terminal = one.terminal
            AND overridden.sale_epoch = one.epoch AND overridden.sale_seq = one.seq
        WHERE overridden.counts = 1
        UNION
        SELECT one.terminal, one.epoch, one.seq FROM {named} AS one
        JOIN undone ON undone.terminal = one.terminal AND undone.epoch = one.epoch
            AND undone.seq = one.seq
        """,  # noqa: S608 - fixed names
        (to_json(sales),) * 2,
    )
    return {SaleKey(*row) for row in found}


def take_out(sales: Collection[SaleKey]) -> Counter[OutletDay]:
    """Let sales that are undone count no longer; return how many did on which day."""
    if not sales:
        return Counter()
    named = f"""
        SELECT overridden.terminal, overridden.epoch, overridden.seq, day, outlet
        FROM {given(**_SALES)} AS one JOIN overridden ON overridden.terminal = one.terminal
            AND overridden.sale_epoch = one.epoch AND overridden.sale_seq = one.seq
        WHERE counts = 1
    """  # noqa: S608 - fixed names
    found = set(rows(named, (to_json(sales),)))
    run_many(
        "UPDATE overridden SET counts = 0 WHERE terminal = ? AND epoch = ? AND seq = ?",
        [key for *key, _day, _outlet in found],
    )
    return Counter(OutletDay(day, outlet) for *_key, day, outlet in found)


def store_days(days: Mapping[OutletDay, int]) -> None:
    """Add sales to the days, and to the weeks that they make; below nought: take them out."""
    changed = {key: count for key, count in days.items() if count}
    weeks: Counter[OutletDay] = Counter()
    for key, count in changed.items():
        week = monday(date.fromisoformat(key.day)).isoformat()
        weeks[OutletDay(week, key.outlet)] += count
    for table, when, sums in (("dayfigure", "day", changed), ("weekfigure", "week", weeks)):
        add_up(
            table, {when: "text", "outlet": "text"}, _SUM,
            [(*key, count) for key, count in sorted(sums.items())],
        )  # fmt: skip
