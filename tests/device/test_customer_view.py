import logging
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from codes import CitizenCard, PrescriptionCode, Sex
from device.counter.drug import Drug, Offer
from device.counter.payment import CASH
from device.counter.prescription import Prescription
from device.counter.rules import Refusal, Rule
from device.counter.sale import Buyer, OpenSale, SaleLine
from device.counter.shop import Account
from device.counter.state import (
    Blocked,
    Paid,
    PaperHelp,
    Ready,
    Saving,
    Selling,
    SignedOut,
    State,
    Transfer,
)
from device.customer_view import (
    STALE_SECONDS,
    CustomerBoard,
    CustomerLine,
    CustomerView,
    customer_view,
    customer_view_stamp,
    read_customer_view,
    read_display,
    write_display_beat,
)

ACCOUNT = Account(
    bank="970415", bank_name="VietinBank", number="113366668888", holder="QUAY THUOC TAM AN"
)
AT = datetime(2026, 11, 22, 3, 42, tzinfo=UTC)


def _line(name: str, *, unit: str, price_vnd: int, quantity: int) -> SaleLine:
    drug = Drug(id=name, name=name, prescription_only=False)
    offer = Offer(drug=drug, unit=unit, unit_size=1, price_vnd=price_vnd)
    return SaleLine(offer=offer, batch="0423A", expiry=None, batch_from="code", quantity=quantity)


THREE = OpenSale(
    lines=(
        _line("Paracetamol 500 mg", unit="vỉ", price_vnd=8_000, quantity=2),
        _line("Oresol", unit="gói", price_vnd=3_000, quantity=5),
        _line("Vitamin C 500 mg", unit="lọ", price_vnd=35_000, quantity=1),
    )
)
CARD = CitizenCard(
    number="001056000000",
    old_number="",
    name="Nguyễn Văn Mẫu",
    birth_date=date(1956, 3, 2),
    sex=Sex.MALE,
    residence="Xã Mẫu, Tỉnh Mẫu",
    issue_date=None,
)
PATIENT = replace(
    THREE,
    card=CARD,
    prescription=Prescription(code=PrescriptionCode("01234ab12cd3-c")),
    buyer=Buyer(name="Trần Thị Người Mua", address="12 phố Thử"),
)
PAID = Paid(number=128, total_vnd=66_000, line_count=3, on_prescription=True, at=AT, payment=CASH)
TRANSFER = Transfer(
    sale=PATIENT,
    text="00020101021238",
    reference="K7M4P",
    memo="QUAY K7M4P",
    amount_vnd=98_000,
    since=AT,
)


def test_an_open_sale_shows_lines_and_sum() -> None:
    view = customer_view(Selling(sale=THREE))
    assert view.kind == "sale"
    assert [line.name for line in view.lines] == [line.drug.name for line in THREE.lines]
    assert sum(line.amount_vnd for line in view.lines) == view.total_vnd == THREE.total_vnd


@pytest.mark.parametrize("state", [Ready(), SignedOut(), Selling(sale=replace(THREE, lines=()))])
def test_where_nothing_is_sold_the_customer_is_greeted(state: State) -> None:
    assert customer_view(state) == CustomerView()


def test_a_sale_stays_on_the_glass_while_the_staff_looks_elsewhere() -> None:
    shown = customer_view(Selling(sale=THREE))
    assert customer_view(PaperHelp(behind=Selling(sale=THREE))) == shown
    assert customer_view(Saving(sale=THREE)) == shown


def test_a_transfer_shows_code_sum_and_the_outlets_own_account() -> None:
    view = customer_view(TRANSFER, account=ACCOUNT)
    assert (view.kind, view.vietqr, view.total_vnd) == ("transfer", TRANSFER.text, 98_000)
    assert (view.holder, view.bank, view.account) == (
        "QUAY THUOC TAM AN",
        "VietinBank",
        "113366668888",
    )


def test_a_paid_sale_says_thanks_and_no_longer_what_was_bought() -> None:
    view = customer_view(PAID)
    assert (view.kind, view.total_vnd, view.lines) == ("thanks", 66_000, ())


def test_practice_is_marked_whatever_is_shown() -> None:
    for state in (Ready(), Selling(sale=THREE), TRANSFER, PAID):
        assert customer_view(state, is_training=True).is_training


@pytest.mark.parametrize(
    "state",
    [
        Selling(sale=PATIENT),
        Saving(sale=PATIENT),
        TRANSFER,
        PaperHelp(behind=Selling(sale=PATIENT)),
        PAID,
    ],
)
def test_the_note_names_no_patient_and_no_prescription(state: State, tmp_path: Path) -> None:
    CustomerBoard(tmp_path).publish(customer_view(state, account=ACCOUNT))
    [note] = tmp_path.iterdir()
    written = note.read_text(encoding="utf-8")
    prescription = PATIENT.prescription
    assert prescription
    secrets = (CARD.name, CARD.number, str(CARD.birth_date.year), "Người Mua", "phố Thử")
    for secret in (*secrets, CARD.residence, prescription.text):
        assert secret not in written


def test_a_pack_that_was_refused_does_not_show() -> None:
    refused = _line("Amoxicillin 500 mg", unit="vỉ", price_vnd=14_000, quantity=1)
    blocked = Blocked(sale=THREE, refusal=Refusal(rule=Rule.EXPIRED, line=refused))
    assert customer_view(blocked) == customer_view(Selling(sale=THREE))


def test_the_note_has_no_field_for_a_person() -> None:
    """What has no field cannot be shown: a new one has to be defended here first."""
    fields = {field.name for field in msgspec.structs.fields(CustomerView)}
    assert fields == {
        "kind",
        "lines",
        "total_vnd",
        "vietqr",
        "bank",
        "account",
        "holder",
        "is_training",
    }
    lines = {field.name for field in msgspec.structs.fields(CustomerLine)}
    assert lines == {"name", "quantity", "unit", "amount_vnd"}


@pytest.mark.parametrize(
    "more", [{"patient": "Nguyễn Văn Mẫu"}, {"prescription": "01234ab12cd3-c"}]
)
def test_a_note_with_more_in_it_is_not_shown(more: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        make_with(more)
    (tmp_path / "customer.json").write_bytes(msgspec.json.encode({"kind": "sale", **more}))
    assert read_customer_view(tmp_path) == CustomerView()


def make_with(more: dict[str, Any]) -> CustomerView:
    return CustomerView(kind="sale", **more)


def test_what_is_published_is_read(tmp_path: Path) -> None:
    board = CustomerBoard(tmp_path / "run")
    view = customer_view(TRANSFER, account=ACCOUNT)
    board.publish(view)
    assert read_customer_view(tmp_path / "run") == view


def test_the_same_view_is_not_written_twice(tmp_path: Path) -> None:
    board = CustomerBoard(tmp_path)
    board.publish(customer_view(PAID))
    first = customer_view_stamp(tmp_path)
    board.publish(customer_view(PAID))
    assert customer_view_stamp(tmp_path) == first
    board.publish(CustomerView())
    assert customer_view_stamp(tmp_path) != first


def test_a_view_that_comes_back_within_a_tick_of_the_clock_is_another_note(tmp_path: Path) -> None:
    stamps = set()
    board = CustomerBoard(tmp_path)
    for total in range(20):
        board.publish(CustomerView(kind="thanks", total_vnd=total))
        stamps.add(customer_view_stamp(tmp_path))
    assert len(stamps) == 20


def test_publishing_never_fails_and_tries_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "run"
    folder.write_text("a file where the folder should be")
    board = CustomerBoard(folder)
    with caplog.at_level(logging.WARNING):
        board.publish(customer_view(PAID))
    assert "customer's view" in caplog.text
    assert read_customer_view(folder) == CustomerView()
    folder.unlink()
    board.publish(customer_view(PAID))
    assert read_customer_view(folder).kind == "thanks"


@pytest.mark.parametrize("content", [b"", b"\xff", b"{", b'{"kind":"advert"}', b"[]"])
def test_a_note_that_makes_no_sense_greets(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "customer.json").write_bytes(content)
    assert read_customer_view(tmp_path) == CustomerView()


def test_without_a_note_there_is_no_stamp(tmp_path: Path) -> None:
    assert customer_view_stamp(tmp_path) is None


def test_a_display_is_lit_silent_or_was_never_there(tmp_path: Path) -> None:
    assert read_display(tmp_path, lambda: 5.0) == "none"
    write_display_beat(tmp_path, lambda: 5.0)
    assert read_display(tmp_path, lambda: 6.0) == "on"
    assert read_display(tmp_path, lambda: 5.0 + STALE_SECONDS) == "gone"
    assert read_display(tmp_path, lambda: 4.0) == "gone"
