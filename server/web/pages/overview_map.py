"""The overview's map of communes, and the same by area as a table."""

from server.oversight.queries import activity
from server.oversight.queries.activity import AreaActivity
from server.reference import places
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.parts.hexmap import Hexagon, HexMap
from server.web.parts.state import State
from server.web.parts.table import Column, Kind, Table
from words import _

_KINDS = ("Xã ", "Phường ", "Đặc khu ")
"""What the names of communes begin with; a hexagon has no room for it."""


def drawn(asked: Asked) -> HexMap | State:
    """Return the map as it was on the last day of the period."""
    filters = asked.filters
    figures = {one.commune: one for one in activity.by_commune(filters).rows}
    known, areas = places.communes(filters.until), places.area_of(filters.until)
    hexagons = [
        Hexagon(
            name=short(commune.name),
            column=commune.q,
            row=commune.r,
            area=areas.get(code, ""),
            part=figures[code].active if code in figures else 0,
            whole=figures[code].outlets if code in figures else 0,
            link=asked.link("/co-so", xa=code) if asked.may(Right.OVERSIGHT) else "",
        )
        for code, commune in known.items()
        if commune.q is not None
        and commune.r is not None
        and (not filters.area or areas.get(code, "") == filters.area)
    ]
    if not hexagons:
        return State(
            title=_("Chưa có bản đồ xã, phường"),
            text=_("Nhập danh mục xã, phường kèm vị trí ô trên bản đồ ở trang Dữ liệu nền."),
        )
    return HexMap(hexagons=hexagons)


def table(asked: Asked) -> Table:
    """Return the areas, the lowest share first."""
    return Table(
        query=activity.by_area,
        what=_("khu vực"),
        sort="share",
        empty=_("Chưa có cơ sở nào đăng ký"),
        columns=(
            Column(
                name="name",
                title=_("Khu vực"),
                is_name=True,
                value=lambda row: row.name or _("ngoài khu vực"),
                link=lambda row: asked.again(khu_vuc=row.area) if row.area else "",
            ),
            Column(name="communes", title=_("Xã"), kind=Kind.COUNT),
            Column(name="outlets", title=_("Cơ sở"), kind=Kind.COUNT),
            Column(name="active", title=_("Đang dùng"), kind=Kind.COUNT),
            Column(name="share", title=_("Tỷ lệ"), kind=Kind.SHARE, value=_share),
            Column(name="bar", title="", kind=Kind.BAR, value=_share),
            Column(name="lowest", title=_("Xã thấp nhất"), value=_lowest),
        ),
    )


def short(name: str) -> str:
    """Return a commune's name without its kind.

    >>> short("Xã Tân Trạch")
    'Tân Trạch'
    """
    return next((name.removeprefix(kind) for kind in _KINDS if name.startswith(kind)), name)


def _share(row: AreaActivity) -> float | None:
    return row.active / row.outlets if row.outlets else None


def _lowest(row: AreaActivity) -> str:
    if not row.lowest_outlets:
        return ""
    percent = formats.number(100 * row.lowest_active / row.lowest_outlets)
    return f"{short(row.lowest_name)} {percent} %"
