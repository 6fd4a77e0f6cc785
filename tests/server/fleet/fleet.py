"""A fleet of terminals made of nothing but rows: what tests judge, join and command."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.fleet import telemetry, watch
from server.reference import directory, places
from server.reference.outlets import Outlet
from server.reference.places import Area, Commune, Membership
from server.store import alarms, terminals
from server.store.alarms import Raised
from server.store.database import reading, run, writing
from wire.registration import Registration
from wire.status import Status

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    """Return a moment in Việt Nam."""
    return datetime.combine(day, time(hour, minute), HERE).astimezone(UTC)


NOW = at(10, 41)


@dataclass
class Fleet:
    """Communes 99001 to 99004 in areas T (the first two) and D."""

    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        codes = [f"9900{n}" for n in (1, 2, 3, 4)]
        with writing():
            places.save_communes(Commune(code=code, name=f"Xã {code}") for code in codes)
            places.save_areas(
                [Area(code="T", name="Tây"), Area(code="D", name="Đông")],
                [Membership(area="T" if code < "99003" else "D", commune=code) for code in codes],
                MONDAY,
            )

    def add(self, commune: str = "99001", count: int = 1, **outlet: Any) -> list[str]:
        """Put terminals up, each in an outlet of its own, heard just now; return their names."""
        new = [f"Q99-{len(self.ids) + n:04}" for n in range(1, count + 1)]
        with writing():
            for name in new:
                terminals.register(registration(name))
                directory.assign(name, f"O{name}")
            directory.save_outlets(
                [
                    Outlet(
                        **{
                            "code": f"O{name}",
                            "name": f"Quầy thuốc {name}",
                            "kind": "QT",
                            "commune": commune,
                        }
                        | outlet
                    )
                    for name in new
                ],
                MONDAY,
            )
        self.ids += new
        self.say(new, NOW)
        return new

    def say(self, names: Iterable[str], now: datetime = NOW, **said: Any) -> None:
        """Have terminals say how they are."""
        names = list(names)
        with writing():
            terminals.heard(names, now)
            telemetry.keep([status(name, now, **said) for name in names], now)

    def look(self, now: datetime = NOW) -> list[Raised]:
        """Take a look and return the alarms that are not closed."""
        watch.look(now)
        return open_alarms()

    def last_word(self, names: Iterable[str], when: datetime) -> None:
        """Let terminals have been heard last at a moment, also an earlier one."""
        with writing():
            for name in names:
                run(
                    "UPDATE terminal SET last_contact_at = ? WHERE id = ?",
                    (when.astimezone(UTC).isoformat(timespec="microseconds"), name),
                )


def open_alarms() -> list[Raised]:
    with reading():
        return [one for one in alarms.list_alarms(open_only=False) if one.closed_at is None]


def registration(name: str) -> Registration:
    return Registration(
        terminal=name,
        province="99",
        outlet=f"Quầy thuốc {name}",
        commune="Xã Mẫu",
        signing_key="-----BEGIN PUBLIC KEY-----\n",
        enrolled_at=NOW - timedelta(days=100),
    )


def status(name: str, now: datetime = NOW, **said: Any) -> Status:
    usual: dict[str, Any] = {
        "terminal": name,
        "epoch": "e" * 32,
        "at": now,
        "last_seq": 10,
        "unsent": 0,
        "software": "4.2.0",
        "printer": "ok",
        "scanner": "ok",
    }
    return Status(**usual | said)
