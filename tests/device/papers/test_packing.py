"""How a drug is packed, in words."""

import pytest

from device.counter.drug import Drug, Offer
from device.papers.packing import packing_of


@pytest.mark.parametrize(
    ("units", "base_unit", "words"),
    [
        ([("hộp", 40), ("vỉ", 4), ("viên", 1)], "viên", "hộp 10 vỉ × 4 viên"),
        ([("hộp", 30), ("viên", 1)], "viên", "hộp 30 viên"),
        ([("hộp", 24)], "gói", "hộp 24 gói"),
        ([("lọ", 1)], "lọ", "lọ"),
        ([("hộp", 1), ("chai", 1)], "chai", "hộp 1 chai"),
        # Nobody can say how many strips a box holds that is no whole number of them.
        ([("hộp", 30), ("vỉ", 7), ("viên", 1)], "viên", "hộp 30 viên"),
        (
            [("hộp 60 viên", 60), ("hộp 30 viên", 30), ("vỉ", 10), ("viên", 1)],
            "viên",
            "hộp 6 vỉ × 10 viên; hộp 3 vỉ × 10 viên",
        ),
        ([], "viên", ""),
    ],
)
def test_it_goes_from_the_outer_pack_to_what_is_counted(
    units: list[tuple[str, int]], base_unit: str, words: str
) -> None:
    drug = Drug(id="D", name="D", prescription_only=True, base_unit=base_unit)
    offers = tuple(Offer(drug=drug, unit=unit, unit_size=n, price_vnd=0) for unit, n in units)
    assert packing_of(offers) == words
