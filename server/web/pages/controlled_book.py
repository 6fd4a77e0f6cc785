"""The register of one controlled drug in one outlet, in the columns of its annex (TT 18/2026)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from server.oversight.queries.controlled_register import (
    Register,
    RegisterLine,
    controlled_register,
)
from server.query.filters import Filters
from server.query.listing import Listing
from server.reference import directory
from server.reference.outlets import Outlet
from server.store.database import reading
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import NotFoundError, Page, Panel, Query, Shown
from server.web.pages import batches, controlled_words
from server.web.parts.form import Stack
from server.web.parts.numbers import Facts, Tile
from server.web.parts.signature import Signature
from server.web.parts.table import Column, Kind, Table
from words import _

_WHOLE = 20_000
"""Lines: the whole period is printed."""


def _register(filters: Filters, *, outlet: str, drug: str) -> Listing[RegisterLine]:
    return controlled_register(outlet, drug, filters).lines


REGISTER = Query(
    name="controlled-register",
    right=Right.ENTRIES,
    run=_register,
    row=RegisterLine,
    keys=("outlet", "drug"),
    summary="The book of one controlled drug in one outlet",
)


def look(asked: Asked) -> Shown:
    """Show a book with its head, its lines and its sums."""
    outlet, drug = asked.fields["outlet"], asked.fields["drug"]
    with reading():
        book = controlled_register(outlet, drug, replace(asked.filters, first=0, most=1))
        shop = directory.outlet(outlet)
    if book.annex is None or not (book.lines.total or book.opening or shop):
        raise NotFoundError
    name = shop.name if shop else outlet
    return Shown(
        title=_("Sổ {drug}").format(drug=book.drug.name),
        crumb=[
            (_("Thuốc kiểm soát đặc biệt"), asked.link("/kiem-soat")),
            (name, asked.link(f"/co-so/{segment(outlet)}")),
        ],
        body=[
            Panel(key="dau-so", content=lambda: _head(book, shop)),
            Panel(
                key="so",
                title=_("Sổ theo dõi xuất, nhập, tồn kho"),
                note=_annex(book),
                content=Stack(contents=[_lines(asked, book), _signature]),
            ),
        ],
    )


def _annex(book: Register) -> str:
    words = _("Phụ lục {annex}, TT 18/2026/TT-BYT · đơn vị: {unit}")
    return words.format(annex=book.annex, unit=book.drug.base_unit)


def _head(book: Register, shop: Outlet | None) -> Facts:
    drug = book.drug
    tiles = [
        Tile(title=_("Cơ sở"), figure=shop.name if shop else book.outlet),
        Tile(title=_("Địa chỉ"), figure=(shop.address if shop else "") or "–"),
        Tile(title=_("Điện thoại"), figure=(shop.phone if shop else "") or "–"),
        Tile(title=_("Thuốc"), figure=drug.name),
        Tile(title=_("Số đăng ký"), figure=drug.registration or "–"),
        Tile(
            title=_("Loại"),
            figure=controlled_words.classes().get(drug.control, drug.control),
        ),
    ]
    if book.annex == "XVI":
        tiles.append(Tile(title=_("Nhà sản xuất"), figure=drug.maker or "–"))
    return Facts(tiles=tiles)


def _lines(asked: Asked, book: Register) -> Table:
    return Table(
        query=REGISTER,
        keys={"outlet": book.outlet, "drug": book.drug.id},
        most=_WHOLE,
        what=_("dòng"),
        columns=[
            Column(name="day", title=_("Ngày tháng"), kind=Kind.DAY),
            Column(
                name="kind",
                title=_("Nơi nhập, nơi xuất"),
                is_name=True,
                value=controlled_words.what,
            ),
            Column(name="document", title=_("Số chứng từ")),
            Column(name="units_in", title=_("Nhập"), kind=Kind.COUNT, value=_in),
            Column(name="units_out", title=_("Xuất"), kind=Kind.COUNT, value=_out),
            Column(name="left", title=_("Còn lại"), kind=Kind.COUNT, bold=lambda _row: True),
            Column(
                name="batch",
                title=_("Số lô, hạn dùng"),
                value=_batch,
                link=lambda row: (
                    batches.address(asked, book.drug.id, row.batch) if row.batch else ""
                ),
            ),
            Column(
                name="because",
                title=_("Ghi chú"),
                value=lambda row: _("thẻ {badge}").format(badge=row.staff) if row.staff else " ",
                tag=controlled_words.loss,
            ),
        ],
        totals=lambda _filters: {
            "units_in": book.units_in,
            "units_out": book.units_out,
            "left": book.closing,
        },
        foot=_sum(book),
        empty=_("Không có phát sinh nào trong kỳ này"),
        checked=_("Tồn đầu kỳ {n}.").format(n=formats.number(book.opening)),
    )


def _in(row: RegisterLine) -> int | None:
    return row.units_in or None


def _out(row: RegisterLine) -> int | None:
    return row.units_out or None


def _batch(row: RegisterLine) -> str:
    if not row.expiry:
        return row.batch
    expiry = formats.day(date.fromisoformat(row.expiry))
    return _("{batch}, HD {day}").format(batch=row.batch, day=expiry)


def _sum(book: Register) -> str:
    words = _("Tồn đầu kỳ {opening} + nhập {came} − xuất {went} = tồn cuối kỳ {closing}.")
    return words.format(
        opening=formats.number(book.opening),
        came=formats.number(book.units_in),
        went=formats.number(book.units_out),
        closing=formats.number(book.closing),
    )


def _signature() -> Signature:
    signers: Sequence[str] = (_("Người giữ sổ"), _("Người phụ trách"))
    return Signature(signers=signers, hint=_("Ký, ghi rõ họ tên"))


PAGE = Page(
    path="/kiem-soat/{outlet}/{drug}",
    title=lambda: _("Sổ thuốc kiểm soát đặc biệt"),
    right=Right.ENTRIES,
    look=look,
    filters=("period",),
    period="90-ngay",
    queries=(REGISTER,),
    under="/kiem-soat",
)
