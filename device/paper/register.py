"""Pages of the books of controlled drugs (TT 18/2026/TT-BYT annexes VIII, XVI, XIX).

The forms are tables wider than a roll. A page is therefore drawn lying: its lines run along the
roll, and the paper is turned by a quarter to be read and signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from PIL import Image

from device.amounts import clock, day, thousands
from device.paper.layout import PLAIN, Letterhead, Mark
from device.paper.page import Column, Head, LyingPage, pages_of
from words import _


@dataclass(frozen=True, kw_only=True)
class StockRow:
    """A line of an in, out and stock book. Quantities are base units."""

    day: date
    party: str = field(default="", repr=False)
    """Whom it came from or went to."""
    document: str = ""
    """Number of the delivery note, receipt or other paper."""
    came: int | None = None
    went: int | None = None
    left: int
    batch: str = ""
    expiry: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class StockBook:
    """The in, out and stock book of one drug: annex VIII, or annex XVI with its maker."""

    annex: Literal["VIII", "XVI"]
    drug: str
    """Name and strength."""
    registration: str = ""
    """Registration or import licence number."""
    maker: str = ""
    unit: str
    rows: tuple[StockRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CustomerRow:
    """A line of the customer book. The form has no column for an identity number."""

    day: date
    number: int
    drug: str
    """Name, packing, registration or import licence number."""
    ingredient: str = ""
    """Active ingredient and strength."""
    unit: str
    quantity: int
    customer: str = field(default="", repr=False)
    """Empty: to be written in by hand."""
    address: str = field(default="", repr=False)
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CustomerBook:
    """The book of customers: annex XIX."""

    annex: Literal["XIX"] = "XIX"
    rows: tuple[CustomerRow, ...] = ()


Book = StockBook | CustomerBook


@dataclass(frozen=True, kw_only=True)
class Registers:
    """The books of one day, printed to be signed (TT 18/2026 Đ15 k1)."""

    head: Letterhead
    day: date
    printed_at: datetime
    books: tuple[Book, ...]
    mark: Mark = PLAIN


def draw_registers(registers: Registers, *, width_dots: int) -> list[Image.Image]:
    """Draw every book's pages, each numbered and with room for two signatures.

    Raises `ValueError` for paper of another width.
    """
    return [
        page
        for book in registers.books
        for page in pages_of(_lying(book, registers), width_dots=width_dots)
    ]


def _lying(book: Book, registers: Registers) -> LyingPage:
    printed = _("In {day} {clock}").format(
        day=day(registers.printed_at), clock=clock(registers.printed_at)
    )
    if isinstance(book, StockBook):
        columns, rows = _stock_columns(), [_stock_cells(row) for row in book.rows]
    else:
        columns, rows = _customer_columns(), [_customer_cells(row) for row in book.rows]
    return LyingPage(
        head=Head(
            letterhead=registers.head,
            title=_title(book),
            form=_("Phụ lục {annex}, TT 18/2026/TT-BYT").format(annex=book.annex),
            facts=_facts(book, registers.day),
            printed=printed,
        ),
        columns=columns,
        rows=rows,
        signatures=(_("Người giữ sổ"), _("Người phụ trách")),
        mark=registers.mark,
    )


def _title(book: Book) -> str:
    if isinstance(book, StockBook):
        return _("SỔ THEO DÕI XUẤT, NHẬP, TỒN KHO")
    return _("SỔ THEO DÕI THÔNG TIN CHI TIẾT KHÁCH HÀNG")


def _facts(book: Book, on: date) -> tuple[str, ...]:
    when = _("Ngày {day}").format(day=day(on))
    if isinstance(book, CustomerBook):
        return (when,)
    registration = book.registration and _("Số đăng ký: {number}").format(number=book.registration)
    maker = book.maker if book.annex == "XVI" else ""
    return (
        book.drug,
        registration,
        maker and _("Nhà sản xuất: {maker}").format(maker=maker),
        _("Đơn vị tính: {unit}").format(unit=book.unit),
        when,
    )


def _stock_columns() -> tuple[Column, ...]:
    return (
        Column(_("Ngày tháng"), 10),
        Column(_("Nơi nhập, nơi xuất"), 22),
        Column(_("Số chứng từ"), 14),
        Column(_("Nhập"), 8, is_number=True),
        Column(_("Xuất"), 8, is_number=True),
        Column(_("Còn lại"), 9, is_number=True),
        Column(_("Lô, hạn dùng"), 17),
        Column(_("Ghi chú"), 12),
    )


def _customer_columns() -> tuple[Column, ...]:
    return (
        Column(_("Ngày tháng"), 9),
        Column(_("STT"), 5, is_number=True),
        Column(_("Tên thuốc, quy cách, số đăng ký"), 21),
        Column(_("Hoạt chất, hàm lượng"), 15),
        Column(_("Đơn vị"), 7),
        Column(_("Số lượng"), 7, is_number=True),
        Column(_("Tên khách hàng"), 14),
        Column(_("Địa chỉ"), 14),
        Column(_("Ghi chú"), 8),
    )


def _stock_cells(row: StockRow) -> Sequence[str]:
    expiry = day(row.expiry) if row.expiry else ""
    return (
        day(row.day),
        row.party,
        row.document,
        "" if row.came is None else thousands(row.came),
        "" if row.went is None else thousands(row.went),
        thousands(row.left),
        ", ".join(filter(None, (row.batch, expiry))),
        row.note,
    )


def _customer_cells(row: CustomerRow) -> Sequence[str]:
    return (
        day(row.day),
        str(row.number),
        row.drug,
        row.ingredient,
        row.unit,
        thousands(row.quantity),
        row.customer,
        row.address,
        row.note,
    )
