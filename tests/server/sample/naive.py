"""What the entries of a sample say, counted as simply as can be, by nothing of the server's."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import comb
from pathlib import Path
from statistics import median
from typing import Any

from server.store.database import reading, rows, stream

HERE = timedelta(hours=7)
DRUGS = Path("server/sample/data/drugs.csv")
Shelf = tuple[str, str, str]
"""Outlet, drug, batch."""


@dataclass
class Seller:
    """One outlet's sales of one week."""

    antibiotics: int = 0
    antibiotics_without: int = 0
    prescribed: int = 0
    without: int = 0


@dataclass
class Count:
    """What was found."""

    kinds: Counter[str] = field(default_factory=Counter)
    weeks: dict[tuple[str, date], Seller] = field(default_factory=lambda: defaultdict(Seller))
    shelf: Counter[Shelf] = field(default_factory=Counter)
    expiry: dict[tuple[str, str], str] = field(default_factory=dict)
    posted: dict[tuple[str, str, str], int] = field(default_factory=dict)
    asked: dict[tuple[str, str, str], int] = field(default_factory=dict)
    above: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    hours_late: set[str] = field(default_factory=set)
    ahead: set[str] = field(default_factory=set)
    overrides: Counter[str] = field(default_factory=Counter)
    dispensed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    missing: Counter[tuple[str, str]] = field(default_factory=Counter)
    below_nothing: list[Shelf] = field(default_factory=list)
    wrong_counts: list[Shelf] = field(default_factory=list)
    last_sale: dict[str, datetime] = field(default_factory=dict)
    hours: Counter[int] = field(default_factory=Counter)
    delivered: Counter[Shelf] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)

    def take(self, outlet: str, entry: dict[str, Any], took: timedelta) -> None:
        at = datetime.fromisoformat(entry["at"]) + HERE
        self.kinds[entry["kind"]] += 1
        if took > timedelta(hours=24):
            self.late.add(outlet)
        if took < timedelta(minutes=-5):
            self.ahead.add(outlet)
        if entry["kind"] == "sale":
            self.last_sale[outlet] = at
            self.hours[at.hour] += 1
            self.sale(outlet, entry, at.date())
            if took > timedelta(hours=1) and any(RX[line["drug"]] for line in entry["lines"]):
                self.hours_late.add(outlet)
        self.move(outlet, entry)
        self.note(outlet, entry)

    def sale(self, outlet: str, entry: dict[str, Any], day: date) -> None:
        seller = self.weeks[outlet, day - timedelta(days=day.weekday())]
        without = not (entry["prescription"] or entry.get("dispensed"))
        drugs = [line["drug"] for line in entry["lines"]]
        if any(drug in ANTIBIOTICS for drug in drugs):
            seller.antibiotics += 1
            seller.antibiotics_without += without
        if any(RX[drug] for drug in drugs):
            seller.prescribed += 1
            seller.without += without
        if entry["prescription"]:
            self.dispensed[entry["prescription"]].add(outlet)
        for line in entry["lines"]:
            key = outlet, line["drug"], line["unit"]
            if line["price_vnd"] > line.get("posted_vnd", self.posted[key]):
                self.above.add(outlet)
            self.asked[key] = line["price_vnd"]

    def move(self, outlet: str, entry: dict[str, Any]) -> None:
        sign = {"sale": -1, "return": 1, "void": 1}.get(entry["kind"])
        if sign:
            for line in entry["lines"]:
                units = line["quantity"] * line.get("unit_size", 1)
                self.lay(outlet, line, sign * units)
        sign = {"goods-in": 1, "write-off": -1, "recall-acknowledged": -1}.get(entry["kind"])
        if sign:
            for line in entry["lines"]:
                self.lay(outlet, line, sign * line["units"])
        if entry["kind"] == "goods-in":
            for line in entry["lines"]:
                self.delivered[outlet, line["drug"], line["batch"]] += line["units"]
        if entry["kind"] == "stock-count":
            for line in entry["lines"]:
                self.count(outlet, line)

    def lay(self, outlet: str, line: dict[str, Any], units: int) -> None:
        key = outlet, line["drug"], line["batch"]
        self.expiry[key[1:]] = line["expiry"]
        self.shelf[key] += units
        if self.shelf[key] < 0:
            self.below_nothing.append(key)

    def count(self, outlet: str, line: dict[str, Any]) -> None:
        key = outlet, line["drug"], line["batch"]
        self.expiry[key[1:]] = line["expiry"]
        if line["expected"] != self.shelf[key]:
            self.wrong_counts.append(key)
        if line["counted"] < line["expected"]:
            self.missing[outlet, line["drug"]] += line["expected"] - line["counted"]
        self.shelf[key] = line["counted"]

    def note(self, outlet: str, entry: dict[str, Any]) -> None:
        if entry["kind"] == "price-posted":
            self.posted[outlet, entry["drug"], entry["unit"]] = entry["price_vnd"]
        if entry["kind"] == "override":
            self.overrides[outlet] += 1
        if entry["kind"] == "recall-acknowledged":
            self.acknowledged.add(outlet)

    def standing_out(self, today: date, *, antibiotics: bool) -> set[str]:
        """Return who is beyond the limit in three finished weeks running."""
        monday = today - timedelta(days=today.weekday())
        weeks = [monday - timedelta(weeks=back) for back in (1, 2, 3)]
        beyond = [self.beyond(week, antibiotics=antibiotics) for week in weeks]
        return set.intersection(*beyond)

    def beyond(self, week: date, *, antibiotics: bool) -> set[str]:
        """Return whose share is above the upper 99.8 % limit of its kind in one week."""
        pairs = {
            outlet: (one.antibiotics, one.antibiotics_without)
            if antibiotics
            else (one.prescribed, one.without)
            for (outlet, of_week), one in self.weeks.items()
            if of_week == week
        }
        sold, without = Counter[str](), Counter[str]()
        for outlet, (n, k) in pairs.items():
            sold[KINDS[outlet]] += n
            without[KINDS[outlet]] += k
        return {
            outlet
            for outlet, (n, k) in pairs.items()
            if n and at_least(k, n, without[KINDS[outlet]] / sold[KINDS[outlet]]) < 0.001
        }

    def far(self) -> set[str]:
        """Return whose last price is far from the province's median."""
        prices = defaultdict(list)
        for (_outlet, drug, unit), price in self.asked.items():
            prices[drug, unit].append(price)
        return {
            outlet
            for (outlet, drug, unit), price in self.asked.items()
            if len(prices[drug, unit]) >= 6 and not 0.5 < price / median(prices[drug, unit]) < 1.5
        }


ANTIBIOTICS: set[str] = set()
RX: dict[str, bool] = {}
KINDS: dict[str, str] = {}


def count_entries() -> Count:
    """Count every entry of the open store."""
    with DRUGS.open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            RX[line["id"]] = line["rx"] == "1"
            if line["atc"].startswith(("J01", "P01AB", "J04")):
                ANTIBIOTICS.add(line["id"])
    found = Count()
    with reading():
        KINDS.update(rows("SELECT code, kind FROM outlet"))
        for outlet, entry, took in _entries():
            found.take(outlet, entry, took)
    return found


def _entries() -> Iterator[tuple[str, dict[str, Any], timedelta]]:
    for outlet, body, at, stored_at in stream(
        "SELECT outlet_code, body, at, stored_at FROM entry JOIN terminal ON id = terminal"
        " ORDER BY terminal, epoch, seq"
    ):
        took = datetime.fromisoformat(stored_at) - datetime.fromisoformat(at)
        yield outlet, json.loads(body), took


def at_least(count: int, of: int, share: float) -> float:
    """Return the chance of so many or more."""
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(count, of + 1))
