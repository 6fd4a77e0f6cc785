import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import steady
from tests.wire.samples import EPOCH, TERMINAL, chain
from wire.chain import ChainBrokenError, entry_hash, origin, verify_chain

LENGTH = 6
BODIES = chain(LENGTH)
OTHER_EPOCH = EPOCH[::-1]

places = st.integers(0, LENGTH - 1)


def broken_at(bodies: list[bytes]) -> int | None:
    try:
        verify_chain(bodies, TERMINAL, EPOCH)
    except ChainBrokenError as error:
        return error.seq
    return None


def test_a_whole_chain_verifies_and_gives_its_last_hash() -> None:
    assert verify_chain(BODIES, TERMINAL, EPOCH) == entry_hash(BODIES[-1])
    assert verify_chain([], TERMINAL, EPOCH) == origin(TERMINAL, EPOCH)


@pytest.mark.parametrize("at", range(LENGTH - 1))
def test_an_entry_that_was_removed_is_missed(at: int) -> None:
    assert broken_at(BODIES[:at] + BODIES[at + 1 :]) == at + 1


def test_an_end_that_was_cut_off_shows_in_the_last_hash() -> None:
    assert verify_chain(BODIES[:-1], TERMINAL, EPOCH) != entry_hash(BODIES[-1])


@steady
@given(places, places)
def test_two_entries_that_were_swapped_are_found(one: int, other: int) -> None:
    swapped = list(BODIES)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert broken_at(swapped) == (None if one == other else min(one, other) + 1)


@steady
@given(st.integers(0, LENGTH), places)
def test_an_entry_that_was_put_in_is_found(at: int, copied: int) -> None:
    assert broken_at([*BODIES[:at], BODIES[copied], *BODIES[at:]]) == (
        at + 1 if at != copied else at + 2
    )


@steady
@given(places, st.data())
def test_no_byte_can_be_changed_without_changing_the_last_hash(
    at: int, data: st.DataObject
) -> None:
    where = data.draw(st.integers(0, len(BODIES[at]) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda byte: byte != BODIES[at][where]))
    changed = bytearray(BODIES[at])
    changed[where] = value
    bodies = [*BODIES[:at], bytes(changed), *BODIES[at + 1 :]]
    found = broken_at(bodies)
    if at == LENGTH - 1 and found is None:
        assert verify_chain(bodies, TERMINAL, EPOCH) != entry_hash(BODIES[-1])
    else:
        assert found in {at + 1, at + 2}


@pytest.mark.parametrize("field", ["total_vnd", "staff", "at", "prescription"])
def test_a_sale_that_was_altered_does_not_fit_the_next_entry(field: str) -> None:
    altered = json.loads(BODIES[2])
    altered[field] = {"total_vnd": 1, "staff": "NV-08", "at": "2026-11-23T00:00:00Z"}.get(
        field, "x"
    )
    bodies = [*BODIES[:2], json.dumps(altered).encode(), *BODIES[3:]]
    assert broken_at(bodies) == 4


def test_an_entry_of_another_terminal_or_epoch_does_not_belong() -> None:
    assert broken_at(chain(3, epoch=OTHER_EPOCH)) == 1
    stranger = json.loads(BODIES[1]) | {"terminal": "Q33-0002"}
    assert broken_at([BODIES[0], json.dumps(stranger).encode()]) == 2
    with pytest.raises(ChainBrokenError):
        verify_chain(BODIES, "Q33-0002", EPOCH)
    with pytest.raises(ChainBrokenError):
        verify_chain(BODIES, TERMINAL, OTHER_EPOCH)


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"{}", b"[" * 50_000])
def test_an_entry_that_is_none_any_more_breaks_the_chain_there(body: bytes) -> None:
    assert broken_at([*BODIES[:3], body, *BODIES[4:]]) == 4


def test_every_terminal_and_epoch_has_its_own_origin() -> None:
    origins = {
        origin(terminal, epoch)
        for terminal in (TERMINAL, "Q33-0002")
        for epoch in (EPOCH, OTHER_EPOCH)
    }
    assert len(origins) == 4
