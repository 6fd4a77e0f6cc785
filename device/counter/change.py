"""The change table: what to give back, to be read instead of worked out."""

_NOTES = (10_000, 50_000, 100_000, 200_000, 500_000)


def change_rows(total_vnd: int) -> tuple[tuple[int, int], ...]:
    """Return (what the customer gives, what to give back), from the smallest sum up.

    >>> change_rows(66_000)
    ((70000, 4000), (100000, 34000), (200000, 134000), (500000, 434000))
    >>> change_rows(500_000)
    ((600000, 100000),)
    """
    rounded = {-(-total_vnd // note) * note for note in _NOTES}
    return tuple((given, given - total_vnd) for given in sorted(rounded) if given != total_vnd)
