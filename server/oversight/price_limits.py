"""From where on a price is shown as far off. None of it is law: the department's own choice."""

FAR_ABOVE = 1.5
"""Times the province's median."""
FAR_BELOW = 0.5
"""Likewise."""
FAR_OUTLETS = 6
"""With fewer outlets that sell it there is no median to compare with."""
FAR_ANNOUNCED = 2.0
"""Times the announced wholesale price, which is no ceiling for a retailer (PRC-03)."""
REPEAT_DAYS = 30
"""Within so many days sales above the posted price are a repeat."""


def is_far(price_vnd: int, median_vnd: int, outlets: int) -> bool:
    """Whether a price is far from the province's median."""
    return outlets >= FAR_OUTLETS and (
        price_vnd >= FAR_ABOVE * median_vnd or price_vnd <= FAR_BELOW * median_vnd
    )


def is_far_above(price_vnd: int, announced_vnd: float | None) -> bool:
    """Whether a price is far above the announced wholesale price."""
    return announced_vnd is not None and price_vnd > FAR_ANNOUNCED * announced_vnd


def for_size(price_vnd: int, size: int, wanted: int) -> int:
    """Return the price of a unit of another size at the same price of a tablet.

    Boxes of one name may hold more or less.

    >>> for_size(30_000, 30, 100)
    100000
    """
    return price_vnd if size == wanted else round(price_vnd * wanted / size)
