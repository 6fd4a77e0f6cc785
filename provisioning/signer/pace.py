"""How many certificates are made in an hour and a day, so that a stolen door does little harm."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from provisioning.signer.journal import Issued

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most certificates in a time. A province's terminals renew some ten a day."""

    an_hour: int = 100
    a_day: int = 500
    a_terminal: int = 5
    """Of one terminal in a day: one, and some tries on a line that breaks."""


@dataclass(slots=True)
class Pace:
    """What was made in the last day. It begins with the journal: a restart forgives nothing."""

    limits: Limits
    _recent: deque[tuple[datetime, str]] = field(default_factory=deque)

    def remember(self, issued: Iterable[Issued]) -> None:
        """Take note of what was made."""
        self._recent.extend((one.at, one.terminal) for one in issued)

    def allows(self, terminal: str, at: datetime) -> bool:
        """Whether another certificate for this terminal keeps within the limits."""
        # A clock that was once far ahead must not stop everything until its day has come.
        self._recent = deque(one for one in self._recent if abs(at - one[0]) < DAY)
        within_hour = sum(abs(at - when) < HOUR for when, _terminal in self._recent)
        of_terminal = sum(name == terminal for _when, name in self._recent)
        return (
            within_hour < self.limits.an_hour
            and len(self._recent) < self.limits.a_day
            and of_terminal < self.limits.a_terminal
        )
