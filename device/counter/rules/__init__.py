"""The rules of selling."""

from device.counter.rules.check import (
    check_customer,
    check_expiry,
    check_line,
    check_prescription,
    check_prescription_type,
    person_to_keep,
)
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.rule import Rule, Source

__all__ = [
    "Refusal",
    "Rule",
    "Source",
    "Way",
    "check_customer",
    "check_expiry",
    "check_line",
    "check_prescription",
    "check_prescription_type",
    "person_to_keep",
]
