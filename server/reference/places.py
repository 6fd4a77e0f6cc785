"""Communes of 2025 and the areas that the department makes of them, both dated (ADM-01, ADM-03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from server.store.database import add, rows, run

CommuneKind = Literal["xa", "phuong", "dac_khu"]
KINDS: tuple[CommuneKind, ...] = ("xa", "phuong", "dac_khu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A xã, phường or đặc khu, as long as it had this name and kind; both days are included."""

    code: str
    """Five digits (QĐ 19/2025/QĐ-TTg)."""
    name: str
    """With its kind, such as "Xã Bình An"."""
    kind: CommuneKind = "xa"
    since: date | None = None
    """None: since 1 July 2025."""
    until: date | None = None
    """None: still."""
    q: int | None = None
    """Column and row of its hexagon on the map; None: it is in the table only."""
    r: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area that the department defines."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """That a commune is in an area, from a day until a day, both included; None: open."""

    area: str
    commune: str
    since: date | None = None
    until: date | None = None


def save_communes(found: Iterable[Commune]) -> None:
    """Take these as all the communes there are; within a transaction that writes."""
    run("DELETE FROM commune")
    add(
        "commune",
        ("code", "name", "kind", "since", "until", "q", "r"),
        [(c.code, c.name, c.kind, _text(c.since), _text(c.until), c.q, c.r) for c in found],
    )


def save_areas(areas: Iterable[Area], members: Iterable[Membership], today: date) -> None:
    """Take these as all the areas there are; within a transaction that writes.

    Raises `ValueError` where a commune would be in two areas on one day.
    """
    members = list(members)
    _check(members)
    run("DELETE FROM area")
    run("DELETE FROM areacommune")
    add("area", ("code", "name"), [(area.code, area.name) for area in areas])
    add(
        "areacommune",
        ("area", "commune", "since", "until"),
        [(m.area, m.commune, _text(m.since), _text(m.until)) for m in members],
    )
    settle_areas(today)


def settle_areas(today: date) -> None:
    """Write down for every outlet which area it is in today."""
    run(
        """
        UPDATE outlet SET area_now = coalesce((
            SELECT max(area) FROM areacommune WHERE areacommune.commune = outlet.commune
            AND since <= ? AND (until = '' OR until >= ?)
        ), '')
        """,
        (today.isoformat(), today.isoformat()),
    )


def communes(day: date | None = None) -> dict[str, Commune]:
    """Return the communes by code, as they were on a day; None: as they are said last."""
    return {
        one.code: one
        for one in all_communes()
        if day is None or _covers(_text(one.since), _text(one.until), day)
    }


def all_communes() -> list[Commune]:
    """Return every meaning of every code, the oldest of each first."""
    found = rows("SELECT code, name, kind, since, until, q, r FROM commune ORDER BY code, since")
    return [
        Commune(code=code, name=name, kind=kind, since=_day(since), until=_day(until), q=q, r=r)
        for code, name, kind, since, until, q, r in found
    ]


def areas() -> dict[str, Area]:
    """Return the areas by code, in the order of their codes."""
    found = rows("SELECT code, name FROM area ORDER BY code")
    return {code: Area(code=code, name=name) for code, name in found}


def area_of(day: date) -> dict[str, str]:
    """Return the area of every commune that is in one, on a day."""
    return areas_of([day])[day]


def areas_of(days: Iterable[date]) -> dict[date, dict[str, str]]:
    """Return the same for several days."""
    found = rows("SELECT commune, area, since, until FROM areacommune")
    return {
        day: {commune: area for commune, area, since, until in found if _covers(since, until, day)}
        for day in days
    }


def memberships() -> list[Membership]:
    """Return which commune was in which area when."""
    found = rows("SELECT area, commune, since, until FROM areacommune ORDER BY 1, 2, 3")
    return [
        Membership(area=area, commune=commune, since=_day(since), until=_day(until))
        for area, commune, since, until in found
    ]


def _check(members: list[Membership]) -> None:
    before: dict[str, Membership] = {}
    for one in sorted(members, key=lambda one: (one.commune, one.since or date.min)):
        last = before.get(one.commune)
        if last and (last.until or date.max) >= (one.since or date.min):
            raise ValueError(f"commune {one.commune} is in {last.area} and {one.area} on one day")
        before[one.commune] = one


def _covers(since: str, until: str, day: date) -> bool:
    return since <= day.isoformat() and (not until or until >= day.isoformat())


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
