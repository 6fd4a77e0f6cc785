from dataclasses import dataclass, field
from pathlib import Path

import pytest

from provisioning.errors import MissingError
from provisioning.installing.step import Count, carry_out


@dataclass
class Lamp:
    """A step that lights a lamp."""

    said: str
    lit: list[str]
    needs: str = ""
    asked: int = field(default=0)

    def check(self) -> bool:
        self.asked += 1
        return self.said in self.lit

    def apply(self) -> None:
        if self.needs and self.needs not in self.lit:
            raise MissingError(Path(self.needs))
        self.lit.append(self.said)


def test_what_is_so_already_is_left_alone_and_the_rest_is_done_in_order() -> None:
    lit, told = ["hai"], list[str]()
    steps = [Lamp("một", lit), Lamp("hai", lit), Lamp("ba", lit, needs="một")]
    assert carry_out(steps, told.append) == Count(3, 2)
    assert lit == ["hai", "một", "ba"]
    assert [line.split() for line in told] == [
        ["làm", "một"],
        ["đã", "có", "hai"],
        ["làm", "ba"],
    ]


def test_the_second_time_there_is_nothing_to_do() -> None:
    lit = list[str]()
    steps = [Lamp("một", lit), Lamp("hai", lit)]
    carry_out(steps, lambda _line: None)
    assert carry_out(steps, lambda _line: None) == Count(2, 0)
    assert lit == ["một", "hai"]


def test_only_looking_changes_nothing() -> None:
    lit, told = list[str](), list[str]()
    assert carry_out([Lamp("một", lit)], told.append, only_look=True) == Count(1, 1)
    assert (lit, told) == ([], ["  sẽ làm một"])


def test_a_fault_ends_it_there() -> None:
    lit = list[str]()
    steps = [Lamp("một", lit), Lamp("hai", lit, needs="không"), Lamp("ba", lit)]
    with pytest.raises(MissingError, match="không"):
        carry_out(steps, lambda _line: None)
    assert lit == ["một"]
    assert steps[2].asked == 0
