from hypothesis import given
from hypothesis import strategies as st

from device.counter.change import change_rows
from tests.properties import steady

NOTES = (10_000, 50_000, 100_000, 200_000, 500_000)


@steady
@given(st.integers(1, 20_000_000))
def test_every_row_is_a_sum_somebody_may_give_and_what_goes_back(total: int) -> None:
    rows = change_rows(total)
    sums = [paid for paid, _back in rows]
    assert sums == sorted(set(sums))
    for paid, back in rows:
        assert paid - back == total
        assert back > 0
        assert any(paid % note == 0 and back < note for note in NOTES)


def test_a_sum_that_needs_no_change_has_no_row_of_its_own() -> None:
    assert change_rows(0) == ()
    assert all(back for _given, back in change_rows(100_000))
