import numpy as np
import pytest

from device.paper.check import check_groups, check_text, draw_code
from tests.device.paper.reading import ink

HASH = "7f3a91c204de" + "a" * 52
LONGEST = check_text(terminal="Q" * 32, epoch="f" * 32, number=2**63 - 1, entry_hash=HASH)


def test_the_text_names_terminal_epoch_number_and_hash() -> None:
    text = check_text(terminal="Q33-0001", epoch="0f3a9c21" * 4, number=128, entry_hash=HASH)
    assert text == "QUAY1|Q33-0001|0f3a9c21|128|7F3A91C204DE"


def test_the_digits_beside_are_those_of_the_code() -> None:
    assert check_groups(HASH) == "7F3A 91C2 04DE"
    assert LONGEST.endswith(check_groups(HASH).replace(" ", ""))


@pytest.mark.parametrize("room", [190, 205, 240, 384])
@pytest.mark.parametrize("text", ["QUAY1|Q33-0001|0f3a9c21|128|7F3A91C204DE", LONGEST])
def test_every_module_has_whole_dots_and_the_white_fits(text: str, room: int) -> None:
    code, quiet = draw_code(text, room=room)
    dots = quiet // 4
    assert code.width + 2 * quiet <= room
    modules = ink(code).reshape(code.height // dots, dots, code.width // dots, dots)
    for i, j in ((1, 3), (3, 1)):
        assert np.array_equal(modules.any(axis=(i, j)), modules.all(axis=(i, j)))


def test_the_longest_text_still_has_modules_of_three_dots_on_narrow_paper() -> None:
    assert draw_code(LONGEST, room=190)[1] // 4 >= 3


def test_modules_do_not_grow_without_end() -> None:
    assert draw_code("QUAY1", room=576)[1] // 4 == 5
