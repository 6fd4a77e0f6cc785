"""How a drug is packed (quy cách), for the forms of TT 18/2026/TT-BYT: "hộp 10 vỉ × 4 viên"."""

from collections.abc import Sequence

from device.counter.drug import Offer

_Unit = tuple[str, int]
"""Name, and base units in it."""


def packing_of(offers: Sequence[Offer]) -> str:
    """Say what the outer pack holds, down to the base unit; each size where there are several."""
    units = [(_short(offer), offer.unit_size) for offer in offers]
    units.sort(key=lambda unit: -unit[1])
    outer = [unit for unit in dict.fromkeys(units) if unit[0] == units[0][0]]
    inner = [unit for unit in units if unit[0] != units[0][0]]
    return "; ".join(_chain(unit, inner, offers[0].drug.base_unit) for unit in outer)


def _chain(outer: _Unit, inner: Sequence[_Unit], base_unit: str) -> str:
    """Go from a pack to what is within; what it holds no whole number of is passed over."""
    chain, counts = [outer], []
    for unit in (*inner, (base_unit, 1)):
        size = chain[-1][1]
        is_new = unit[0] not in {one for one, _size in chain} and size >= unit[1]
        if is_new and size % unit[1] == 0:
            chain.append(unit)
            counts.append(f"{size // unit[1]} {unit[0]}")
    return " ".join(filter(None, (outer[0], " × ".join(counts))))


def _short(offer: Offer) -> str:
    """Return a unit's name without the size that tells it from another of that name."""
    return offer.unit.removesuffix(f" {offer.unit_size} {offer.drug.base_unit}")
