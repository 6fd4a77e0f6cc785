"""An entry that cannot be counted stops none of the others."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.oversight import follow as following
from server.oversight.follow import follow
from server.oversight.tallies import TALLIES
from server.oversight.tally import Seen
from server.reference.drugs import DrugBook
from server.store.database import run
from tests.server.oversight.town import (
    MONDAY,
    PARACETAMOL,
    Shop,
    Town,
    at,
    figures,
    line,
)

NEXT = MONDAY + timedelta(days=1)


@pytest.fixture
def town(store: Path | str) -> Town:
    assert store
    return Town()


@pytest.fixture
def shop(town: Town) -> Shop:
    return town.shop("A")


@pytest.mark.parametrize(
    "wrong",
    [
        {"total_vnd": 10**18},
        {"total_vnd": "free"},
        {"lines": [{"drug": "D", "batch": "B", "quantity": 10**12, "unit": "v", "price_vnd": 1}]},
        {"lines": [{"drug": "D" * 5000, "batch": "B", "quantity": 1, "unit": "v", "price_vnd": 1}]},
        {"lines": [{"drug": "D\0", "batch": "B", "quantity": 1, "unit": "v", "price_vnd": 1}]},
    ],
)
def test_an_entry_that_makes_no_sense_is_passed_over_with_a_line_in_the_log(
    shop: Shop, caplog: pytest.LogCaptureFixture, wrong: dict[str, Any]
) -> None:
    shop.sell(PARACETAMOL, when=at(MONDAY))
    sale: dict[str, Any] = {"staff": "1", "lines": [], "total_vnd": 0} | wrong
    shop.outlet.write("sale", at=at(MONDAY), **sale)
    shop.sell(PARACETAMOL, when=at(MONDAY))
    with caplog.at_level(logging.WARNING):
        assert figures("sales") == [("2026-11-16", "A", 2)]
    (said,) = [r.getMessage() for r in caplog.records if "not counted" in r.getMessage()]
    assert said.startswith(f"entry 2 of {shop.outlet.id} is not counted")


class Poisoned:
    """Chokes on one kind of sale."""

    tables = ()

    def __init__(self, _book: DrugBook) -> None:
        self._is_poisoned = False

    def take(self, seen: Seen) -> None:
        if getattr(seen.entry, "total_vnd", 0) == 666:
            raise ZeroDivisionError
        self._is_poisoned |= getattr(seen.entry, "total_vnd", 0) == 777

    def store(self) -> None:
        if self._is_poisoned:
            run("INSERT INTO undone (terminal) VALUES (NULL)")


@pytest.mark.parametrize("price", [666, 777])
def test_an_entry_that_breaks_a_tally_stops_none_of_the_others(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, price: int
) -> None:
    monkeypatch.setattr(following, "TALLIES", (*TALLIES, Poisoned))
    for number in range(1, 8):
        shop.sell(
            line(PARACETAMOL, quantity=1, price_vnd=price if number == 5 else 1), when=at(MONDAY)
        )
    assert figures("sales", "takings_vnd") == [("2026-11-16", "A", 6, 6)]
    assert f"entry 5 of {shop.outlet.id} is not counted" in caplog.text
    assert follow() == 0
