"""Names of units: one name is one packing."""

import pytest

from wire.packing import distinct_names


@pytest.mark.parametrize(
    ("units", "names"),
    [
        ([("hộp", 100), ("vỉ", 10), ("viên", 1)], ["hộp", "vỉ", "viên"]),
        ([("hộp", 100), ("hộp", 30), ("viên", 1)], ["hộp 100 viên", "hộp 30 viên", "viên"]),
        ([("Hộp", 100), ("hộp", 30)], ["Hộp 100 viên", "hộp 30 viên"]),
        # The same packing under two codes is one unit.
        ([("hộp", 30), ("hộp", 30)], ["hộp", "hộp"]),
        ([("hộp", 30), ("hộp", 30), ("hộp", 6)], ["hộp 30 viên", "hộp 30 viên", "hộp 6 viên"]),
        # Somebody has written the very name that would be made.
        (
            [("hộp", 100), ("hộp", 30), ("hộp 30 viên", 60)],
            ["hộp 100 viên", "hộp 30 viên 30 viên", "hộp 30 viên 60 viên"],
        ),
        ([], []),
    ],
)
def test_two_sizes_never_share_a_name(units: list[tuple[str, int]], names: list[str]) -> None:
    assert distinct_names(units, "viên") == names
    again = [(name, size) for name, (_name, size) in zip(names, units, strict=True)]
    assert distinct_names(again, "viên") == names


def test_without_a_base_unit_the_size_alone_tells_them_apart() -> None:
    assert distinct_names([("hộp", 100), ("hộp", 30)], "") == ["hộp 100", "hộp 30"]
