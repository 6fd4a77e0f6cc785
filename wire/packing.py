"""Names of the units that a drug is sold in: prices and linked codes travel by them."""

from collections.abc import Sequence


def distinct_names(units: Sequence[tuple[str, int]], base_unit: str) -> list[str]:
    """Return a name for each unit (name, base units in it) by which no other size is meant.

    "hộp" of 100 and "hộp" of 30 are "hộp 100 viên" and "hộp 30 viên": a price that was posted for
    one is not asked for the other (PRC-01). The same size under two codes is one unit.
    """
    names = [name for name, _size in units]
    sizes = [size for _name, size in units]
    for _round in units:
        shared = _shared(names, sizes)
        if not shared:
            break
        names = [
            f"{name} {size} {base_unit}".rstrip() if name.casefold() in shared else name
            for name, size in zip(names, sizes, strict=True)
        ]
    return names


def _shared(names: Sequence[str], sizes: Sequence[int]) -> set[str]:
    """Return the names that more than one size has, in small letters."""
    one_of: dict[str, int] = {}
    return {
        name.casefold()
        for name, size in zip(names, sizes, strict=True)
        if one_of.setdefault(name.casefold(), size) != size
    }
