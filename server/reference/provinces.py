"""The provinces, dated: seven codes name another place since 1 July 2025 (ADM-01, ADM-02)."""

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

MERGED = date(2025, 7, 1)
"""NQ 202/2025/QH15 in force."""
CITY_SINCE = {"75": date(2026, 4, 30)}
"""A tỉnh that became a thành phố later (NQ 30/2026/QH16)."""
_FILE = Path(__file__).parent / "data" / "provinces.csv"
_CITIES_BEFORE = {"01", "31", "48", "79", "92", "46"}
"""Huế was one since 1 January 2025; before that the code named Thừa Thiên Huế, a tỉnh."""
_FORMER = re.compile(r"([0-9]{2}) (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """What a code named, as long as it did. First and last day are included."""

    code: str
    name: str
    kind: str
    """tỉnh or thành phố."""
    since: date
    until: date


def province(code: str, day: date) -> Province | None:
    """Return what a two-digit code named on a day.

    >>> province("15", date(2025, 6, 30)).name, province("15", date(2025, 7, 1)).name
    ('Yên Bái', 'Lào Cai')
    """
    return next((one for one in provinces() if one.code == code and _held(one, day)), None)


@cache
def provinces() -> tuple[Province, ...]:
    """Return every meaning of every code."""
    found: list[Province] = []
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            found += _now(line["code"], line["name_vi"], line["kind"])
            found += _before(line["former_codes_and_names"])
    return tuple(sorted(found, key=lambda one: (one.code, one.since)))


def _held(one: Province, day: date) -> bool:
    return one.since <= day <= one.until


def _now(code: str, name: str, kind: str) -> list[Province]:
    city = CITY_SINCE.get(code, MERGED)
    found = [Province(code=code, name=name, kind=kind, since=city, until=date.max)]
    if city > MERGED:
        eve = city - timedelta(days=1)
        found.append(Province(code=code, name=name, kind="tỉnh", since=MERGED, until=eve))
    return found


def _before(written: str) -> list[Province]:
    parts = [_FORMER.fullmatch(part.strip()) for part in written.split(" + ")]
    return [
        Province(
            code=part[1],
            name=part[2],
            kind="thành phố" if part[1] in _CITIES_BEFORE else "tỉnh",
            since=date.min,
            until=MERGED - timedelta(days=1),
        )
        for part in parts
        if part
    ]
