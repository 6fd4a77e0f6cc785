"""From where on something counts, and from where on it is shown as standing out.

Nothing here is law unless a rule is named: it is what the department chose, in one place.
"""

from datetime import date, timedelta
from functools import lru_cache
from math import exp, floor, lgamma, log, log1p

ACTIVE_DAYS = 7
"""An outlet is active that sold in so many days, today included. The department's own choice."""
ACTIVE_TARGET = 0.85
"""Share of outlets that should be active. The department's own choice."""
FEW_OUTLETS = 6
"""A commune with fewer is marked: its share says little. The department's own choice."""
TAIL = 0.001
"""Chance beyond the upper of the two 99.8 % limits of a funnel. The department's own choice."""
WEEKS_RUNNING = 3
"""Finished weeks beyond the limit before an outlet is named. The department's own choice."""
LATE = timedelta(hours=24)
"""An entry that was stored later than this after it was written. The department's own choice."""
PRESCRIPTION_LATE = timedelta(minutes=60)
"""A sale of a prescription drug should be reported at once (RX-08: QĐ 425 Đ9 k3 b, Đ20 k4 a);
"at once" has no minutes in law, these are the department's own choice."""
AHEAD = timedelta(minutes=5)
"""A terminal's clock that is further ahead than this is wrong. The department's own choice."""

DOUBLE_DAYS = 3
"""Days within which a double dispensing should be looked into. The department's own choice."""
PRICE_DAYS = 7
"""Days within which sales above the posted price should be looked into. Likewise."""
GPP_DAYS = 30
"""Days before an outlet's assessment from which on it is to be prepared. Likewise."""


def monday(day: date) -> date:
    """Return the Monday of a day's week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def finished_weeks(until: date, count: int = WEEKS_RUNNING) -> tuple[date, ...]:
    """Return the Mondays of the last weeks that are over with a day, the oldest first."""
    running = monday(until + timedelta(days=1))
    return tuple(running - timedelta(weeks=back) for back in range(count, 0, -1))


@lru_cache(maxsize=1 << 16)
def most_by_chance(sales: int, share: float) -> int:
    """Return up to how many of so many sales chance alone explains, where `share` is usual.

    The upper 99.8 % limit of a binomial funnel (Spiegelhalter, Stat. Med. 2005): more than this
    happens with a chance of less than 0.1 %.
    """
    if sales <= 0 or share <= 0:
        return 0
    below, above = floor(sales * min(share, 1)), sales + 1
    while above - below > 1:
        middle = (below + above) // 2
        if chance_of_at_least(middle, sales, share) >= TAIL:
            below = middle
        else:
            above = middle
    return below


def stands_out(without: int, sales: int, share: float) -> bool:
    """Whether so many sales in one week are more than chance explains, where `share` is usual."""
    if without <= sales * share:
        return False
    return share <= 0 or chance_of_at_least(without, sales, share) < TAIL


@lru_cache(maxsize=1 << 16)
def chance_of_at_least(count: int, of: int, share: float) -> float:
    """Return the chance of so many or more (binomial distribution); 1 up to what is expected."""
    if count <= of * share:
        return 1.0
    if count > of:
        return 0.0
    ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    term = total = exp(ways + count * log(share) + (of - count) * log1p(-share))
    for reached in range(count, of):  # terms only shrink beyond what is expected
        term *= (of - reached) / (reached + 1) * share / (1 - share)
        total += term
        if term < total * 1e-12:
            break
    return total
