"""From where on a part of the terminal is not well: the same on screen, paper and far away."""

from device.self_test.card import Card

RENEW_DAYS = 30
"""A certificate that ends sooner than this should have been renewed by now."""
BAD_LINE_PERCENT = 20
"""So many questions without an answer are no chance any more."""
WORN_PERCENT = 90
"""A soldered card that has lived so much of its life is changed in good time."""
SLOW_WRITE_MS = 2_000
"""A card that takes longer for one page keeps everybody waiting at the money."""
HOT_C = 80.0
"""From here on a Raspberry Pi slows itself down (raspberrypi.com/documentation)."""
LOW_PERCENT = 20
"""Of the battery's charge."""


def is_used_up(card: Card) -> bool:
    """Whether a card says itself that it has not long to live."""
    return (card.used_percent or 0) >= WORN_PERCENT or card.reserve in {"warning", "urgent"}


def is_worn(card: Card) -> bool:
    """Whether a card is to be changed."""
    if card.write_ms is None or card.write_ms > SLOW_WRITE_MS:
        return True
    return bool(card.errors) or is_used_up(card)
