"""A department that tells the national system, by a clock of its own."""

from datetime import UTC, datetime, timedelta

from server.prescriptions.follow import follow
from server.prescriptions.reports import Reporting
from server.store import alarms
from server.store.alarms import Finding, Raised
from server.store.database import reading, writing
from tests.server.interop.nationals import Direct


class Office:
    """Reports round by round."""

    def __init__(self) -> None:
        self.way = Direct()
        self.reporting = Reporting(self.way.national)
        self.now = datetime.now(UTC)
        self.code = next(code for code in self.way.system.codes if code.endswith("-c"))

    def round(self, *, minutes: float = 0) -> None:
        self.now += timedelta(minutes=minutes)
        follow()
        self.reporting.round(self.now)

    def restart(self) -> None:
        self.reporting = Reporting(self.way.national)

    def sold(self) -> dict[str, list[int]]:
        """Return what the national system remembers: units by invoice."""
        return {
            invoice: [line["so_luong_ban"] for line in told["thong_tin_thuoc"]]
            for invoice, told in self.way.system.reports.items()
        }

    def is_alarming(self, kind: Finding = Finding.RX_REPORT) -> bool:
        return self.alarm(kind) is not None

    def alarm(self, kind: Finding) -> Raised | None:
        with reading():
            found = alarms.list_alarms(open_only=True)
        return next((alarm for alarm in found if alarm.kind == kind), None)

    def see(self, kind: Finding) -> None:
        alarm = self.alarm(kind)
        assert alarm
        with writing():
            alarms.see(alarm.id, by="ha", now=self.now)
