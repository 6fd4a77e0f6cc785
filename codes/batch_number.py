"""Batch numbers as people write them."""


def plain_batch(number: str) -> str:
    """Return what two ways of writing one batch number have in common: neither case nor spaces.

    A notice is typed, a pack is scanned, a box is read by eye; the batch is the same.

    >>> plain_batch("AB 12a") == plain_batch("ab12A")
    True
    """
    return "".join(number.split()).casefold()
