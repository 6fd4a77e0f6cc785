"""Announced wholesale prices: an indication for inspectors, no ceiling for an outlet (PRC-03)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from server.reference import versions
from server.reference.versions import Put
from server.store.database import add, given, rows, run, to_json

DATASET = "prices"


class Announced(NamedTuple):
    """What a maker or importer expects to be paid for one unit in wholesale, since a day."""

    drug: str
    unit: str
    price_vnd: int
    since: date
    number: str = ""
    """Of the announcement."""


@dataclass(frozen=True, slots=True)
class Current:
    """The price that holds, of one unit."""

    unit: str
    price_vnd: int
    since: date
    number: str


def save_prices(
    prices: Iterable[Announced], now: datetime, today: date, *, is_full: bool = False
) -> Put:
    """Add announcements, and send what holds today to terminals; within a writing transaction."""
    stored = [(p.drug, p.unit, p.price_vnd, p.since.isoformat(), p.number) for p in prices]
    if is_full:
        run("DELETE FROM announcedprice")
    run(
        f"""
        DELETE FROM announcedprice WHERE EXISTS (
            SELECT 1 FROM {given(drug="text", since="text")} AS one
            WHERE one.drug = announcedprice.drug AND one.since = announcedprice.since
        )
        """,  # noqa: S608 (a fixed text)
        (to_json((drug, since) for drug, _unit, _price, since, _number in stored),),
    )
    add("announcedprice", ("drug", "unit", "price_vnd", "since", "number"), stored)
    return send_prices(now, today)


def send_prices(now: datetime, today: date) -> Put:
    """Give terminals what holds today; a day on which nothing begins changes nothing."""
    bodies = {
        f"{drug}|{price.unit}": msgspec.json.encode(
            {
                "drug": drug,
                "unit": price.unit,
                "price_vnd": price.price_vnd,
                "since": price.since,
                "number": price.number,
            }
        )
        for drug, price in announced(today).items()
    }
    return versions.put(DATASET, versions.EVERYBODY, bodies, now)


def announced(day: date) -> dict[str, Current]:
    """Return the announced price of every drug that has one on a day, by drug."""
    found = rows(
        "SELECT drug, unit, price_vnd, since, number FROM announcedprice"
        " WHERE since <= ? ORDER BY since",
        (day.isoformat(),),
    )
    return {
        drug: Current(unit, int(price), date.fromisoformat(since), number)
        for drug, unit, price, since, number in found
    }


def announcements() -> list[Announced]:
    """Return every announcement there ever was, by drug and day."""
    found = rows(
        "SELECT drug, unit, price_vnd, since, number FROM announcedprice ORDER BY drug, since"
    )
    return [
        Announced(drug, unit, int(price), date.fromisoformat(since), number)
        for drug, unit, price, since, number in found
    ]


def per_base_unit(
    prices: Mapping[str, Current], sizes: Mapping[tuple[str, str], int]
) -> dict[str, float]:
    """Return đồng a base unit where the size of the unit (by drug and its name) is known."""
    return {
        drug: price.price_vnd / sizes[drug, price.unit]
        for drug, price in prices.items()
        if sizes.get((drug, price.unit))
    }
