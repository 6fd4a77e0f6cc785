"""What is in the book: it never changes, and says nothing of a person."""

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from device.counter.sale import OpenSale
from device.ledger.errors import DamagedError, ForeignLedgerError, LedgerError
from device.ledger.ledger import Ledger
from tests.device.ledger.books import (
    AT,
    BOOK,
    CARD,
    COMBINATION,
    FREE,
    PRESCRIPTION,
    TERMINAL,
    line,
    open_book,
    sale,
    sealed_blocks,
)
from tests.plain_text import shows
from wire.chain import entry_hash, origin, verify_chain
from wire.patient import Patient
from wire.sale import Line
from wire.seal import Place, SealError, open_seal

OTHER = (
    "INTO entry (id, book, seq, kind, body, sha256)"
    " VALUES ((1 << 32) + 2, 1, 2, 'sale', x'7b7d', '')"
)


def test_an_entry_says_what_was_sold(ledger: Ledger) -> None:
    committed = ledger.commit_sale(
        sale(line(quantity=2), line(COMBINATION, "B"), on_prescription=True), staff="NV-07"
    )
    entry, digest = ledger.sale(committed.number)
    assert (entry.terminal, entry.epoch, entry.seq, entry.at) == (TERMINAL, ledger.epoch, 1, AT)
    assert (entry.kind, entry.staff, entry.total_vnd) == ("sale", "NV-07", 33_000)
    assert entry.prescription == PRESCRIPTION.text
    assert entry.prev == origin(TERMINAL, ledger.epoch)
    assert entry.lines[0] == Line(
        drug=FREE.id,
        batch="A",
        expiry=line().expiry,
        quantity=2,
        unit="vỉ",
        unit_size=10,
        price_vnd=11_000,
        batch_from="code",
    )
    assert [one.drug for one in entry.lines] == [FREE.id, COMBINATION.id]
    assert digest == committed.sha256


def test_numbers_begin_at_one_and_each_entry_carries_the_hash_before_it(ledger: Ledger) -> None:
    assert ledger.last() is None
    committed = [ledger.commit_sale(sale(), staff="NV-07") for _sale in range(3)]
    assert [one.number for one in committed] == [1, 2, 3]
    bodies = [entry.body for entry in ledger.entries()]
    assert verify_chain(bodies, TERMINAL, ledger.epoch) == committed[-1].sha256
    assert [entry_hash(body) for body in bodies] == [one.sha256 for one in committed]
    last = ledger.last()
    assert last is not None
    assert (last.seq, last.sha256) == (3, committed[-1].sha256)


def test_the_book_goes_on_where_it_ended_when_it_is_opened_again(file: Path) -> None:
    first = open_book(file)
    first.commit_sale(sale(), staff="NV-07")
    first.close()
    again = open_book(file)
    assert again.epoch == first.epoch
    assert again.commit_sale(sale(), staff="NV-07").number == 2
    verify_chain((entry.body for entry in again.entries()), TERMINAL, again.epoch)
    again.close()
    again.close()


def test_every_new_book_has_its_own_epoch(tmp_path: Path) -> None:
    books = [open_book(tmp_path / f"{number}.sqlite") for number in range(3)]
    assert len({book.epoch for book in books}) == 3
    assert all(len(bytes.fromhex(book.epoch)) == 16 for book in books)
    for book in books:
        book.close()


def test_a_number_that_was_never_given_is_not_found(ledger: Ledger) -> None:
    ledger.commit_sale(sale(), staff="NV-07")
    for number in (0, 2, -1):
        with pytest.raises(KeyError):
            ledger.sale(number)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET body = x'7b7d'",
        "UPDATE entry SET sha256 = '' WHERE seq = 2",
        "UPDATE OR REPLACE entry SET id = id - 1, seq = 1 WHERE seq = 2",
        "UPDATE OR IGNORE entry SET id = id + 7, seq = 9 WHERE seq = 2",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE seq = 2",
        f"REPLACE {OTHER}",
        f"INSERT OR REPLACE {OTHER}",
        f"INSERT {OTHER} ON CONFLICT (id) DO UPDATE SET body = excluded.body",
    ],
)
def test_an_entry_is_neither_changed_nor_replaced_nor_removed(
    ledger: Ledger, statement: str
) -> None:
    for _sale in range(3):
        ledger.commit_sale(sale(), staff="NV-07")
    before = list(ledger.entries())
    with pytest.raises(Exception, match="entries never"):
        ledger.database.execute_sql(statement)
    assert list(ledger.entries()) == before
    assert ledger.commit_sale(sale(), staff="NV-07").number == 4


@pytest.mark.parametrize(
    ("sold", "is_sealed"),
    [
        (sale(card=True), False),
        (sale(), False),
        (sale(on_prescription=True), False),
        (sale(on_prescription=True, card=True), True),
        (sale(line(COMBINATION), card=True), True),
        (sale(line(), line(COMBINATION), card=True), True),
    ],
)
def test_a_person_is_sealed_only_where_the_law_wants_it(
    ledger: Ledger, sold: OpenSale, *, is_sealed: bool
) -> None:
    ledger.commit_sale(sold, staff="NV-07")
    blocks = sealed_blocks(ledger)
    entry, _digest = ledger.sale(1)
    assert set(blocks) == ({1} if is_sealed else set())
    assert entry.sealed_sha256 == (sha256(blocks[1]).hexdigest() if is_sealed else None)


def test_the_outlets_book_opens_what_was_sealed_and_only_in_its_place(ledger: Ledger) -> None:
    for _sale in range(2):
        ledger.commit_sale(sale(on_prescription=True, card=True), staff="NV-07")
    blocks = sealed_blocks(ledger)
    for seq in (1, 2):
        place = Place(terminal=TERMINAL, epoch=ledger.epoch, seq=seq)
        assert open_seal(blocks[seq], place, "book", BOOK) == Patient(
            name=CARD.name,
            birth_date=CARD.birth_date,
            sex="Nam",
            number=CARD.number,
            residence=CARD.residence,
        )
    with pytest.raises(SealError):
        open_seal(blocks[2], Place(terminal=TERMINAL, epoch=ledger.epoch, seq=1), "book", BOOK)


def test_nothing_of_a_person_can_be_read_in_the_files(ledger: Ledger, file: Path) -> None:
    for sold in (
        sale(card=True),
        sale(on_prescription=True, card=True),
        sale(line(COMBINATION), card=True),
    ):
        ledger.commit_sale(sold, staff="NV-07")
    files = sorted(file.parent.iterdir())
    assert {one.name for one in files} >= {"ledger.sqlite", "ledger.sqlite-wal"}
    content = b"".join(one.read_bytes() for one in files)
    ledger.close()
    content += b"".join(one.read_bytes() for one in file.parent.iterdir())
    assert shows(content, PRESCRIPTION.text)
    for secret in (CARD.name, CARD.number, CARD.old_number, CARD.residence, "Phường B"):
        assert not shows(content, secret)


def test_only_the_owner_may_read_the_files(file: Path) -> None:
    ledger = open_book(file)
    ledger.commit_sale(sale(), staff="NV-07")
    files = list(file.parent.iterdir())
    assert {one.name for one in files} >= {"ledger.sqlite", "ledger.sqlite-wal"}
    for one in files:
        assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    ledger.close()


def test_the_ledger_of_another_terminal_is_refused_and_left_alone(file: Path) -> None:
    mine = open_book(file)
    mine.commit_sale(sale(), staff="NV-07")
    mine.close()
    with pytest.raises(ForeignLedgerError) as caught:
        open_book(file, terminal="Q33-0002")
    assert (caught.value.found, caught.value.wanted) == (TERMINAL, "Q33-0002")
    assert isinstance(caught.value, LedgerError)
    again = open_book(file)
    assert (again.epoch, len(list(again.entries()))) == (mine.epoch, 1)
    again.close()


def test_an_entry_that_was_changed_behind_the_triggers_does_not_verify(ledger: Ledger) -> None:
    for _sale in range(3):
        ledger.commit_sale(sale(), staff="NV-07")
    for statement in (
        "DROP TRIGGER entry_never_changes",
        (
            "UPDATE entry SET body = CAST(REPLACE(CAST(body AS TEXT), '11000', '10000') AS BLOB)"
            " WHERE seq = 2"
        ),
    ):
        ledger.database.execute_sql(statement)
    with pytest.raises(ValueError, match="entry 3 "):
        verify_chain((entry.body for entry in ledger.entries()), TERMINAL, ledger.epoch)


def test_the_refusal_of_a_trigger_is_the_ledgers_own_error(ledger: Ledger) -> None:
    ledger.commit_sale(sale(), staff="NV-07")
    ledger.database.execute_sql(
        "CREATE TRIGGER no_more BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'no more'); END"
    )
    with pytest.raises(DamagedError, match="no more"):
        ledger.commit_sale(sale(), staff="NV-07")


def test_a_folder_that_accounts_share_shares_its_files(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.parent.chmod(0o2770)
    umask = os.umask(0o077)
    try:
        ledger = open_book(file)
    finally:
        os.umask(umask)
    ledger.commit_sale(sale(), staff="NV-07")
    for one in file.parent.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o660, one.name
    ledger.close()
