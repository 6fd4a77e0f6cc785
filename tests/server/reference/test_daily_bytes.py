"""What a day's changes cost a terminal on its line."""

from bench.reference_bytes import daily_update_bytes


def test_a_day_s_changes_cost_less_than_fifty_kilobytes() -> None:
    assert 5_000 < daily_update_bytes() < 50_000
