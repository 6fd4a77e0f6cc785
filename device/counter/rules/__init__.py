"""The rules of selling: what may not be sold, what should be said, what must be kept."""

from device.counter.rules.case import needs_prescription
from device.counter.rules.classes import classify, registers_of
from device.counter.rules.controlled import type_for
from device.counter.rules.dispensed import dispensed_here, prescribes
from device.counter.rules.person import card_tells, person_to_keep
from device.counter.rules.prescription import left_on
from device.counter.rules.quality import (
    may_go_back,
    needs_directions,
    needs_label,
    needs_minutes,
    wants_label,
)
from device.counter.rules.recall import is_destroyed, reaches_users, recall_due
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.refusing import refuse, refuse_sale, without_needless
from device.counter.rules.rule import Rule, Source
from device.counter.rules.substitution import may_answer, may_substitute
from device.counter.rules.warn import Warn, Warning_
from device.counter.rules.warning import warnings

__all__ = [
    "Refusal",
    "Rule",
    "Source",
    "Warn",
    "Warning_",
    "Way",
    "card_tells",
    "classify",
    "dispensed_here",
    "is_destroyed",
    "left_on",
    "may_answer",
    "may_go_back",
    "may_substitute",
    "needs_directions",
    "needs_label",
    "needs_minutes",
    "needs_prescription",
    "person_to_keep",
    "prescribes",
    "reaches_users",
    "recall_due",
    "refuse",
    "refuse_sale",
    "registers_of",
    "type_for",
    "wants_label",
    "warnings",
    "without_needless",
]
