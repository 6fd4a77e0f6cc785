"""What one drug costs at every outlet that sells it."""

from collections.abc import Sequence
from functools import partial

from server.oversight.queries.above_posted import AboveLine, above_posted_lines
from server.oversight.queries.drug_prices import DrugPrice, drug_prices
from server.oversight.queries.prices_far import Spread, spreads_of
from server.query.filters import Filters
from server.query.listing import Listing
from server.reference import directory
from server.reference.catalogue import drug_book
from server.store.database import reading
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import NotFoundError, Page, Panel, Query, Shown
from server.web.pages import outlet_columns, price_strips
from server.web.parts.numbers import Facts, Tile
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from words import _


def _prices(filters: Filters, *, drug: str) -> Listing[DrugPrice]:
    return drug_prices(drug, filters)


PRICES = Query(
    name="drug-prices",
    right=Right.OVERSIGHT,
    run=_prices,
    row=DrugPrice,
    keys=("drug",),
    summary="Every outlet's last price of a drug",
)
LINES = Query(
    name="above-posted-lines",
    right=Right.ENTRIES,
    run=above_posted_lines,
    row=AboveLine,
    keys=("outlet",),
    summary="The sale lines of an outlet above its posted price",
)


def look(asked: Asked) -> Shown:
    """Show one drug's prices."""
    drug = asked.fields["drug"]
    with reading():
        facts = drug_book().facts(drug)
        found = spreads_of(drug, asked.filters)
        if not facts.is_known and not drug_prices(drug, asked.filters).total:
            raise NotFoundError
    return Shown(
        title=facts.name,
        crumb=[
            (_("Giá bán"), asked.link("/gia")),
            (_("SĐK {number}").format(number=facts.registration or "–"), ""),
        ],
        body=[
            *(
                Panel(key=f"so-{number}", content=partial(_facts, one))
                for number, one in enumerate(found)
            ),
            *_chart(found, asked),
            *_lines(asked, drug),
            Panel(
                key="co-so",
                title=_("Giá tại từng cơ sở"),
                note=_("giá của lần bán gần nhất"),
                content=_table(asked),
            ),
        ],
    )


def _facts(spread: Spread) -> Facts:
    return Facts(
        tiles=[
            Tile(title=_("Đơn vị"), figure=spread.unit),
            Tile(title=_("Trung vị tỉnh"), figure=formats.money(spread.median_vnd)),
            Tile(title=_("Thấp nhất"), figure=formats.money(spread.low_vnd)),
            Tile(title=_("Cao nhất"), figure=formats.money(spread.high_vnd)),
            Tile(title=_("Cơ sở cùng bán"), figure=formats.number(spread.outlets)),
            Tile(
                title=_("Giá bán buôn công bố"),
                figure=formats.money(spread.announced_vnd),
                note=_("để tham khảo") if spread.announced_vnd else "",
            ),
        ]
    )


def _chart(found: Sequence[Spread], asked: Asked) -> Sequence[Panel]:
    if not found:
        return ()
    return [
        Panel(
            key="trung-vi",
            title=_("Giá bán so với trung vị tỉnh"),
            note=_("mỗi chấm một cơ sở"),
            content=lambda: price_strips.strips(found, asked),
        )
    ]


def _table(asked: Asked) -> Table:
    return Table(
        query=PRICES,
        keys={"drug": asked.fields["drug"]},
        is_main=True,
        sort="-times",
        what=_("giá"),
        columns=[
            outlet_columns.outlet(asked, sorts=True),
            outlet_columns.commune(asked, sorts=True),
            Column(name="unit", title=_("Đơn vị"), sorts=True),
            Column(name="price_vnd", title=_("Giá bán"), kind=Kind.MONEY, sorts=True),
            Column(
                name="posted_vnd",
                title=_("Niêm yết"),
                kind=Kind.MONEY,
                sorts=True,
                tag=lambda row: (
                    Tag(formats.money(row.posted_vnd))
                    if row.posted_vnd is not None and row.price_vnd > row.posted_vnd
                    else None
                ),
            ),
            Column(name="times", title=_("So với trung vị"), kind=Kind.SHARE, sorts=True),
            Column(name="lines", title=_("Dòng bán"), kind=Kind.COUNT, sorts=True),
            Column(name="at", title=_("Bán lần cuối"), kind=Kind.MOMENT, sorts=True),
        ],
        empty=_("Chưa cơ sở nào bán thuốc này"),
        checked=_("Đã xem giá gần nhất của mọi cơ sở đã gửi."),
    )


def _lines(asked: Asked, drug: str) -> Sequence[Panel]:
    """Return the single lines of the outlet that is named, for those who may see entries."""
    outlet = asked.address.given.get("co-so", "")
    if not outlet or not asked.may(Right.ENTRIES):
        return ()

    with reading():
        shop = directory.outlet(outlet)

    def lines(filters: Filters) -> Listing[AboveLine]:
        return above_posted_lines(filters, outlet, drug)

    return [
        Panel(
            key="dong-ban",
            title=_("Dòng bán quá giá niêm yết"),
            note=shop.name if shop else outlet,
            content=Table(
                query=lines,
                what=_("dòng"),
                columns=[
                    Column(name="at", title=_("Lúc"), kind=Kind.MOMENT),
                    Column(
                        name="seq",
                        title=_("Số phiếu"),
                        value=lambda row: f"{row.terminal}/{row.seq}",
                    ),
                    Column(name="quantity", title=_("Số lượng"), kind=Kind.COUNT),
                    Column(name="unit", title=_("Đơn vị")),
                    Column(name="posted_vnd", title=_("Niêm yết"), kind=Kind.MONEY),
                    Column(name="price_vnd", title=_("Giá bán"), kind=Kind.MONEY),
                    Column(name="staff", title=_("Số thẻ nhân viên")),
                ],
                empty=_("Không có dòng nào trong kỳ này"),
                is_good=True,
            ),
        )
    ]


PAGE = Page(
    path="/gia/{drug}",
    title=lambda: _("Giá một thuốc"),
    right=Right.OVERSIGHT,
    look=look,
    filters=("search", "area", "commune", "kind", "period"),
    period="30-ngay",
    queries=(PRICES, LINES),
    under="/gia",
)
