"""From what was committed to what stands on paper."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from codes import PrescriptionCode
from device.counter.deed import Paper, Print
from device.counter.goods.written import note_of
from device.counter.notes import (
    AsideNote,
    DeliveryNote,
    Goods,
    RecallNote,
    RegisterNote,
    ReturnNote,
    ShiftNote,
    VoidNote,
    WriteOffNote,
)
from device.counter.parameters import CURRENT
from device.counter.past import Drawer
from device.counter.payment import Transfer, Witness
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.sale import Directions
from device.counter.selling.paying import labels
from device.counter.state import Gathering
from device.counter.states.goods import Gathered
from device.ledger.print_jobs import Job, JobKind
from device.paper.layout import Layout
from device.paper.slip import draw_slip
from device.papers.closed import z_report_of
from device.papers.desk import directions_in_words
from device.papers.memory import KEPT_SALES, NOTHING, PaperMemory, Spoken, spoken_of
from device.papers.moved import slip_of
from device.papers.sold import receipt_of
from tests.device.counter.shop import Counter
from tests.device.ledger.books import CARD, open_book
from tests.device.paper.reading import codes, standing
from tests.device.paper.test_papers import stands, turned
from tests.device.papers.counter import (
    AMOXICILLIN,
    CALCIUM,
    CODEINE,
    DAY,
    EXPIRY,
    NAME,
    PARACETAMOL,
    STAFF,
    PaperCounter,
    line,
    offer_of,
    replace_copy,
    sale_of,
)
from wire.kinds import GoodsIn, Return, SetAside, Shift, Void, WriteOff
from wire.sale import Sale

CODE = PrescriptionCode("01234ab12cd3-c")
PRESCRIPTION = Prescription(
    code=CODE,
    origin=Origin.TEXT,
    issued=DAY,
    lines=(
        PrescribedLine(number=1, name="Amoxicilin", quantity=100, directions="Uống sau ăn"),
        PrescribedLine(number=2, name="Losartan", quantity=28),
    ),
)


def the_job(counter: PaperCounter, kind: JobKind, number: int, *, copy: int = 0) -> Job:
    return replace_copy(Job(1, number, is_copy=False, epoch=counter.ledger.epoch, kind=kind), copy)


def goods(drug: str = "PARA", units: int = 100, cost: int | None = None) -> Goods:
    return Goods(drug=drug, batch="0423A", expiry=EXPIRY, units=units, cost_vnd=cost)


def kinds(jobs: list[Job]) -> list[tuple[str, int | None]]:
    return [(job.kind.value, job.line) for job in jobs]


def test_a_sale_brings_its_receipt_and_a_label_for_each_drug_out_of_its_box(
    counter: PaperCounter,
) -> None:
    counter.sell(sale_of(line(), line(AMOXICILLIN, 1, 20), line(CALCIUM, 10), line(CODEINE, 10)))
    assert kinds(counter.waiting()) == [("receipt", None), ("label", 1), ("label", 3)]


def test_as_many_labels_come_as_the_paid_screen_promises(counter: PaperCounter) -> None:
    """GPP-05: the screen counts what the ledger orders, by the province's parameters too."""
    off = replace(CURRENT, label_when_unit_below_outer_pack=False)
    sold = sale_of(
        replace(line(), directions=Directions(morning="1")),
        line(AMOXICILLIN, 1, 20),
        replace(line(AMOXICILLIN), prescribed=1, directions=Directions(words="sau ăn")),
        line(CALCIUM, 10),
        prescription=PRESCRIPTION,
    )
    for parameters in (CURRENT, off):
        counter.ledger.commit_sale(sold, staff=STAFF, parameters=parameters)
        ordered = [job for job in counter.waiting() if job.kind is JobKind.LABEL]
        assert len(ordered) == labels(sold, replace(Counter().world, parameters=parameters))
        assert [job.line for job in ordered] == ([0, 1] if parameters is CURRENT else [0])


def test_what_was_carried_into_another_epoch_is_not_printed_once_more(
    counter: PaperCounter,
) -> None:
    counter.sell(sale_of())
    counter.waiting()
    counter.ledger.overtaken(counter.ledger.epoch)
    counter.ledger.catch_up()
    assert counter.waiting() == []


def test_the_receipt_says_how_a_drug_is_taken_and_what_is_left(counter: PaperCounter) -> None:
    taken = Directions(morning="1", evening="1/2", words="sau ăn")
    sold = sale_of(
        replace(line(AMOXICILLIN), prescribed=1),
        replace(line(), directions=taken),
        line(CALCIUM),
        prescription=PRESCRIPTION,
    )
    number = counter.sell(sold).number
    entry, sha256 = counter.desk.source.entry(number, epoch=counter.ledger.epoch)
    assert isinstance(entry, Sale)
    receipt = receipt_of(counter.desk, the_job(counter, JobKind.RECEIPT, number), entry, sha256)
    assert [one.directions for one in receipt.lines] == [
        "Uống sau ăn",
        "Sáng 1 viên, tối 1/2 viên. Sau ăn",
        "",
    ]
    assert [one.is_supplement for one in receipt.lines] == [False, False, True]
    assert receipt.rest == "Đơn còn 1 thuốc chưa lấy đủ."
    assert receipt.prescription == CODE.text
    assert (receipt.staff, receipt.payment, receipt.witness) == (NAME, "Tiền mặt", "")
    assert receipt.check_code == sha256


@pytest.mark.parametrize(
    ("witness", "words"),
    [(Witness.BANK, "Ngân hàng đã báo"), (Witness.STAFF, "Nhân viên đã xem điện thoại")],
)
def test_the_receipt_says_who_saw_the_money(
    counter: PaperCounter, witness: Witness, words: str
) -> None:
    payment = Transfer(reference="K7M4P", witness=witness)
    counter.ledger.commit_sale(sale_of(), staff=STAFF, payment=payment)
    (paper,) = counter.drawn(JobKind.RECEIPT)
    on = Layout(384)
    assert standing(paper, on.body, "Chuyển khoản")
    assert standing(paper, on.note, words)


@pytest.mark.parametrize("names_patient", [True, False])
def test_the_customer_is_named_only_where_the_shop_wants_it_and_never_on_a_copy(
    counter: PaperCounter, *, names_patient: bool
) -> None:
    number = counter.sell(sale_of(card=CARD), names_patient=names_patient).number
    named = "Nguyễn Văn Anh, 1990"
    (paper,) = counter.drawn(JobKind.RECEIPT)
    assert bool(standing(paper, Layout(384).note, named)) is names_patient
    copy = counter.typesetter.draw(the_job(counter, JobKind.RECEIPT, number, copy=1))
    assert not isinstance(copy, (list, tuple))
    assert not standing(copy, Layout(384).note, named)  # type: ignore[arg-type]


def test_a_prescription_for_hiv_names_nobody() -> None:
    hiv = replace(PRESCRIPTION, icd10=("b20.1",))
    assert spoken_of(sale_of(card=CARD, prescription=hiv), names_patient=True).patient == ""
    assert spoken_of(sale_of(card=CARD, prescription=PRESCRIPTION), names_patient=True).patient


def test_the_name_is_gone_once_the_paper_is_cut_and_the_directions_stay(
    counter: PaperCounter,
) -> None:
    taken = replace(line(AMOXICILLIN, 1), directions=Directions(morning="1"))
    sold = counter.sell(sale_of(taken, card=CARD), names_patient=True)
    assert counter.desk.memory.of(sold.epoch, sold.number).patient
    counter.room.start()
    assert counter.port.wait_for_tickets(2)
    counter.room.close()
    receipt, label = counter.port.tickets
    assert standing(receipt, Layout(384).note, "Nguyễn Văn Anh, 1990")
    assert standing(label, Layout(384).note, "Nguyễn Văn Anh, 1990 · 22/11/2026")
    after = counter.desk.memory.of(sold.epoch, sold.number)
    assert after.patient == ""
    assert after.directions_of(0).morning == "1"
    kept = b"".join(
        file.read_bytes() for file in (counter.folder / "run").rglob("*") if file.is_file()
    )
    assert "Nguyễn".encode() not in kept


def test_the_name_is_nowhere_in_the_database(counter: PaperCounter) -> None:
    counter.sell(sale_of(card=CARD), names_patient=True)
    for (detail,) in counter.ledger.database.rows("SELECT detail FROM printjob"):
        assert detail == ""


def test_memory_keeps_the_newest_sales_and_shows_nobody(tmp_path: Path) -> None:
    memory = PaperMemory(tmp_path, lambda _number, _epoch: True)
    for number in range(KEPT_SALES + 5):
        memory.keep("0" * 32, number, Spoken(patient="Nguyễn Văn Mẫu"))
    assert len(list((tmp_path / "papers").iterdir())) == KEPT_SALES
    assert memory.of("0" * 32, 0) == NOTHING
    assert "Nguyễn" not in repr(memory.of("0" * 32, KEPT_SALES + 4))


def test_a_run_folder_that_takes_nothing_stops_no_paper(
    counter: PaperCounter, caplog: pytest.LogCaptureFixture
) -> None:
    (counter.folder / "run").write_text("not a folder")
    counter.sell(sale_of(line(AMOXICILLIN, 1)))
    assert counter.drawn(JobKind.LABEL)
    assert "does not take what the papers need" in caplog.text


def test_a_label_carries_what_the_law_asks_for(counter: PaperCounter) -> None:
    taken = Directions(morning="1", evening="2", words="Sau ăn")
    counter.sell(sale_of(replace(line(PARACETAMOL, 1, 20), directions=taken)))
    (label,) = counter.drawn(JobKind.LABEL)
    on = Layout(384)
    assert standing(label, on.strong, "Paracetamol 500 mg")
    assert standing(label, on.note, "20 viên · Lô 0423A · HD 31/08/2027")
    assert standing(label, on.bold, "Sau ăn")
    for name in ("1", "2"):
        assert stands(label, name, on.sizes.heading, bold=True)


def test_directions_are_said_in_words() -> None:
    assert directions_in_words(Directions(), "viên") == ""
    assert directions_in_words(Directions(noon="1"), "gói") == "Trưa 1 gói"


def test_the_z_report_is_the_entry_and_what_the_shift_wrote(counter: PaperCounter) -> None:
    ledger = counter.ledger
    opened = ShiftNote(event="opened", drawer=Drawer(), counted_vnd=500_000)
    ledger.record_note(opened, staff=STAFF)
    counter.sell(sale_of(line(AMOXICILLIN), prescription=PRESCRIPTION))
    bank = Transfer(reference="K7M4P", witness=Witness.BANK)
    ledger.commit_sale(sale_of(), staff=STAFF, payment=bank)
    seen = Transfer(reference="K7M4Q", witness=Witness.STAFF)
    ledger.commit_sale(sale_of(), staff=STAFF, payment=seen)
    closed = ShiftNote(event="closed", drawer=counter.past.drawer(), counted_vnd=579_000)
    number = ledger.record_note(closed, staff=STAFF).number
    assert kinds(counter.waiting())[-1] == ("z-report", None)
    entry, sha256 = counter.desk.source.entry(number, epoch=ledger.epoch)
    assert isinstance(entry, Shift)
    report = z_report_of(counter.desk, the_job(counter, JobKind.Z_REPORT, number), entry, sha256)
    takings = report.takings
    assert (takings.cash_vnd, takings.cash_count) == (80_000, 1)
    assert (takings.transfer_vnd, takings.transfer_count, takings.bank_count) == (160_000, 2, 1)
    assert (report.expected_vnd, report.counted_vnd) == (580_000, 579_000)
    assert (report.number, report.first, report.last) == (1, 1, number)
    assert (report.antibiotic_count, report.override_count) == (1, 0)
    assert (report.unsent, report.unsent_range) == (number - 1, (1, number - 1))
    (paper,) = [counter.typesetter.draw(the_job(counter, JobKind.Z_REPORT, number))]
    assert standing(paper, Layout(384).strong, "−1.000", right=True)  # type: ignore[arg-type]


def test_what_was_sent_since_is_still_unsent_on_a_copy_of_the_z_report(
    counter: PaperCounter,
) -> None:
    ledger = counter.ledger
    opened = ShiftNote(event="opened", drawer=Drawer(), counted_vnd=0)
    ledger.record_note(opened, staff=STAFF)
    counter.sell(sale_of())
    closed = ShiftNote(event="closed", drawer=counter.past.drawer(), counted_vnd=0)
    number = ledger.record_note(closed, staff=STAFF).number
    entry, _sha256 = counter.desk.source.entry(number, epoch=ledger.epoch)
    assert isinstance(entry, Shift)
    for seq, answered in ((1, "2026-11-22T03:00:00+00:00"), (2, "2026-11-22T09:00:00+00:00")):
        with ledger.database.writing():
            ledger.database.run(
                "UPDATE outbox SET state = 'received', answered_at = ? WHERE seq = ?", answered, seq
            )
    assert counter.desk.source.unsent_at(entry) == (2, 2)


def test_a_shift_that_is_opened_prints_nothing(counter: PaperCounter) -> None:
    opened = ShiftNote(event="opened", drawer=Drawer(), counted_vnd=0)
    counter.ledger.record_note(opened, staff=STAFF)
    assert counter.waiting() == []


def test_a_delivery_brings_its_slip_with_what_it_cost(counter: PaperCounter) -> None:
    note = DeliveryNote(supplier="Dược Mẫu", document="HĐ 12", goods=(goods(cost=520),))
    number = counter.ledger.record_note(note, staff=STAFF).number
    entry, sha256 = counter.desk.source.entry(number, epoch=counter.ledger.epoch)
    assert isinstance(entry, GoodsIn)
    slip = slip_of(counter.desk, the_job(counter, JobKind.DELIVERY, number), entry, sha256)
    assert slip.total == ("TỔNG CỘNG", 52_000)
    assert slip.lines[0].unit == "viên"
    (paper,) = counter.drawn(JobKind.DELIVERY)
    assert standing(paper, Layout(384).heading, "PHIẾU NHẬP")
    assert len(codes(paper)) == 1


def test_the_sum_of_a_delivery_is_that_of_the_invoice(counter: PaperCounter) -> None:
    """PRC-05: a box of 30 at 100.000 đ is no 30 × 3.333 đ."""
    box = Gathered(
        offer=replace(offer_of(PARACETAMOL, 100), unit_size=30),
        batch="0423A", expiry=EXPIRY, quantity=1, cost_vnd=100_000,
    )  # fmt: skip
    lines = (box, replace(box, batch="0424A", quantity=2, cost_vnd=45_000))
    state = Gathering(purpose="delivery", supplier="Dược Mẫu", document="HĐ 12", lines=lines)
    number = counter.ledger.record_note(note_of(state), staff=STAFF).number
    entry, sha256 = counter.desk.source.entry(number, epoch=counter.ledger.epoch)
    assert isinstance(entry, GoodsIn)
    slip = slip_of(counter.desk, the_job(counter, JobKind.DELIVERY, number), entry, sha256)
    assert slip.total == ("TỔNG CỘNG", 190_000)
    assert [line.amount_vnd for line in slip.lines] == [100_000, 90_000]
    page = draw_slip(slip, width_dots=384)
    assert standing(page, Layout(384).body, "100.000", right=True)
    assert standing(page, Layout(384).body, "30 viên")
    assert standing(page, Layout(384).body, "60 viên × 1.500")


def test_a_delivery_without_all_its_costs_shows_no_sum(counter: PaperCounter) -> None:
    note = DeliveryNote(
        supplier="Dược Mẫu", document="HĐ 12", goods=(goods(cost=520), goods("AMOX"))
    )
    number = counter.ledger.record_note(note, staff=STAFF).number
    entry, sha256 = counter.desk.source.entry(number, epoch=counter.ledger.epoch)
    assert isinstance(entry, GoodsIn)
    slip = slip_of(counter.desk, the_job(counter, JobKind.DELIVERY, number), entry, sha256)
    assert slip.total is None


def test_a_return_and_a_void_bring_a_slip_for_the_customer_to_sign(counter: PaperCounter) -> None:
    number = counter.sell(sale_of(line(quantity=2))).number
    back = ReturnNote(sale=counter.past_sale(number), quantities=(1,), reason="not-needed")
    returned = counter.ledger.record_note(back, staff=STAFF).number
    other = counter.sell(sale_of()).number
    void = VoidNote(sale=counter.past_sale(other), reason="wrong-entry")
    voided = counter.ledger.record_note(void, staff=STAFF).number
    ordered = kinds(counter.waiting())
    assert ("return", None) in ordered
    assert ("void", None) in ordered
    for seq, kind, title, sum_, reason in (
        (returned, JobKind.RETURN, "PHIẾU KHÁCH TRẢ HÀNG", 80_000, "Không dùng nữa"),
        (voided, JobKind.VOID, "PHIẾU HỦY BÁN", 80_000, "Nhập sai"),
    ):
        entry, sha256 = counter.desk.source.entry(seq, epoch=counter.ledger.epoch)
        assert isinstance(entry, Return | Void)
        slip = slip_of(counter.desk, the_job(counter, kind, seq), entry, sha256)
        assert (slip.title, slip.total) == (title, ("TRẢ LẠI KHÁCH", sum_))
        assert ("Lý do", reason) in slip.facts
        assert slip.signatures == ("Khách hàng", "Người bán")


def test_goods_that_leave_have_slips_on_demand(counter: PaperCounter) -> None:
    delivery = DeliveryNote(supplier="Dược Mẫu", document="HĐ 12", goods=(goods(),))
    counter.ledger.record_note(delivery, staff=STAFF)
    notes = (
        (AsideNote(because="expired", goods=(goods(units=5),)), "PHIẾU ĐỂ RIÊNG"),
        (WriteOffNote(because="damaged", goods=(goods(units=5),)), "PHIẾU XUẤT"),
        (
            WriteOffNote(because="returned-to-supplier", goods=(goods(units=5),)),
            "PHIẾU TRẢ NHÀ CUNG CẤP",
        ),
    )
    for note, title in notes:
        number = counter.ledger.record_note(note, staff=STAFF).number
        entry, sha256 = counter.desk.source.entry(number, epoch=counter.ledger.epoch)
        assert isinstance(entry, WriteOff | SetAside)
        slip = slip_of(counter.desk, the_job(counter, JobKind.GOODS_OUT, number), entry, sha256)
        assert slip.title == title
        counter.jobs.add(JobKind.GOODS_OUT, number, epoch=counter.ledger.epoch)
        assert counter.drawn(JobKind.GOODS_OUT)


def test_goods_of_a_recall_get_a_label_for_each_batch(counter: PaperCounter) -> None:
    delivery = DeliveryNote(supplier="Dược Mẫu", document="HĐ 12", goods=(goods(), goods("AMOX")))
    counter.ledger.record_note(delivery, staff=STAFF)
    note = RecallNote(number="000/QLD-CL", goods=(goods(units=5), goods("AMOX", 5)))
    number = counter.ledger.record_note(note, staff=STAFF).number
    counter.jobs.add(JobKind.RECALL_LABEL, number, epoch=counter.ledger.epoch)
    drawn = counter.drawn(JobKind.RECALL_LABEL)
    assert len(drawn) == 2
    assert standing(drawn[0], Layout(384).note, "Theo thông báo 000/QLD-CL")


def test_controlled_drugs_taken_back_get_their_minutes_twice(counter: PaperCounter) -> None:
    sold = counter.sell(sale_of(line(CODEINE), line(), card=CARD))
    back = ReturnNote(sale=counter.past_sale(sold.number), quantities=(1, 1), reason="reaction")
    number = counter.ledger.record_note(back, staff=STAFF).number
    counter.waiting()
    counter.orders.order(Print(Paper.RETURN_MINUTES, number=number))
    pages = counter.drawn(JobKind.TAKE_BACK)
    assert len(pages) == 2
    assert standing(pages[0], Layout(384).bold, "Codein 30 mg")
    assert not standing(pages[0], Layout(384).bold, "Paracetamol 500 mg")


def test_the_books_of_a_day_are_printed_from_the_entries(counter: PaperCounter) -> None:
    delivery = DeliveryNote(supplier="Dược Mẫu", document="HĐ 12", goods=(goods("CODE", 500),))
    counter.ledger.record_note(delivery, staff=STAFF)
    number = counter.sell(sale_of(line(CODEINE), card=CARD)).number
    printed = RegisterNote(day=DAY, drugs=("CODE",))
    seq = counter.ledger.record_note(printed, staff=STAFF).number
    counter.jobs.add(JobKind.REGISTERS, seq, epoch=counter.ledger.epoch)
    pages = [turned(page) for page in counter.drawn(JobKind.REGISTERS)]
    note = Layout(384).sizes.note
    stock = [page for page in pages if stands(page, "Phụ lục VIII, TT 18/2026/TT-BYT", note)]
    assert stock
    for figure in ("HĐ 12", f"{number:06d}", "500", "400", "100", "Dược Mẫu"):
        assert any(stands(page, figure, note) for page in stock), figure
    customers = [page for page in pages if stands(page, "Phụ lục XIX, TT 18/2026/TT-BYT", note)]
    assert customers
    assert not any(stands(page, "Nguyễn Văn Anh", note) for page in customers)


def test_a_job_about_something_else_is_refused_and_not_printed_wrongly(
    counter: PaperCounter,
) -> None:
    number = counter.sell(sale_of()).number
    for kind in JobKind:
        if kind is not JobKind.RECEIPT:
            with pytest.raises(KeyError):
                counter.typesetter.draw(the_job(counter, kind, number))
    with pytest.raises(KeyError):
        counter.typesetter.draw(the_job(counter, JobKind.RECEIPT, 99))


@pytest.mark.parametrize(
    ("deed", "tickets"),
    [
        (Print(Paper.RECEIPT_COPY), 1),
        (Print(Paper.RECEIPT_COPY, number=1), 1),
        (Print(Paper.LABELS), 1),
        (Print(Paper.LABELS, words=("Thuốc X", "1", "", "", "1", "sau ăn")), 1),
        (Print(Paper.RECALL_LABEL, words=("000/QLD-CL", "Thuốc X", "A1", "A2")), 2),
        (Print(Paper.STOCK_LIST, words=("Paracetamol · 0423A · 31/08/2027 · 5 viên",)), 1),
        (Print(Paper.PRICE_LIST, words=("Paracetamol · 8.000 đ/vỉ",)), 1),
        (Print(Paper.TEST), 1),
        (Print(Paper.SENT_PAGE), 1),
        (Print(Paper.REGISTERS, day=DAY), 2),
    ],
)
def test_every_order_of_the_counter_comes_out_of_the_printer(
    counter: PaperCounter, deed: Print, tickets: int
) -> None:
    counter.sell(sale_of(line(CODEINE), card=CARD))
    counter.waiting()
    counter.room.start()
    counter.orders.order(deed, badge=STAFF)
    assert counter.port.wait_for_tickets(tickets)
    counter.room.close()
    assert len(counter.port.tickets) == tickets


@pytest.mark.parametrize(
    "deed",
    [
        Print(Paper.RECEIPT_COPY),
        Print(Paper.LABELS),
        Print(Paper.SENT_PAGE),
        Print(Paper.REGISTERS, day=date(2020, 1, 1)),
        Print(Paper.RECALL_LABEL),
    ],
)
def test_where_there_is_nothing_to_print_nothing_is(counter: PaperCounter, deed: Print) -> None:
    counter.room.start()
    counter.orders.order(deed)
    counter.orders.order(Print(Paper.TEST))
    assert counter.port.wait_for_tickets(1)
    counter.room.close()
    assert len(counter.port.tickets) == 1


def test_labels_that_came_with_the_sale_come_again_as_copies(counter: PaperCounter) -> None:
    counter.sell(sale_of(line(AMOXICILLIN, 1), line(), line(PARACETAMOL, 1)))
    counter.waiting()
    counter.orders.order(Print(Paper.LABELS))
    assert [(job.line, job.copy) for job in counter.waiting()] == [(0, 1), (2, 1)]
    counter.orders.order(Print(Paper.LABELS))
    assert [(job.line, job.copy) for job in counter.waiting()] == [(0, 2), (2, 2)]


def test_copies_are_counted_for_each_paper(counter: PaperCounter) -> None:
    first = counter.sell(sale_of()).number
    counter.sell(sale_of())
    for _time in range(2):
        counter.jobs.add_copy(first, epoch=counter.ledger.epoch)
    assert [(job.number, job.copy) for job in counter.waiting()] == [
        (first, 0),
        (first + 1, 0),
        (first, 1),
        (first, 2),
    ]


def test_training_marks_every_paper(tmp_path: Path) -> None:
    ledger = open_book(tmp_path / "ledger.sqlite")
    training = PaperCounter(tmp_path, ledger, is_training=True)
    training.sell(sale_of())
    (paper,) = training.drawn(JobKind.RECEIPT)
    assert codes(paper) == []
    assert standing(paper, Layout(384).bold, "TẬP 0001", right=True)
    ledger.close()


def test_paper_that_ends_in_a_receipt_is_never_printed_plain_twice(counter: PaperCounter) -> None:
    counter.sell(sale_of())
    counter.port.run_out_of_paper(after_rows=200)
    counter.room.start()
    number, patience = 0, 200
    while counter.room.view.doubtful is None and number < patience:
        number += counter.port.wait_for_tickets(1, timeout=0.02) or 1
    doubtful = counter.room.view.doubtful
    assert doubtful
    counter.port.load_paper()
    counter.jobs.add_copy_of(doubtful)
    counter.room.ring()
    assert counter.port.wait_for_tickets(1)
    counter.room.close()
    (paper,) = counter.port.tickets
    band = paper.crop((0, 0, 384, 60))
    assert band.histogram()[0] > band.histogram()[-1]
