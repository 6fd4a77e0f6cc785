"""The books of controlled drugs of a day, as pages to be signed."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from PIL.Image import Image

from device import registers
from device.counter.drug import Drug
from device.counter.rules import registers_of
from device.paper.register import (
    Book,
    CustomerBook,
    CustomerRow,
    Registers,
    StockBook,
    StockRow,
    draw_registers,
)
from device.papers.desk import PaperDesk
from device.register_rows import BookRow, Held, Period
from device.registers import Buyers, customer_book, stock_books
from words import _


def draw_books(
    desk: PaperDesk,
    day: date,
    drugs: tuple[str, ...],
    *,
    printed_at: datetime,
    copy: int = 0,
    buyers: Buyers | None = None,
) -> list[Image]:
    """Draw the books of these drugs on a day. `buyers`: from the opened book; else blank."""
    pages = Registers(
        head=desk.head,
        day=day,
        printed_at=printed_at,
        books=books_of(desk, day, drugs, buyers=buyers or {}),
        mark=desk.mark(copy=copy),
    )
    return draw_registers(pages, width_dots=desk.width_dots)


def books_of(
    desk: PaperDesk, day: date, drugs: tuple[str, ...], *, buyers: Buyers
) -> tuple[Book, ...]:
    """Return every book of these drugs: one per drug, and one of the customers of all."""
    known = [desk.drugs.drug(drug) for drug in drugs]
    books: list[Book] = list(_stock_books(desk, known, day, buyers))
    sold_to = {drug.id: drug for drug in known if "XIX" in registers_of(drug.control)}
    rows = customer_book(desk.source.every_entry(), sold_to, Period(day, day), buyers)
    if rows:
        numbered = enumerate(rows, 1)
        books.append(CustomerBook(rows=tuple(_customer(desk, *row) for row in numbered)))
    return tuple(books)


def _stock_books(
    desk: PaperDesk, drugs: list[Drug], day: date, buyers: Buyers
) -> Iterator[StockBook]:
    annexes: list[Literal["VIII", "XVI"]] = ["VIII", "XVI"]
    source = desk.source.stock_source()
    before = {key: Held(*held) for key, held in source.held.items()}
    found = stock_books(source.entries, drugs, Period(day, day), before=before, buyers=buyers)
    for book in found:
        for annex in annexes:
            if annex in registers_of(book.drug.control):
                yield _stock_book(desk, book, annex)


def _stock_book(
    desk: PaperDesk, book: registers.StockBook, annex: Literal["VIII", "XVI"]
) -> StockBook:
    drug = book.drug
    return StockBook(
        annex=annex,
        drug=desk.full_name(drug.id),
        registration=drug.registration,
        maker=drug.maker,
        unit=drug.base_unit,
        rows=tuple(map(_row, book.rows)),
    )


def _row(row: BookRow) -> StockRow:
    return StockRow(
        day=row.day,
        party=row.party or _what(row),
        document=row.document,
        came=row.came or None,
        went=row.went or None,
        left=row.left,
        batch=row.batch,
        expiry=row.expiry,
        note="" if row.is_day_certain else _("ngày chưa chắc"),
    )


def _what(row: BookRow) -> str:
    return {
        "delivery": _("Nhập hàng"),
        "sale": _("Bán lẻ"),
        "return": _("Khách trả hàng"),
        "void": _("Hủy phiếu"),
        "write-off": _("Xuất hủy"),
        "opening": _("Tồn đầu"),
        "count": _("Kiểm kê"),
    }[row.what]


def _customer(desk: PaperDesk, number: int, row: registers.CustomerRow) -> CustomerRow:
    drug = row.drug
    strengths = (f"{part.name} {part.strength}".strip() for part in drug.ingredients)
    undone = ", ".join(f"{entry:06d}" for entry in row.undone_by)
    return CustomerRow(
        day=row.day,
        number=number,
        drug=", ".join(filter(None, (drug.name, desk.packing(drug.id), drug.registration))),
        ingredient=", ".join(strengths),
        unit=row.unit,
        quantity=row.quantity,
        customer=row.name,
        address=row.address,
        note=_("Trả lại: {numbers}").format(numbers=undone) if undone else f"{row.document:06d}",
    )
