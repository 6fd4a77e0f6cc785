"""Recalls, suspensions and seals (rules RCL-01 to RCL-07, section 6)."""

from datetime import date, timedelta

from device.counter.drug import Hold, HoldKind
from device.counter.parameters import CURRENT, Parameters
from device.counter.rules.batches import good_batch
from device.counter.rules.case import Case
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.rule import Rule

_RULES = {
    HoldKind.RECALLED: Rule.RECALLED,
    HoldKind.SUSPENDED: Rule.SUSPENDED,
    HoldKind.SEALED: Rule.SEALED,
}


def held(case: Case) -> Refusal | None:
    """RCL-02 (LD Đ6 k5, Đ63, Đ64 k2, A*), RCL-07 (TT 30/2025, not read, C): stop selling at once.

    Every level of a recall, a suspension and the department's seal. What is recalled or suspended
    is put apart; what is sealed must not even be moved.
    """
    hold = case.world.shelf.hold(case.drug.id, case.line.batch)
    if hold is None:
        return None
    ways = () if hold.kind is HoldKind.SEALED else (Way.SET_ASIDE,)
    return case.refused(_RULES[hold.kind], *ways, hold=hold, good_batch=good_batch(case))


def recall_due(hold: Hold, parameters: Parameters = CURRENT) -> date | None:
    """RCL-01 (LD Đ63 k3, A*): until when a recall must be carried out: 3, 15 or 30 days.

    None where the notice has no day or no known level.
    """
    if hold.issued is None or hold.level not in {1, 2, 3}:
        return None
    return hold.issued + timedelta(days=parameters.recall_days[hold.level - 1])


def reaches_users(hold: Hold, parameters: Parameters = CURRENT) -> bool:
    """RCL-01 (LD Đ63 k3, A*): levels 1 and 2 reach those who bought it."""
    return hold.level in parameters.recall_to_users


def is_destroyed(hold: Hold, parameters: Parameters = CURRENT) -> bool:
    """RCL-06 (LD Đ63 k4, A*): drugs of levels 1 and 2 are destroyed, level 3 may be corrected."""
    return hold.level in parameters.recall_destroyed
