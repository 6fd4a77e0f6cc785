"""What the counter is told of what was written before."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from codes import PrescriptionCode
from device.clock import local_day
from device.counter.drug import Control, Drug, HoldKind, Offer, Owner
from device.counter.notes import (
    AsideNote,
    CountNote,
    DeliveryNote,
    Goods,
    RecallNote,
    RegisterNote,
    ReturnNote,
    ShiftNote,
    VoidNote,
)
from device.counter.past import Drawer, Past, PastSale
from device.counter.payment import Transfer, Witness
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.sale import OpenSale, SaleLine
from device.ledger.errors import DamagedError
from device.ledger.holds import store_hold
from device.ledger.ledger import Ledger
from device.ledger.memory import Memory
from device.ledger.outbox import OutboxQueue
from device.ledger.sent import field_word
from tests.device.ledger.books import AT, BOOK, COMBINATION, FREE, TERMINAL, line, sale
from tests.device.ledger.holds import hold
from tests.device.ledger.test_damage import spoil_header
from tests.device.ledger.test_shifts import spoil
from wire.kinds import Shift, read_entry
from wire.receipt import Receipt
from wire.sale import Dispensed, Line, Sale, TransferPaid

TODAY = local_day(AT)
SOON, LATE, PAST_DATE = date(2026, 12, 20), date(2028, 1, 31), date(2026, 11, 1)
TRANSFER = Transfer(reference="K7M4P", witness=Witness.BANK)
NARCOTIC = Drug(id="GN", name="Chất gây nghiện", prescription_only=True, control=Control.NARCOTIC)


class List:
    """A catalogue of four drugs."""

    drugs = (FREE, COMBINATION, NARCOTIC, Drug(id="OUT", name="An", prescription_only=False))

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        return tuple(
            Offer(drug=drug, unit="hộp", unit_size=100, price_vnd=100_000, outer_size=100)
            for drug in self.drugs
            if drug.id == drug_id
        )


@pytest.fixture
def memory(ledger: Ledger) -> Memory:
    return Memory(ledger.database, catalogue=List(), today=lambda: TODAY)


def open_shift(ledger: Ledger, counted: int = 500_000) -> None:
    ledger.record_note(ShiftNote(event="opened", drawer=Drawer(), counted_vnd=counted), staff="A")


def close_shift(ledger: Ledger, counted: int) -> Shift:
    note = ShiftNote(event="closed", drawer=Drawer(cash_vnd=999), counted_vnd=counted)
    ledger.record_note(note, staff="A")
    entry = read_entry(list(ledger.entries())[-1].body)
    assert isinstance(entry, Shift)
    return entry


def found(memory: Memory, number: int, check: str = "") -> PastSale:
    one = memory.sale(number, check=check)
    assert one is not None
    return one


def test_it_is_what_the_counter_asks(memory: Memory) -> None:
    asked: Past = memory
    assert asked.drawer() == Drawer()
    assert asked.sale(1) is None
    assert asked.last_sent() is None
    assert asked.on_shelf() == asked.run_out() == asked.expiring(90) == ()
    assert asked.recalls() == ()


def test_a_sale_is_found_by_its_number_with_what_came_back(ledger: Ledger, memory: Memory) -> None:
    sold = ledger.commit_sale(
        sale(line(quantity=3), line(COMBINATION, quantity=2)), staff="A", payment=TRANSFER
    )
    first = found(memory, 1)
    assert (first.epoch, first.sha256, first.at) == (ledger.epoch, sold.sha256, AT)
    assert (first.total_vnd, first.payment, first.is_void) == (55_000, TRANSFER, False)
    assert [(one.quantity, one.returned, one.offer.drug.name) for one in first.lines] == [
        (3, 0, "Thuốc không kê đơn"),
        (2, 0, "Phối hợp"),
    ]
    note = ReturnNote(sale=first, quantities=(2, 0), reason="not-needed")
    ledger.record_note(note, staff="A")
    assert [one.returned for one in found(memory, 1).lines] == [2, 0]
    assert memory.sale(2) is memory.sale(0) is memory.sale(99) is None


def test_a_check_code_tells_sales_of_one_number_apart(ledger: Ledger, memory: Memory) -> None:
    sold = ledger.commit_sale(sale(), staff="A")
    code = sold.sha256[:8]
    assert found(memory, 1, f"{code[:4]}-{code[4:]}".upper()).sha256 == sold.sha256
    assert memory.sale(1, check="0" * 8 if code[0] != "0" else "f" * 8) is None


def test_a_void_sale_says_so(ledger: Ledger, memory: Memory) -> None:
    ledger.commit_sale(sale(), staff="A")
    ledger.record_note(VoidNote(sale=found(memory, 1), reason="mistake"), staff="A")
    assert found(memory, 1).is_void


def test_the_drawer_adds_up_and_the_report_is_the_ledgers_own(
    ledger: Ledger, memory: Memory
) -> None:
    ledger.commit_sale(sale(), staff="A")  # outside every shift
    open_shift(ledger)
    ledger.commit_sale(sale(line(quantity=2), on_prescription=True), staff="A")
    ledger.commit_sale(sale(line(quantity=3)), staff="A")
    ledger.commit_sale(sale(line(quantity=4)), staff="A", payment=TRANSFER)
    ledger.record_note(VoidNote(sale=found(memory, 4), reason="mistake"), staff="A")
    back = ReturnNote(sale=found(memory, 3), quantities=(1,), reason="not-needed")
    ledger.record_note(back, staff="A")
    drawer = memory.drawer()
    assert drawer == Drawer(
        shift=1, opened_at=AT, opened_by="A", float_vnd=500_000,
        cash_vnd=55_000, cash_count=2, transfer_vnd=44_000, transfer_count=1,
        refunded_vnd=44_000, refund_count=2, void_count=1, prescription_count=1, unsent=7,
    )  # fmt: skip
    assert drawer.expected_vnd == 511_000
    closed = close_shift(ledger, counted=510_000)
    assert (closed.expected_vnd, closed.counted_vnd) == (511_000, 510_000)
    told = {name: getattr(closed.figures, name) for name in ("cash_vnd", "refunded_vnd", "unsent")}
    assert told == {"cash_vnd": 55_000, "refunded_vnd": 44_000, "unsent": 7}
    assert memory.drawer() == Drawer(float_vnd=510_000, unsent=8)
    open_shift(ledger, 510_000)
    assert memory.drawer().shift == 2


def test_what_was_dispensed_is_told_by_line_less_what_came_back(
    ledger: Ledger, memory: Memory
) -> None:
    prescription = Prescription(code=PrescriptionCode("01234ab12cd3-c"), origin=Origin.PROVINCE)
    for _time in range(3):
        ledger.commit_sale(
            OpenSale(lines=(prescribed(1, 2), prescribed(2, 1)), prescription=prescription),
            staff="A",
        )
    assert memory.dispensed("01234ab12cd3-c") == {1: 60, 2: 30}
    ledger.record_note(VoidNote(sale=found(memory, 1), reason="mistake"), staff="A")
    back = ReturnNote(sale=found(memory, 2), quantities=(1, 1), reason="reaction")
    ledger.record_note(back, staff="A")
    assert memory.dispensed("01234ab12cd3-c") == {1: 30, 2: 10}
    assert memory.dispensed("01234AB12CD3-C") == {1: 30, 2: 10}
    assert memory.dispensed("01234ab12cd4-c") == {}
    assert memory.dispensed("01234ab12cd3-c", TODAY) == {1: 30, 2: 10}
    assert memory.dispensed("01234ab12cd3-c", TODAY + timedelta(days=1)) == {}


def test_what_was_sold_on_the_code_alone_is_told_by_drug_less_what_came_back(
    ledger: Ledger, memory: Memory
) -> None:
    """RX-04: its lines were not known, so no line's number stands in the entry."""
    code = PrescriptionCode("01234ab12cd3-c")
    for origin in (Origin.CODE, Origin.CODE, Origin.PAPER, Origin.PROVINCE):
        bare = Prescription(code=code, origin=origin)
        sold = OpenSale(lines=(line(quantity=3), line(batch="B")), prescription=bare)
        ledger.commit_sale(sold, staff="A")
    assert memory.dispensed(code.text) == {}
    assert memory.sold_on_code(code.text) == {"FREE": 120}
    ledger.record_note(VoidNote(sale=found(memory, 1), reason="mistake"), staff="A")
    back = ReturnNote(sale=found(memory, 2), quantities=(1, 1), reason="reaction")
    ledger.record_note(back, staff="A")
    assert memory.sold_on_code(code.text.upper()) == {"FREE": 60}
    assert memory.sold_on_code("01234ab12cd4-c") == {}
    assert memory.sold_on_code(code.text, TODAY) == {"FREE": 60}
    assert memory.sold_on_code(code.text, TODAY + timedelta(days=1)) == {}


def prescribed(number: int, quantity: int) -> SaleLine:
    offer = Offer(drug=FREE, unit="vỉ", unit_size=10, price_vnd=11_000 * number)
    return SaleLine(
        offer=offer, batch=f"B{number}", expiry=LATE, batch_from="code", quantity=quantity,
        prescribed=number,
    )  # fmt: skip


def goods(drug: str, batch: str, expiry: date, units: int, owner: Owner = Owner.RETAIL) -> Goods:
    return Goods(drug=drug, batch=batch, expiry=expiry, units=units, owner=owner)


def test_the_lists_say_what_expires_what_is_left_and_what_has_run_out(
    ledger: Ledger, memory: Memory
) -> None:
    stock = (
        goods("FREE", "A", SOON, 50),
        goods("FREE", "B", LATE, 30),
        goods("PH", "C", PAST_DATE, 20, Owner.PROGRAMME),
        goods("OUT", "D", SOON, 0),
    )
    ledger.record_note(CountNote(because="opening", goods=stock), staff="A")
    aside = AsideNote(because="damaged", goods=(goods("FREE", "B", LATE, 30),))
    ledger.record_note(aside, staff="A")
    assert [(row.batch, row.owner) for row in memory.expiring(30)] == [
        ("C", Owner.PROGRAMME), ("A", Owner.RETAIL),
    ]  # fmt: skip
    assert [row.batch for row in memory.expiring(27)] == ["C"]
    assert [(r.name, r.batch, r.on_hand, r.set_aside) for r in memory.on_shelf()] == [
        ("Phối hợp", "C", 20, 0),
        ("Thuốc không kê đơn", "A", 50, 0),
        ("Thuốc không kê đơn", "B", 0, 30),
    ]
    assert [row.name for row in memory.run_out()] == ["An"]


def test_the_books_of_a_day_name_what_moved_and_whether_they_were_printed(
    ledger: Ledger, memory: Memory
) -> None:
    delivery = DeliveryNote(
        supplier="A", document="1", goods=(goods("GN", "N", LATE, 50), goods("FREE", "A", LATE, 9))
    )
    ledger.record_note(delivery, staff="A")
    ledger.commit_sale(sale(line(COMBINATION), line()), staff="A")
    assert [(r.drug_id, r.annex, r.movements, r.printed) for r in memory.registers(TODAY)] == [
        ("GN", "VIII", 1, False), ("PH", "XIX", 1, False), ("PH", "XVI", 1, False),
    ]  # fmt: skip
    ledger.record_note(RegisterNote(day=TODAY, drugs=("GN",)), staff="A")
    assert [row.drug_id for row in memory.registers(TODAY) if row.printed] == ["GN"]
    assert memory.registers(date(2026, 11, 21)) == memory.registers(date(2026, 11, 23)) == ()


def test_a_book_that_was_printed_before_the_drug_moved_again_is_not_printed(
    ledger: Ledger, memory: Memory
) -> None:
    """CTL-08: annex VIII is printed at the end of the day, with all of that day."""
    ledger.commit_sale(sale(line(NARCOTIC)), staff="A")
    printed = RegisterNote(day=TODAY, drugs=("GN",))
    ledger.record_note(printed, staff="A")
    assert [row.printed for row in memory.registers(TODAY)] == [True, True]
    ledger.commit_sale(sale(line(NARCOTIC)), staff="A")
    assert [(row.movements, row.printed) for row in memory.registers(TODAY)] == [(2, False)] * 2
    ledger.record_note(replace(printed, day=date(2026, 11, 21)), staff="A")
    ledger.record_note(replace(printed, drugs=("PH",)), staff="A")
    assert not any(row.printed for row in memory.registers(TODAY))
    ledger.record_note(printed, staff="A")
    assert all(row.printed for row in memory.registers(TODAY))


def test_a_book_is_not_printed_anew_by_being_carried_into_another_epoch(
    ledger: Ledger, memory: Memory
) -> None:
    ledger.commit_sale(sale(line(NARCOTIC)), staff="A")
    ledger.record_note(RegisterNote(day=TODAY, drugs=("GN",)), staff="A")
    ledger.commit_sale(sale(line(NARCOTIC)), staff="A")
    ledger.overtaken(ledger.epoch)
    ledger.catch_up()
    assert not any(row.printed for row in memory.registers(TODAY))


def test_what_was_sold_while_the_clock_stood_ahead_is_in_the_book_of_when_it_was_set(
    tmp_path: Path,
) -> None:
    now, is_set = [AT], [True]
    ledger = Ledger.open(
        tmp_path / "ledger.sqlite", terminal=TERMINAL, readers={"book": BOOK.public_key()},
        clock=lambda: now[0], is_clock_trusted=lambda: is_set[0],
    )  # fmt: skip
    memory = Memory(ledger.database, catalogue=List(), today=lambda: TODAY)
    ledger.commit_sale(sale(line(COMBINATION)), staff="A")
    now[0], is_set[0] = AT + timedelta(days=500), False
    ledger.commit_sale(sale(line(NARCOTIC)), staff="A")
    now[0], is_set[0] = AT + timedelta(days=1), True
    ledger.commit_sale(sale(), staff="A")
    found = [{row.drug_id for row in memory.registers(TODAY + timedelta(days=n))} for n in (0, 1)]
    assert found == [{"PH"}, {"GN"}]
    assert memory.registers(TODAY + timedelta(days=500)) == ()
    ledger.close()


def test_a_recall_waits_until_somebody_answers_it(ledger: Ledger, memory: Memory) -> None:
    store_hold(ledger.database, hold("TH-2", level=1), at=datetime(2026, 11, 22, 9, tzinfo=UTC))
    store_hold(ledger.database, hold("TH-1"), at=datetime(2026, 11, 22, 8, tzinfo=UTC))
    assert [one.number for one in memory.recalls()] == ["TH-1", "TH-2"]
    ledger.record_note(RecallNote(number="TH-1", goods=()), staff="A")
    assert [(one.number, one.kind) for one in memory.recalls()] == [("TH-2", HoldKind.RECALLED)]


def test_what_leaves_the_shop_is_every_field_of_the_message_in_words(
    ledger: Ledger, memory: Memory
) -> None:
    prescription = Prescription(
        code=PrescriptionCode("01234ab12cd3-c"), origin=Origin.TEXT, prescriber="BS Kín",
        lines=(PrescribedLine(number=1, name="Thuốc", quantity=20),), icd10=("B20",),
    )  # fmt: skip
    sold = sale(line(), prescribed(1, 2), card=True)
    ledger.commit_sale(
        OpenSale(lines=sold.lines, card=sold.card, prescription=prescription),
        staff="NV-07", payment=TRANSFER, in_charge="DS-01",
    )  # fmt: skip
    sent = memory.last_sent()
    assert sent is not None
    assert (sent.number, sent.received_at) == (1, None)
    told = {field.name: field.value for field in sent.fields}
    assert len(told) == len(sent.fields)
    assert told["Tổng tiền"] == "33.000 đ"
    assert told["Thuốc 1 mã"] == "FREE · Thuốc không kê đơn"
    assert told["Chuyển khoản ai xác nhận"] == "bank"
    assert told["Đơn mã cơ sở"] == "01234"
    assert told["Thuốc 2 dòng của đơn"] == "1"
    stored = ledger.last()
    assert stored is not None
    plain = msgspec.json.decode(stored.body)
    assert len(sent.fields) == _leaves(plain)
    assert "BS Kín" not in str(told)
    assert "B20" not in str(told)
    assert "tên người mua" in sent.sealed
    receipt = Receipt(terminal=TERMINAL, epoch=ledger.epoch, through=1, head=stored.sha256, at=AT)
    OutboxQueue(ledger.database, terminal=TERMINAL).apply(receipt, at=AT)
    again = memory.last_sent()
    assert again is not None
    assert again.received_at == AT


def _leaves(value: object) -> int:
    if isinstance(value, dict):
        return sum(map(_leaves, value.values()))
    return sum(map(_leaves, value)) if isinstance(value, list) else 1


@pytest.mark.parametrize("struct", [Sale, Line, Dispensed, TransferPaid])
def test_every_field_of_a_sale_has_a_word(struct: type[msgspec.Struct]) -> None:
    for field in msgspec.structs.fields(struct):
        assert field_word(field.name) != field.name


def test_the_answers_are_those_of_the_database_that_is_there_now(
    ledger: Ledger, memory: Memory, file: Path
) -> None:
    open_shift(ledger)
    ledger.commit_sale(sale(), staff="A")
    assert memory.drawer().cash_vnd == 11_000
    ledger.commit_sale(sale(), staff="A")
    ledger.close()
    spoil_header(file)
    assert ledger.mend()
    ledger.commit_sale(sale(), staff="A")
    assert memory.drawer().cash_vnd == 33_000
    assert close_shift(ledger, 0).expected_vnd == 533_000


def test_an_entry_that_cannot_be_read_is_damage_and_is_looked_into(
    ledger: Ledger, memory: Memory
) -> None:
    open_shift(ledger)
    ledger.commit_sale(sale(), staff="A")
    spoil(ledger, 2, "x'00'")
    for question in (memory.drawer, memory.last_sent, lambda: memory.sale(2)):
        with pytest.raises(DamagedError):
            question()
    assert ledger.database.suspicion.exists()
