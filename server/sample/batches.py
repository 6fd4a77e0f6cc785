"""Batches of drugs, and the firms that deliver them. All of them are invented."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from server.sample.medicines import Medicine

SUPPLIERS = (
    "Dược Minh Phát, kho 1",
    "Dược Đông Giang",
    "Phân phối Tân Việt",
    "Dược phẩm Hòa Sơn",
    "Thương mại Dược Bình Khê",
    "Dược Thanh Xuyên",
)
RECALLED_DRUG, RECALLED_BATCH = "SYN049", "2406A"
RECALLED_AT = (7, 15)
"""Hour and minute of the last morning; terminals hear of it within seconds."""
_STEP_DAYS = 30
"""A maker makes a batch of a drug this often."""
_LETTERS = "BCDEGHK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch of a drug."""

    number: str
    expiry: date
    last_day: int
    """The expiry's ordinal: whole days are compared often."""


@cache
def batch_of(medicine: Medicine, step: int) -> Batch:
    """Return the batch that was made in a step of days since the calendar's beginning."""
    made = date.fromordinal(step * _STEP_DAYS)
    letter = _LETTERS[(step * 3 + medicine.number) % len(_LETTERS)]
    last = step * _STEP_DAYS + medicine.life_days
    return Batch(number=f"{made:%y%m}{letter}", expiry=date.fromordinal(last), last_day=last)


def batch_sold_on(medicine: Medicine, day: int, *, age_days: int) -> Batch:
    """Return the batch that was made about so long before a day (ordinal)."""
    return batch_of(medicine, (day - age_days) // _STEP_DAYS)


def batch_expiring(medicine: Medicine, day: int) -> Batch:
    """Return the batch that expires on a day (ordinal) or up to a month before."""
    return batch_of(medicine, (day - medicine.life_days) // _STEP_DAYS)


def recalled_batch(until: date) -> Batch:
    """Return the batch that is recalled on the sample's last morning."""
    last = until.toordinal() + 325
    return Batch(number=RECALLED_BATCH, expiry=date.fromordinal(last), last_day=last)
