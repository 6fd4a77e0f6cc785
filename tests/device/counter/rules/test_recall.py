from dataclasses import replace

import pytest

from device.counter.drug import Hold, HoldKind
from device.counter.rules import Rule, Way, is_destroyed, reaches_users, recall_due, refuse
from tests.device.counter.rules.stall import (
    FREE,
    TODAY,
    batch,
    days,
    line,
    sale,
    shelf,
    world,
)

HOLD = Hold(
    number="1234/QLD-CL",
    kind=HoldKind.RECALLED,
    drug_id="FREE",
    drug_name=FREE.name,
    batches=("A", "C"),
    level=2,
    issued=TODAY,
)


@pytest.mark.parametrize("level", [1, 2, 3, None])
def test_rcl_02_every_level_stops_the_batch_at_once_law_64(level: int | None) -> None:
    hold = replace(HOLD, level=level)
    stock = shelf(FREE, batch("A"), batch("C"), batch("B"), holds=(hold,))
    refusal = refuse(line(), sale(), world(stock))
    assert refusal is not None
    assert refusal.rule is Rule.RECALLED
    assert refusal.hold is hold
    assert refusal.ways == (Way.SET_ASIDE,)
    assert refusal.good_batch is not None
    assert refusal.good_batch.number == "B"
    assert refuse(line(batch="B"), sale(), world(stock)) is None


@pytest.mark.parametrize("printed", ["lot 7a", "LOT7A", "Lot 7A "])
def test_rcl_02_neither_case_nor_spaces_let_a_batch_through(printed: str) -> None:
    stock = shelf(FREE, batch(printed), holds=(replace(HOLD, batches=("LOT 7a",)),))
    refusal = refuse(line(batch=printed), sale(), world(stock))
    assert refusal is not None
    assert refusal.rule is Rule.RECALLED


def test_rcl_02_a_notice_without_batches_stops_every_one_even_an_unknown() -> None:
    stock = shelf(FREE, batch("A"), batch("B"), holds=(replace(HOLD, batches=()),))
    for number in ("A", "B", ""):
        refusal = refuse(line(batch=number), sale(), world(stock))
        assert refusal is not None
        assert refusal.rule is Rule.RECALLED
        assert refusal.good_batch is None


def test_rcl_07_what_is_sealed_is_not_even_moved() -> None:
    stock = shelf(FREE, batch("A"), holds=(replace(HOLD, kind=HoldKind.SEALED),))
    refusal = refuse(line(), sale(), world(stock))
    assert refusal is not None
    assert (refusal.rule, refusal.ways) == (Rule.SEALED, ())


@pytest.mark.parametrize(("level", "allowed"), [(1, 3), (2, 15), (3, 30)])
def test_rcl_01_each_level_has_its_days_law_63(level: int, allowed: int) -> None:
    assert recall_due(replace(HOLD, level=level)) == TODAY + days(allowed)


def test_rcl_01_without_a_day_or_level_nothing_is_counted() -> None:
    assert recall_due(replace(HOLD, issued=None)) is None
    assert recall_due(replace(HOLD, level=None)) is None


def test_rcl_01_06_levels_1_and_2_reach_users_and_are_destroyed() -> None:
    levels = [replace(HOLD, level=level) for level in (1, 2, 3, None)]
    assert [reaches_users(hold) for hold in levels] == [True, True, False, False]
    assert [is_destroyed(hold) for hold in levels] == [True, True, False, False]
