"""One file of every kind of entry, chained as a terminal in the field would have written them."""

from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import UNSET

from tests.wire.samples import EPOCH, TERMINAL
from tests.wire.test_golden import SEED, golden
from wire.batch import encode_batch, read_batch
from wire.chain import entry_hash, verify_chain
from wire.entry import Reference, encode, read_head
from wire.kinds import (
    KINDS,
    DrawerOpened,
    EpochBegun,
    GoodsIn,
    Override,
    Shift,
    ShiftFigures,
    read_entry,
)
from wire.receipt import Rejected, Span, encode_receipt, read_receipt
from wire.sale import Dispensed, Sale, TransferPaid
from wire.sign import sign, verify
from wire.status import EpochMark, encode_status, read_status

CHAIN = (
    "sale",
    "return",
    "sale-plain",
    "void",
    "goods-in",
    "stock-count",
    "write-off",
    "shift",
    "recall-acknowledged",
    "override",
)
"""The first entries of one epoch, in order."""
NEXT = ("epoch-begun", "carried")
"""Those of the epoch after it."""
DAY = (
    "shift-opened",
    "goods-in-programme",
    "sale-prescribed",
    "override-of-sale",
    "set-aside",
    "write-off-aside",
    "drawer-opened",
    "price-posted",
    "code-linked",
    "registers-printed",
    "shift-closed",
    "stock-count-whole",
    "goods-in-amount",
    "drawer-opened-allowed",
    "override-of-batch",
)
"""A day of a terminal with quarantine, shifts and transfers."""
ALL = (*CHAIN, *NEXT, *DAY)
DAY_EPOCH = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
NEXT_EPOCH = "f0e0d0c0b0a090807060504030201000"
KEY = Ed25519PrivateKey.from_private_bytes(SEED)


def body(name: str) -> bytes:
    return golden(f"{name}-v1.json")


def test_there_is_a_file_of_every_kind() -> None:
    assert {read_head(body(name)).kind for name in ALL} == set(KINDS)


@pytest.mark.parametrize("name", ALL)
def test_an_entry_is_read_as_its_kind_and_written_byte_for_byte_as_it_was(name: str) -> None:
    entry = read_entry(body(name))
    assert type(entry) is KINDS[entry.kind]
    assert entry.v == 1
    assert encode(entry) == body(name)


def test_the_files_are_three_unbroken_chains() -> None:
    last = entry_hash(body("override-of-batch"))
    assert verify_chain(map(body, DAY), TERMINAL, DAY_EPOCH) == last
    assert verify_chain(map(body, CHAIN), TERMINAL, EPOCH) == entry_hash(body("override"))
    assert verify_chain(map(body, NEXT), TERMINAL, NEXT_EPOCH) == entry_hash(body("carried"))


def test_references_name_the_entries_that_they_mean() -> None:
    first = Reference(epoch=EPOCH, seq=1, sha256=entry_hash(body("sale")))
    third = Reference(epoch=EPOCH, seq=3, sha256=entry_hash(body("sale-plain")))
    named = {
        name: getattr(read_entry(body(name)), "carried" if name == "carried" else "sale")
        for name in ("return", "void", "override", "carried")
    }
    assert named == {"return": first, "override": first, "void": third, "carried": third}


def test_a_sale_on_a_prescription_says_how_it_was_paid_and_what_stood_in_for_what() -> None:
    sale = read_entry(body("sale-prescribed"))
    assert isinstance(sale, Sale)
    assert sale.transfer == TransferPaid(reference="K7M4P", witness="bank")
    assert sale.dispensed == Dispensed(
        origin="province", issued=date(2026, 11, 23), facility="01234", checked=True
    )
    assert [(line.prescribed, line.posted_vnd) for line in sale.lines] == [(1, 12000), (2, None)]
    other = sale.lines[1]
    assert (other.substitutes, other.substituted_by) == ("SYN014", "DS-01")
    override = read_entry(body("override-of-sale"))
    assert isinstance(override, Override)
    assert override.sale == Reference(
        epoch=DAY_EPOCH, seq=3, sha256=entry_hash(body("sale-prescribed"))
    )


def test_an_override_of_older_days_names_no_batch_and_one_of_today_may() -> None:
    """GPP-01: which batch somebody had in the hand, and how much of it was seen."""
    older, newer = read_entry(body("override-of-sale")), read_entry(body("override-of-batch"))
    assert isinstance(older, Override)
    assert isinstance(newer, Override)
    assert (older.drug, older.batch, older.units) == ("SYN002", UNSET, UNSET)
    assert (newer.drug, newer.batch, newer.units) == ("SYN002", "2603K", 20)


def test_a_report_adds_up() -> None:
    closed, opened = read_entry(body("shift-closed")), read_entry(body("shift-opened"))
    assert isinstance(closed, Shift)
    assert isinstance(opened, Shift)
    figures = closed.figures
    assert isinstance(figures, ShiftFigures)
    assert (figures.number, figures.first) == (opened.number, opened.seq)
    assert figures.float_vnd + figures.cash_vnd - figures.refunded_vnd == closed.expected_vnd


def test_a_delivery_of_before_says_no_amount_and_one_of_now_says_the_invoice_s() -> None:
    """PRC-05: what one base unit cost is rounded, the line's amount is not."""
    said = {
        name: entry.lines[0].amount_vnd
        for name in ("goods-in", "goods-in-amount")
        if isinstance(entry := read_entry(body(name)), GoodsIn)
    }
    assert said == {"goods-in": None, "goods-in-amount": 100_000}


def test_a_drawer_of_before_names_nobody_who_agreed_and_one_of_now_does() -> None:
    said = {
        name: entry.allowed_by
        for name in ("drawer-opened", "drawer-opened-allowed")
        if isinstance(entry := read_entry(body(name)), DrawerOpened)
    }
    assert said == {"drawer-opened": UNSET, "drawer-opened-allowed": "CH-01"}


def test_a_clock_that_nobody_set_is_named_and_one_that_was_set_is_not() -> None:
    trusted = {name: read_head(body(name)).at_is_trusted for name in CHAIN}
    assert [name for name in CHAIN if not trusted[name]] == ["shift"]


def test_an_epoch_that_follows_another_says_what_it_lost() -> None:
    begun = read_entry(body("epoch-begun"))
    assert isinstance(begun, EpochBegun)
    assert (begun.because, begun.previous, begun.previous_through) == ("damaged", EPOCH, 10)
    assert begun.missing == ((4, 5),)


def test_a_signed_batch_verifies_and_is_still_signed_alike() -> None:
    message, payload = golden("batch-v1.jws"), golden("batch-v1.json")
    assert verify(message, KEY.public_key(), TERMINAL, "quay-batch") == payload
    assert sign(payload, KEY, TERMINAL, "quay-batch") == message
    assert encode_batch(TERMINAL, EPOCH, [body("sale")]) == payload


def test_a_batch_with_a_sealed_block_gives_back_its_bytes() -> None:
    batch = read_batch(golden("batch-sealed-v1.json"))
    assert batch.sealed == {1: golden("sealed-v1.json")}
    assert [bytes(entry) for entry in batch.entries] == [body("sale")]


def test_a_receipt_that_names_what_is_behind_a_gap_is_read_and_still_signed_alike() -> None:
    payload = golden("receipt-beyond-v1.json")
    receipt = read_receipt(payload)
    hashes = [entry_hash(body(name)) for name in CHAIN]
    assert (receipt.through, receipt.head) == (3, hashes[2])
    assert receipt.beyond == (Span(first=6, last=10, head=hashes[9]),)
    assert receipt.rejected == (Rejected(seq=2, sha256=hashes[1], reason="conflict"),)
    assert encode_receipt(receipt) == payload
    assert sign(payload, KEY, "server", "quay-receipt") == golden("receipt-beyond-v1.jws")


def test_a_status_with_everything_in_it_is_read() -> None:
    payload = golden("status-marks-v1.json")
    status = read_status(payload)
    assert status.marks == (
        EpochMark(epoch=EPOCH, last_seq=10, head=entry_hash(body("override")), unsent=0),
        EpochMark(epoch=NEXT_EPOCH, last_seq=2, head=entry_hash(body("carried")), unsent=1),
    )
    assert encode_status(status) == payload


def test_every_golden_file_is_read_by_a_test() -> None:
    tests = "".join(
        file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py")
    )
    names = {file.name for file in (Path(__file__).parent / "golden").iterdir()}
    named = {f"{name}-v1.json" for name in ALL}
    assert not [name for name in names - named if f'"{name}"' not in tests]
