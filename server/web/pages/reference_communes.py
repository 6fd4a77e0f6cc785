"""Communes with their areas, now and planned."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from server.query.filters import Filters
from server.query.listing import Listing
from server.reference import places
from server.reference.folding import folded
from server.reference.places import Membership
from server.store.database import rows
from server.web.access import Right
from server.web.page import Query
from server.web.parts.table import Column, Kind, Table
from words import _


class CommuneRow(NamedTuple):
    """A commune, and which area it is in."""

    commune: str
    """Code."""
    name: str
    area: str
    """Name of the area that it is in on the last day of the filters; empty: none."""
    since: date | None
    """None: as long as there are areas."""
    then: str
    """Area that it will be in later; empty: no change is planned."""
    then_since: date | None
    outlets: int
    """Active ones."""


def communes(filters: Filters) -> Listing[CommuneRow]:
    """Return the communes with their areas, within a transaction that reads."""
    day = filters.until
    names = {code: area.name for code, area in places.areas().items()}
    members: dict[str, list[Membership]] = {}
    for one in places.memberships():
        members.setdefault(one.commune, []).append(one)
    counts = dict(rows("SELECT commune, count(*) FROM outlet WHERE is_active = 1 GROUP BY commune"))
    wanted = folded(filters.search)
    found = []
    for code, commune in sorted(places.communes(day).items(), key=lambda one: one[1].name):
        now, then = _around(members.get(code, ()), day)
        is_there = not filters.area or (now is not None and now.area == filters.area)
        if is_there and wanted in folded(f"{code} {commune.name}"):
            row = CommuneRow(
                commune=code,
                name=commune.name,
                area=names[now.area] if now else "",
                since=now.since if now else None,
                then=names[then.area] if then else "",
                then_since=then.since if then else None,
                outlets=int(counts.get(code, 0)),
            )
            found.append(row)
    return Listing(rows=found[filters.first :][: filters.most], total=len(found))


COMMUNES = Query(
    name="communes",
    right=Right.REFERENCE,
    run=communes,
    row=CommuneRow,
    summary="Communes and the department's areas",
)


def table() -> Table:
    """Return the communes as the page lists them."""
    return Table(
        query=COMMUNES,
        is_main=True,
        what=_("xã, phường"),
        empty=_("Danh sách xã còn trống: nhập ở trang Dữ liệu nền"),
        columns=(
            Column(name="name", title=_("Xã, phường"), is_name=True),
            Column(name="commune", title=_("Mã")),
            Column(name="area", title=_("Khu vực"), value=lambda row: row.area or _("chưa xếp")),
            Column(name="since", title=_("Từ ngày"), kind=Kind.DAY),
            Column(name="then", title=_("Sẽ chuyển sang")),
            Column(name="then_since", title=_("Từ ngày"), kind=Kind.DAY),
            Column(name="outlets", title=_("Cơ sở"), kind=Kind.COUNT),
        ),
    )


def _around(
    members: Iterable[Membership], day: date
) -> tuple[Membership | None, Membership | None]:
    """Return the area of a day, and the one that comes after it."""
    own = sorted(members, key=lambda one: one.since or date.min)
    now = next((one for one in own if (one.since or day) <= day <= (one.until or day)), None)
    return now, next((one for one in own if one.since and one.since > day), None)
