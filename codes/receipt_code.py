"""The check code on our own receipts: which entry of which ledger, and how its hash begins."""

import re
from dataclasses import dataclass

from codes.unknown import Unknown, Why

PREFIX = "QUAY1|"
_TEXT = re.compile(
    r"QUAY1\|([A-Z0-9][A-Z0-9-]{2,31})\|([0-9a-f]{8})\|([1-9][0-9]{0,17})\|([0-9A-F]{12})"
)


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """What the QR code of a receipt says. It proves nothing until the ledger is asked."""

    terminal: str
    epoch: str
    """The first eight digits of the ledger's epoch."""
    number: int
    """The number on the receipt."""
    hash: str
    """The first twelve digits of the entry's SHA-256, upper case as printed."""


def read_receipt_code(text: str) -> ReceiptCode | Unknown:
    """Read the check code of a receipt.

    >>> read_receipt_code("QUAY1|Q33-0001|0f0f0f0f|128|7F3A91C204DE").number
    128
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        return Unknown(Why.NO_MATCH)
    terminal, epoch, number, digits = found.groups()
    return ReceiptCode(terminal, epoch, int(number), digits)
