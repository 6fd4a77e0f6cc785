"""A supplier's file fills a delivery; what the catalogue does not know stays visible."""

from dataclasses import replace
from datetime import date

from device.counter.cue import Cue
from device.counter.event import Confirmed, FileRead, FileRow
from device.counter.goods.flow import file_read
from device.counter.notes import DeliveryNote
from device.counter.state import Gathering, Ready, Selling
from device.counter.states.goods import LeftOut
from tests.device.counter.goods.stockroom import delivery, gathering, lines, scan, written
from tests.device.counter.shop import (
    FREE,
    NEXT_YEAR,
    UNKNOWN_GTIN,
    YESTERDAY,
    Counter,
    gtin,
    pack,
)


def row(code: str, line: int = 2, **other: object) -> FileRow:
    known: dict[str, object] = {"batch": "B1", "expiry": NEXT_YEAR, "quantity": 5}
    return FileRow(line=line, code=code, **(known | other))  # type: ignore[arg-type]


def read(*rows: FileRow, wrong_lines: tuple[int, ...] = ()) -> FileRead:
    return FileRead(supplier="An Bình", document="HD9", rows=rows, wrong_lines=wrong_lines)


def test_it_begins_a_delivery_and_is_written_like_a_scanned_one() -> None:
    counter = Counter()
    event = read(row(gtin(FREE, box=True).lstrip("0"), cost_vnd=80_000))
    counter.state = file_read(Ready(), event, counter.world).state
    assert gathering(counter).notice == "file-read"
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, DeliveryNote)
    assert (note.supplier, note.document) == ("An Bình", "HD9")
    assert [(goods.units, goods.cost_vnd) for goods in note.goods] == [(500, 800)]


def test_it_fills_the_delivery_that_is_open_and_keeps_what_was_scanned() -> None:
    counter = delivery()
    scan(counter, pack(FREE, batch="S1"))
    counter.act(read(row("FREE", unit="vỉ"), row("FREE", unit="VỈ")))
    assert [(line.batch, line.quantity) for line in lines(counter)] == [("S1", 1), ("B1", 10)]
    assert gathering(counter).document == "HD9"


def test_a_registration_number_with_its_unit_is_enough() -> None:
    counter = delivery()
    counter.act(read(row("VD-11971-10"), row("VD-11971-10", batch="B2", unit="hộp")))
    assert [line.offer.unit for line in lines(counter)] == ["hộp", "hộp"]


def test_a_supplier_says_box_where_two_boxes_are_told_apart_here() -> None:
    """By its code the row is certain; without one it is not."""
    counter = delivery()
    shelf = counter.shelf
    named = {"vỉ": "hộp 10 viên", "hộp": "hộp 100 viên"}
    shelf.every_offer = [replace(o, unit=named.get(o.unit, o.unit)) for o in shelf.every_offer]
    shelf.offers_by_gtin = {offer.gtin: offer for offer in shelf.every_offer if offer.gtin}
    small, none = row(gtin(FREE), unit="Hộp"), row("FREE", line=3, unit="Hộp")
    counter.act(read(small, row(gtin(FREE), line=4, unit="thùng"), none))
    assert [line.offer.unit for line in lines(counter)] == ["hộp 10 viên"]
    assert [left.line for left in gathering(counter).left_out] == [4, 3]


def test_what_is_not_known_is_named_and_nothing_is_invented() -> None:
    counter = delivery()
    step = counter.act(
        read(
            row(UNKNOWN_GTIN, line=2),
            row("FREE", line=3),
            row("FREE", line=4, unit="thùng"),
            row(gtin(FREE), line=5, expiry=YESTERDAY),
            row(gtin(FREE), line=6),
            wrong_lines=(7,),
        )
    )
    assert gathering(counter).left_out == (
        LeftOut(line=2, code=UNKNOWN_GTIN),
        LeftOut(line=3, code="FREE"),
        LeftOut(line=4, code="FREE"),
        LeftOut(line=5, code=gtin(FREE), why="expired"),
        LeftOut(line=7, why="unclear"),
    )
    assert (gathering(counter).notice, gathering(counter).code) == ("unknown-code", UNKNOWN_GTIN)
    assert step.cue is Cue.WARN
    assert len(lines(counter)) == 1


def test_a_file_without_rows_says_so() -> None:
    counter = delivery()
    counter.act(read())
    assert gathering(counter).notice == "nothing-in-file"


def test_the_same_batch_at_two_prices_stays_two_lines() -> None:
    """PRC-05: the supplier's price is kept."""
    counter = delivery()
    counter.act(read(row(gtin(FREE), cost_vnd=1_000), row(gtin(FREE), cost_vnd=2_000)))
    assert [line.cost_vnd for line in lines(counter)] == [1_000, 2_000]
    counter.act(Confirmed())
    note = written(counter)
    assert isinstance(note, DeliveryNote)
    assert [goods.cost_vnd for goods in note.goods] == [100, 200]


def test_it_does_not_disturb_a_sale_or_a_count() -> None:
    counter = Counter()
    scan(counter, pack(FREE))
    assert isinstance(counter.state, Selling)
    event = read(row(gtin(FREE)))
    for state in (counter.state, Gathering(purpose="count")):
        assert file_read(state, event, counter.world).state == state


def test_dates_of_the_file_are_the_batch_s() -> None:
    counter = delivery()
    counter.act(read(row(gtin(FREE), expiry=date(2028, 2, 29))))
    assert lines(counter)[0].expiry == date(2028, 2, 29)
