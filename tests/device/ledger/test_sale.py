"""What a sale writes: open, sealed, and beside it, all in one transaction."""

from datetime import date

import msgspec
import pytest

from codes import PrescriptionCode
from device.counter.drug import Offer
from device.counter.notes import ReturnNote
from device.counter.past import PastSale
from device.counter.payment import Transfer, Witness
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.sale import Buyer, OpenSale, Overridden, SaleLine, Substitution
from device.ledger.errors import LedgerError, RefusedError
from device.ledger.ledger import Ledger
from device.ledger.posting import Committed
from device.ledger.sealed import sealed_entries
from tests.device.ledger.books import (
    AT,
    BOOK,
    CARD,
    COMBINATION,
    FREE,
    PRESCRIPTION,
    TERMINAL,
    line,
    sale,
    sealed_blocks,
)
from tests.device.ledger.test_damage import check_whole
from wire.entry import Reference
from wire.kinds import Override, Return, read_entry
from wire.patient import Patient, SeenLine, SeenPrescription
from wire.sale import Dispensed, Sale, TransferPaid, read_sale
from wire.seal import Place, open_seal

BUYER = Buyer(name="Trần Thị Bình", address="Thôn 2, Xã Mẫu", passport="C1234567")
SECRETS = ("Trần Thị Bình", "BS Kín", "B20", "Phòng khám Kín", "C1234567", "Sáng 1")
WHOLE = Prescription(
    code=PrescriptionCode("01234ab12cd3-c"),
    origin=Origin.PROVINCE,
    issued=date(2026, 11, 20),
    facility="Phòng khám Kín",
    prescriber="BS Kín",
    icd10=("B20",),
    days=10,
    is_checked=True,
    lines=(
        PrescribedLine(
            number=1, name="Thuốc A", quantity=20, strength="500 mg", directions="Sáng 1"
        ),
    ),
)
SEEN = SeenPrescription(
    code="01234ab12cd3-c",
    issued=date(2026, 11, 20),
    facility="Phòng khám Kín",
    prescriber="BS Kín",
    icd10=("B20",),
    days=10,
    lines=(
        SeenLine(
            number=1, name="Thuốc A", quantity=20, strength="500 mg", unit="viên",
            directions="Sáng 1",
        ),
    ),
)  # fmt: skip


def written(ledger: Ledger, seq: int = 1) -> Sale:
    body = next(entry.body for entry in ledger.entries() if entry.seq == seq)
    return read_sale(body)


def sealed(ledger: Ledger, seq: int = 1) -> Patient:
    place = Place(terminal=TERMINAL, epoch=ledger.epoch, seq=seq)
    return open_seal(sealed_blocks(ledger)[seq], place, "book", BOOK)


def test_a_transfer_and_who_is_in_charge_are_named(ledger: Ledger) -> None:
    paid = Transfer(reference="K7M4P", witness=Witness.STAFF)
    ledger.commit_sale(sale(), staff="NV-07", payment=paid, in_charge="DS-01")
    ledger.commit_sale(sale(), staff="DS-01", in_charge="DS-01")
    first, second = written(ledger, 1), written(ledger, 2)
    assert (first.paid_by, first.in_charge) == ("transfer", "DS-01")
    assert first.transfer == TransferPaid(reference="K7M4P", witness="staff")
    assert (second.paid_by, second.in_charge, second.transfer) == (
        "cash", msgspec.UNSET, msgspec.UNSET,
    )  # fmt: skip


def test_a_line_says_what_it_stands_for(ledger: Ledger) -> None:
    other = Substitution(prescribed="SYN014", reason="out-of-stock", by="DS-01", buyer_agrees=True)
    offer = Offer(drug=FREE, unit="vỉ", unit_size=10, price_vnd=10_000, posted_vnd=11_000)
    sold = SaleLine(
        offer=offer, batch="A", expiry=None, batch_from="shelf", prescribed=2, substitution=other
    )
    ledger.commit_sale(sale(sold, line()), staff="NV-07")
    changed, plain = written(ledger).lines
    assert (changed.prescribed, changed.posted_vnd, changed.substitutes) == (2, 11_000, "SYN014")
    assert (changed.substituted_by, changed.substituted_because) == ("DS-01", "out-of-stock")
    assert set(msgspec.to_builtins(plain)) == {
        "drug", "batch", "expiry", "quantity", "unit", "unit_size", "price_vnd",
    }  # fmt: skip


def test_the_prescription_as_it_stood_is_sealed_and_little_of_it_leaves(ledger: Ledger) -> None:
    ledger.commit_sale(OpenSale(lines=(line(),), prescription=WHOLE, buyer=BUYER), staff="NV-07")
    entry = written(ledger)
    assert entry.dispensed == Dispensed(
        origin="province", issued=date(2026, 11, 20), facility="01234", checked=True
    )
    assert sealed(ledger) == Patient(
        name="Trần Thị Bình", residence="Thôn 2, Xã Mẫu", passport="C1234567", prescription=SEEN
    )
    body = next(iter(ledger.entries())).body.decode()
    assert not [secret for secret in SECRETS if secret in body]
    ledger.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = ledger.database.file.read_bytes()
    assert not [secret for secret in SECRETS if secret.encode() in stored]
    check_whole(ledger)


def test_without_a_person_the_prescription_is_sealed_alone(ledger: Ledger) -> None:
    ledger.commit_sale(OpenSale(lines=(line(),), prescription=WHOLE), staff="NV-07")
    assert sealed(ledger) == Patient(name="", prescription=SEEN)


def test_of_a_code_alone_there_is_nothing_to_seal(ledger: Ledger) -> None:
    ledger.commit_sale(OpenSale(lines=(line(),), prescription=PRESCRIPTION), staff="NV-07")
    assert sealed_blocks(ledger) == {}
    assert written(ledger).dispensed is msgspec.UNSET


def test_a_paper_prescription_without_a_number_is_a_prescription_all_the_same(
    ledger: Ledger,
) -> None:
    paper = Prescription(origin=Origin.PAPER, facility="Phòng khám Kín", prescriber="BS Kín")
    ledger.commit_sale(OpenSale(lines=(line(),), prescription=paper), staff="NV-07")
    entry = written(ledger)
    assert (entry.prescription, entry.dispensed) == (None, Dispensed(origin="paper"))


RX = Overridden(rule="RX-01", reason="paper", by="DS-01", drug="FREE")


def test_what_was_set_aside_for_a_sale_is_written_with_it(ledger: Ledger) -> None:
    open_sale = OpenSale(lines=(line(),), overridden=(RX, RX))
    sold = ledger.commit_sale(open_sale, staff="NV-07")
    assert sold.number == 1
    for entry in map(read_entry, [one.body for one in ledger.entries()][1:]):
        assert isinstance(entry, Override)
        assert entry.sale == Reference(epoch=sold.epoch, seq=1, sha256=sold.sha256)
        assert (entry.staff, entry.rule, entry.reason, entry.allowed_by, entry.drug) == (
            "NV-07", "RX-01", "paper", "DS-01", "FREE",
        )  # fmt: skip
        assert (entry.batch, entry.units) == (msgspec.UNSET, msgspec.UNSET)
    assert ledger.marks()[0].last_seq == 3
    check_whole(ledger)


def test_a_sale_whose_override_gives_no_reason_is_not_sold(ledger: Ledger) -> None:
    without = Overridden(rule="RX-01", reason="", by="DS-01")
    with pytest.raises(RefusedError):
        ledger.commit_sale(OpenSale(lines=(line(),), overridden=(RX, without)), staff="NV-07")
    assert list(ledger.entries()) == []


def test_a_fault_at_the_override_takes_the_sale_with_it(ledger: Ledger) -> None:
    ledger.database.execute_sql(
        "CREATE TRIGGER fault AFTER INSERT ON entry WHEN NEW.kind = 'override'"
        " BEGIN SELECT RAISE(ABORT, 'fault'); END"
    )
    with pytest.raises(LedgerError, match="fault"):
        ledger.commit_sale(OpenSale(lines=(line(),), overridden=(RX,)), staff="NV-07")
    for table in ("entry", "stock", "outbox", "printjob"):
        assert ledger.database.rows(f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608 - written here


def test_who_brings_a_controlled_drug_back_is_sealed_with_the_return(ledger: Ledger) -> None:
    sold = ledger.commit_sale(sale(line(COMBINATION, quantity=2), card=True), staff="NV-07")
    note = ReturnNote(
        sale=past(sold), quantities=(1,), reason="not-needed", person=CARD, replaces_invoice=True
    )
    ledger.record_note(note, staff="NV-07")
    back = read_entry(list(ledger.entries())[-1].body)
    assert isinstance(back, Return)
    assert back.reason == "not-needed; invoice-replaced"
    assert sealed(ledger, 2).name == CARD.name
    first, second = sealed_entries(ledger.database)
    assert (first.is_genuine, second.is_genuine) == (True, True)
    assert second.sale == back
    assert not second._replace(block=b"exchanged").is_genuine
    check_whole(ledger)


@pytest.mark.parametrize(("number", "is_citizen"), [("P1234567", False), (CARD.number, True)])
def test_who_was_keyed_in_for_a_return_is_sealed_with_the_number_under_its_own_name(
    ledger: Ledger,
    number: str,
    is_citizen: bool,  # noqa: FBT001 - a column
) -> None:
    """CTL-12: annex XVIII wants the number of a card; a passport stands in its place (CASE-03)."""
    sold = ledger.commit_sale(sale(line(COMBINATION, quantity=2), card=True), staff="NV-07")
    tor = Buyer(name="Tor", address="Vientiane", passport=number)
    note = ReturnNote(sale=past(sold), quantities=(1,), reason="not-needed", person=tor)
    ledger.record_note(note, staff="NV-07")
    kept = sealed(ledger, 2)
    assert (kept.name, kept.residence) == ("Tor", "Vientiane")
    assert (kept.number, kept.passport) == ((number, "") if is_citizen else ("", number))


def past(sold: Committed) -> PastSale:
    return PastSale(
        epoch=sold.epoch, number=sold.number, sha256=sold.sha256, at=AT, lines=(), total_vnd=0
    )
