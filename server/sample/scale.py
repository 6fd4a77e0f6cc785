"""How large a sample is, and how much of what is planted in it."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PILOT_OUTLETS = 886
"""Of the province where the pilot of 2018 ran: what the numbers below are meant for."""
LEAST_OUTLETS = 40
"""With fewer there is no room for one of everything."""
PACE = 6.0
"""Sales a day of an ordinary outlet at pace 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """How many outlets stand out in which way."""

    antibiotics: int = 5
    """Sell antibiotics without prescription, more each week."""
    prescription_only: int = 3
    """Sell other prescription-only drugs without one."""
    overrides: int = 1
    """As those, and set the rule aside for each of them."""
    above_posted: int = 12
    far_prices: int = 9
    silent: int = 12
    line: int = 11
    """Terminals of the commune whose line is down."""
    late: int = 4
    """Report more than a day late."""
    hours_late: int = 5
    """Report prescriptions hours late."""
    clock: int = 1
    out_of_paper: int = 6
    no_printer: int = 3
    no_scanner: int = 2
    expired: int = 1
    """Keep expired stock on the shelf."""
    near_expiry: int = 6
    loss: int = 1
    doubles: int = 4
    recalled: int = 214
    unacknowledged: int = 37
    """Of these."""
    recalled_silent: int = 3
    """Of these."""

    def for_outlets(self, outlets: int) -> "Planted":
        """Return the same for a smaller province: at least one of everything."""
        if outlets >= PILOT_OUTLETS:
            return self
        share = outlets / PILOT_OUTLETS
        fewer = {
            field.name: max(
                1, min(getattr(self, field.name), round(getattr(self, field.name) * share))
            )
            for field in fields(self)
            if getattr(self, field.name)
        }
        fewer["line"] = max(5, fewer.get("line", 0)) if self.line else 0
        fewer["recalled"] = max(6, fewer.get("recalled", 0)) if self.recalled else 0
        return replace(self, **fewer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What sample is wanted."""

    outlets: int = PILOT_OUTLETS
    days: int = 90
    seed: int = 1
    until: datetime
    """The last moment, with a zone."""
    pace: float = 1.0
    """Sales of an outlet, against `PACE`."""
    planted: Planted = Planted()

    @property
    def local(self) -> datetime:
        """The last moment, in Việt Nam."""
        return self.until.astimezone(VIETNAM)

    @property
    def last_day(self) -> date:
        """The day of the last moment."""
        return self.local.date()

    @property
    def first_day(self) -> date:
        """The first day of the ledgers."""
        return self.last_day - timedelta(days=self.days - 1)

    @property
    def last_morning(self) -> date:
        """The day whose morning brings the recall and the broken line: the last whole one."""
        began = self.local.hour * 60 + self.local.minute >= 11 * 60 + 54
        return self.last_day if began else self.last_day - timedelta(days=1)

    def moment(self, day: date, hour: int, minute: int) -> datetime:
        """Return a moment of a day in Việt Nam."""
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)
