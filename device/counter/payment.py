"""How a sale is paid."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Cash:
    """In cash."""


class Witness(Enum):
    """Who saw that the money of a transfer arrived."""

    BANK = "bank"
    """A notice came through the province's server."""
    STAFF = "staff"
    """Somebody looked at the shop's own telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """By bank transfer."""

    reference: str
    """What stood in the transfer's memo: random, made for this sale."""
    witness: Witness


Payment = Cash | Transfer

CASH = Cash()
