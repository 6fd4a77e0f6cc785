import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import steady
from wire.recovery import ALPHABET, GROUPS, SlipError, make_code, tidy_code

CODE = make_code()


def group_of(slip: str) -> int:
    with pytest.raises(SlipError) as found:
        tidy_code(slip)
    return found.value.group


def test_a_code_is_at_least_120_random_bits_in_groups() -> None:
    groups = CODE.split("-")
    assert [len(group) for group in groups] == [6] * GROUPS
    assert GROUPS * 5 * math.log2(len(ALPHABET)) >= 120
    assert len({make_code() for _ in range(200)}) == 200
    assert not set("01OIL") & set(ALPHABET)


def test_a_code_comes_back_however_it_was_typed() -> None:
    for typed in (CODE, CODE.lower(), CODE.replace("-", " "), CODE.replace("-", ""), f" {CODE}\t"):
        assert tidy_code(typed) == CODE


@steady
@given(st.integers(0, 29), st.sampled_from(ALPHABET + "0OIL1É?"))
def test_every_single_slip_is_found_and_its_group_named(at: int, typed: str) -> None:
    plain = CODE.replace("-", "")
    if plain[at] != typed:
        assert group_of(plain[:at] + typed + plain[at + 1 :]) == at // 6 + 1


def test_two_characters_of_a_group_in_the_wrong_order_are_found() -> None:
    plain = CODE.replace("-", "")
    for group in range(GROUPS):
        for one, other in combinations(range(group * 6, group * 6 + 6), 2):
            swapped = list(plain)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            if "".join(swapped) != plain:
                assert group_of("".join(swapped)) == group + 1


def test_groups_in_the_wrong_order_are_found() -> None:
    groups = CODE.split("-")
    for one, other in combinations(range(GROUPS), 2):
        swapped = list(groups)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if swapped != groups:
            assert group_of("-".join(swapped)) == one + 1


@pytest.mark.parametrize("code", ["", CODE[:-1], CODE[:27], f"{CODE}-{CODE[:6]}", f"{CODE}2"])
def test_a_code_that_is_too_short_or_too_long_is_refused(code: str) -> None:
    assert 1 <= group_of(code) <= GROUPS


@steady
@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_a_slip(typed: str) -> None:
    try:
        tidy = tidy_code(typed)
    except SlipError as found:
        slip = found.group
    else:
        slip = int(tidy_code(tidy) == tidy)
    assert 1 <= slip <= GROUPS
