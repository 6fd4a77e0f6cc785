"""The boot script, run by the real U-Boot: which slot it tries, and what it leaves on the card."""

from pathlib import Path

import pytest

from provisioning.image.boot.backend import (
    COPY_BYTES,
    PROVEN,
    TRIAL,
    BootState,
    SlotState,
    initial_state,
    read_copy,
)
from tests.provisioning.image.boot.board import Board, is_there

pytestmark = pytest.mark.skipif(not is_there(), reason="U-Boot and QEMU for arm64 must be there")

GOOD, NONE, NEW = SlotState(PROVEN, good=True), SlotState(0), SlotState(TRIAL)
BOTH_ORDERS = (("A", "B"), ("B", "A"))


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


def test_a_new_card_starts_its_only_slot_and_counts_it(board: Board) -> None:
    board.put_state(initial_state())
    board.put_slot("A")
    said = board.start()
    assert said[:2] == ["state from copy 1: A B A=9 B=0", "starting A"]
    # What was loaded is no kernel: the slot is given up, on both copies.
    assert said[2:] == ["A does not load"]
    assert board.copies() == BootState(a=NONE, b=NONE).to_bytes() * 2


def test_a_slot_on_trial_goes_first_and_then_the_one_before(board: Board) -> None:
    board.put_state(BootState(("B", "A"), a=GOOD, b=NEW).to_bytes() * 2)
    board.put_slot("A")
    assert "starting B" in board.start(), "it is not even there"
    assert board.state() == BootState(("B", "A"), a=GOOD, b=NONE)
    assert "starting A" in board.start()


@pytest.mark.parametrize(("worn", "said"), [(0, "copy 2"), (1, "copy 1")])
def test_one_worn_copy_changes_nothing_and_is_mended(board: Board, worn: int, said: str) -> None:
    state = BootState(("B", "A"), a=GOOD, b=SlotState(4, good=True))
    copies = bytearray(state.to_bytes() * 2)
    copies[worn * COPY_BYTES + 7] ^= 1
    board.put_state(bytes(copies))
    first = board.start()
    assert first[:2] == [f"state from {said}: B A A=9 B=4", "starting B"]
    written = board.copies()
    assert read_copy(written[:COPY_BYTES]) == read_copy(written[COPY_BYTES:])


def test_without_a_whole_copy_the_first_slot_is_tried(board: Board) -> None:
    board.put_state(b"\xff" * 2 * COPY_BYTES)
    assert board.start()[:2] == ["state from copy 0: A B A=3 B=3", "starting A"]
    assert board.state().b == NEW


@pytest.mark.parametrize("order", BOTH_ORDERS)
def test_with_nothing_left_to_try_both_get_another_chance(
    board: Board, order: tuple[str, str]
) -> None:
    board.put_state(BootState(order, a=NONE, b=NONE).to_bytes() * 2)
    said = board.start()
    assert said == [f"state from copy 1: {' '.join(order)} A=0 B=0"]
    assert board.state() == BootState(order, a=NEW, b=NEW)
