"""A page that shows one thing of each kind, over rows that a test makes."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from server.query.filters import Filters
from server.query.listing import Listing
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Act, Button, Choice, Group, NotFoundError, Page, Panel, Query, Shown
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from server.web.posted import Posted
from words import _


class Shop(NamedTuple):
    code: str
    name: str
    sold: int = 0
    share: float | None = None
    takings_vnd: int = 0
    day: str = "2026-11-20"
    at: str = "2026-11-23T03:40:00.000000+00:00"
    is_odd: bool = False
    weeks: tuple[float, ...] = (0.1, 0.2, 0.3)


class Shops:
    """A query over shops; it notes what it was asked."""

    def __init__(self, shops: Sequence[Shop] = ()) -> None:
        self.shops = list(shops)
        self.asked: list[Filters] = []

    def __call__(self, filters: Filters) -> Listing[Shop]:
        self.asked.append(filters)
        found = [shop for shop in self.shops if filters.search.lower() in shop.name.lower()]
        name = filters.sort.lstrip("-")
        if name in Shop._fields:
            found.sort(key=lambda shop: getattr(shop, name), reverse=filters.sort.startswith("-"))
        return Listing(rows=found[filters.first : filters.first + filters.most], total=len(found))


def page_of(
    shops: Shops,
    *panels: Panel,
    act: Callable[[Asked, Posted], str] | None = None,
    path: str = "/thu",
) -> Page:
    """Return a page with a table of these shops, and other panels beside."""
    query = Query(name="shops", right=Right.OVERSIGHT, run=shops, row=Shop)

    def look(asked: Asked) -> Shown:
        if asked.fields.get("code") == "khong-co":
            raise NotFoundError
        listing = Panel(key="bang", title=_("Máy quầy"), content=table_of(query, asked))
        buttons = [Button(title="Làm", act="lam", is_primary=True)] if act else []
        return Shown(body=[listing, *panels], buttons=buttons)

    return Page(
        path=path,
        title=lambda: _("Máy quầy"),
        right=Right.OVERSIGHT,
        group=Group.SALES,
        count=lambda: len(shops.shops),
        look=look,
        filters=("search", "area", "commune", "kind", "state", "period"),
        states=lambda: {"odd": "Cần xem"},
        choices=(
            Choice(
                name="nhom", title=lambda: "Nhóm", options=lambda: {"": "Tất cả", "a": "Nhóm A"}
            ),
        ),
        queries=(query,),
        acts=(Act(name="lam", right=Right.ACT, run=act),) if act else (),
    )


def table_of(query: Query, asked: Asked) -> Table:
    return Table(
        query=query,
        is_main=True,
        sort="-sold",
        what="cơ sở",
        columns=(
            Column(
                name="name",
                title="Cơ sở",
                is_name=True,
                sorts=True,
                link=lambda row: asked.link(f"/co-so/{row.code}"),
            ),
            Column(name="sold", title="Lượt", kind=Kind.COUNT, sorts=True),
            Column(name="share", title="Tỷ lệ", kind=Kind.SHARE),
            Column(name="takings_vnd", title="Tiền", kind=Kind.MONEY),
            Column(name="day", title="Ngày", kind=Kind.DAY),
            Column(name="at", title="Lúc", kind=Kind.MOMENT),
            Column(
                name="is_odd",
                title="Tình trạng",
                value=lambda row: "Cần xem" if row.is_odd else "Đang dùng",
                tag=lambda row: Tag("Cần xem") if row.is_odd else None,
            ),
            Column(name="weeks", title="12 tuần", kind=Kind.SPARK),
        ),
    )


TODAY = date(2026, 11, 23)
