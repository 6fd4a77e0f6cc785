import os
from typing import Any

import pytest

from bench.touch.__main__ import Played, claims_of, play_all

os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> list[Played]:
    return play_all(tmp_path_factory.mktemp("touch"), 1)


def _row(played: list[Played], task: str, way: str) -> dict[str, Any]:
    return next(one.row() for one in played if one.task.startswith(task) and one.way == way)


def test_every_task_is_played_to_its_end(played: list[Played]) -> None:
    assert {one.task: one.stuck for one in played if one.stuck} == {}


def test_one_item_is_one_scan_and_one_touch_or_one_code(played: list[Played]) -> None:
    by_touch = _row(played, "over the counter: one item", "touch")
    assert (by_touch["scans"], by_touch["touches"], by_touch["orders"]) == (1, 1, 0)
    by_codes = _row(played, "over the counter: one item", "codes")
    assert (by_codes["scans"], by_codes["touches"], by_codes["orders"]) == (1, 0, 1)


def test_a_prescription_with_card_and_three_packs_is_five_scans(played: list[Played]) -> None:
    row = _row(played, "prescription, card, three packs", "touch")
    assert row["scans"] == 5
    assert row["touches"] <= 2


def test_digits_and_letters_are_counted_apart(played: list[Played]) -> None:
    shift = _row(played, "close the shift", "touch")
    assert (shift["letters"], shift["digits"]) == (0, 7)
    search = _row(played, "search by name", "touch")
    assert (search["letters"], search["digits"]) == (8, 0)


def test_our_own_time_is_more_than_nothing(played: list[Played]) -> None:
    assert all(one.row()["own ms"] > 0 for one in played)


def test_every_claim_holds_for_what_was_counted(played: list[Played]) -> None:
    assert [claim.claim for claim in claims_of(played) if not claim.holds] == []


def test_a_task_that_nobody_could_play_is_no_claim_that_holds(played: list[Played]) -> None:
    broken = [Played(one.task, one.way, one.types, stuck="no button") for one in played]
    assert not any(claim.holds for claim in claims_of(broken) if "letters" not in claim.claim)
