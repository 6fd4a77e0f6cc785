"""The books of controlled drugs, from a ledger that has been sold from and purged."""

from dataclasses import replace

import pytest

from demo.outlets import DATA
from device.catalogue.reading import read_catalogue
from device.catalogue.row import offers_of
from device.counter.drug import Offer
from device.counter.notes import CountNote, Goods
from device.counter.sale import SaleLine
from device.ledger.drug_names import DrugNames
from device.ledger.outbox import OutboxQueue
from device.ledger.purge import purge
from device.ledger.stock import on_hand, set_aside
from device.paper.layout import Layout
from device.paper.register import CustomerBook, StockBook
from device.papers.books import books_of, draw_books
from tests.device.ledger.books import AT, CARD, TERMINAL
from tests.device.paper.test_papers import stands, turned
from tests.device.papers.counter import CODEINE, DAY, EXPIRY, STAFF, PaperCounter, line, sale_of
from wire.receipt import Receipt


def open_shelf(counter: PaperCounter, units: int) -> None:
    goods = Goods(drug="CODE", batch="0423A", expiry=EXPIRY, units=units)
    counter.ledger.record_note(CountNote(because="opening", goods=(goods,)), staff=STAFF)


def sell_ten(counter: PaperCounter) -> None:
    counter.sell(sale_of(line(CODEINE, 10), card=CARD))


def receive(counter: PaperCounter) -> None:
    """Let the province have all there is."""
    last = counter.ledger.last()
    assert last
    receipt = Receipt(
        terminal=TERMINAL, epoch=counter.ledger.epoch, through=last.seq, head=last.sha256, at=AT
    )
    OutboxQueue(counter.ledger.database, terminal=TERMINAL).apply(receipt, at=AT)


def left(counter: PaperCounter) -> list[int]:
    books = books_of(counter.desk, DAY, ("CODE",), buyers={})
    (stock,) = (book for book in books if isinstance(book, StockBook))
    return [row.left for row in stock.rows]


def held(counter: PaperCounter) -> int:
    where = (counter.ledger.database, "CODE", "0423A")
    return on_hand(*where) + set_aside(*where)


def test_after_a_purge_the_stock_book_says_what_is_there(counter: PaperCounter) -> None:
    """CTL-05: sealed sales stay behind the checkpoint and are not taken off twice."""
    open_shelf(counter, 100)
    for _time in range(3):
        sell_ten(counter)
    assert left(counter) == [100, 90, 80, 70]
    receive(counter)
    assert purge(counter.ledger.database) > 0
    assert left(counter)[-1] == held(counter) == 70
    sell_ten(counter)
    assert left(counter)[-1] == held(counter) == 60


def test_after_a_purge_the_customer_book_still_has_every_sale(counter: PaperCounter) -> None:
    """CTL-06: sealed sales are the outlet's legal book."""
    open_shelf(counter, 100)
    for _time in range(3):
        sell_ten(counter)
    receive(counter)
    purge(counter.ledger.database)
    customers = books_of(counter.desk, DAY, ("CODE",), buyers={})[-1]
    assert isinstance(customers, CustomerBook)
    assert [row.quantity for row in customers.rows] == [1, 1, 1]


class Demo:
    """The demonstration's catalogue."""

    def __init__(self) -> None:
        rows = read_catalogue(DATA / "drugs.csv")
        self._offers = {row.id: offers_of(row) for row in rows}

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        return self._offers.get(drug_id, ())


@pytest.mark.parametrize("width", [384, 576])
def test_the_forms_name_strength_packing_and_number(counter: PaperCounter, width: int) -> None:
    """CTL-05, CTL-06: the head of annex XVI, the third column of annex XIX (TT18, A)."""
    demo = Demo()
    desk = replace(counter.desk, drugs=DrugNames(demo), width_dots=width)
    strip = demo.offers("SYN009")[1]
    sold = SaleLine(offer=strip, batch="0423A", expiry=EXPIRY, batch_from="code", quantity=1)
    counter.sell(sale_of(sold, card=CARD))
    stock, customers = books_of(desk, DAY, ("SYN009",), buyers={})
    assert isinstance(stock, StockBook)
    assert isinstance(customers, CustomerBook)
    assert (stock.annex, stock.drug) == ("XVI", "Paracetamol + codein sủi 500 mg + 30 mg")
    named = "Paracetamol + codein sủi, hộp 10 vỉ × 4 viên, 893110990926"
    assert customers.rows[0].drug == named
    assert customers.rows[0].ingredient == "paracetamol 500 mg, codein 30 mg"
    pages = [turned(p) for p in draw_books(desk, DAY, ("SYN009",), printed_at=AT)]
    note = Layout(width).sizes.note
    assert any(stands(page, stock.drug, note, bold=True) for page in pages)
    assert stands(pages[0], "Trang 1/1", note), "beside the facts, not over them"
    for words in ("893110990926", "4 viên", "Paracetamol +"):
        assert any(stands(page, words, note) for page in pages), words
