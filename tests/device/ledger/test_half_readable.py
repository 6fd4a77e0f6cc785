"""Damage that SQLite itself does not see, or sees in one table alone: the shop still opens."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from device.ledger import checkup
from device.ledger.database import PAGE_BYTES
from device.ledger.drafts import CountDraft, Counted
from device.ledger.errors import DamagedError
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.purge import purge
from device.ledger.sealed import sealed_entries
from device.ledger.shelf import as_counted
from device.ledger.stock import batches, on_hand
from tests.device.ledger.books import LATE, TERMINAL, open_book, sale, sealed_blocks
from tests.device.ledger.full_disk import NO_DISK
from tests.device.ledger.test_damage import aside, begun, check_whole, spoil_header
from tests.device.ledger.test_purge import receive, sell

ROOT = Path(__file__).parents[3]


def behind_the_triggers(ledger: Ledger, statement: str) -> None:
    """Change what no trigger lets through, and leave the tables as they were."""
    (trigger,) = ledger.database.row(
        "SELECT sql FROM sqlite_master WHERE name = 'entry_never_changes'"
    ) or ("",)
    ledger.database.execute_sql("PRAGMA ignore_check_constraints = 1")
    ledger.database.execute_sql("DROP TRIGGER entry_never_changes")
    ledger.database.execute_sql(statement)
    ledger.database.execute_sql(str(trigger))


def spoil_page_of(file: Path, table: str) -> None:
    ledger = open_book(file)
    (root,) = ledger.database.row("SELECT rootpage FROM sqlite_master WHERE name = ?", table) or (
        0,
    )
    ledger.close()
    content = bytearray(file.read_bytes())
    content[(root - 1) * PAGE_BYTES] = 77
    file.write_bytes(content)


@pytest.mark.parametrize("table", ["entry SET body", "sealed SET block"])
def test_bytes_that_have_become_text_are_damage(ledger: Ledger, file: Path, table: str) -> None:
    sell(ledger, 9, sealed=True)
    column = table.rsplit(maxsplit=1)[-1]
    behind_the_triggers(ledger, f"UPDATE {table} = CAST({column} AS TEXT) WHERE seq = 5")
    ledger.close()
    again = open_book(file)
    assert len(aside(file)) == 1
    check_whole(again)
    again.close()


def test_an_old_entry_that_only_the_stock_stumbles_over_does_not_keep_the_shop_shut(
    ledger: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell(ledger, checkup.TAIL + 50)
    behind_the_triggers(ledger, "UPDATE entry SET body = x'00' WHERE seq = 5")
    ledger.close()
    monkeypatch.setattr(checkup, "SMALL_BYTES", 1000)
    again = open_book(file)
    assert begun(again).missing == ((5, 5),)
    check_whole(again)
    again.close()


def test_a_flipped_bit_in_a_number_does_not_make_millions_missing(
    ledger: Ledger, file: Path
) -> None:
    sell(ledger, 9)
    behind_the_triggers(ledger, "UPDATE outbox SET seq = seq + (1 << 30) WHERE seq = 7")
    ledger.close()
    spoil_header(file)
    again = open_book(file)
    assert begun(again).missing == ()
    again.close()


def test_a_shelf_behind_the_checkpoint_that_is_lost_is_not_taken_for_an_empty_one(
    ledger: Ledger, file: Path
) -> None:
    counted = CountDraft(lines=(Counted(drug="FREE", batch="A", expiry=LATE, units=500),))
    ledger.record(counted, staff="NV-07")
    for _sale in range(6):
        ledger.commit_sale(sale(), staff="NV-07")
    receive(ledger, 5)
    assert purge(ledger.database) == 5
    ledger.close()
    spoil_page_of(file, "shelfthen")
    again = open_book(file)
    assert len(aside(file)) == 1
    assert on_hand(again.database, "FREE", "A") == 500 - 6 * 10
    check_whole(again)
    again.close()


def test_a_checkpoint_of_a_book_whose_name_is_damaged_does_not_keep_the_shop_shut(
    ledger: Ledger, file: Path
) -> None:
    sell(ledger, 8)
    receive(ledger, 6)
    assert purge(ledger.database) == 6
    epoch = ledger.epoch.encode()
    ledger.close()
    content = file.read_bytes()
    for name in (TERMINAL.encode() + epoch, b"\x09" + epoch):
        content = content.replace(name, name[:-1] + b"!")
    file.write_bytes(content)
    again = open_book(file)
    assert len(aside(file)) == 1
    check_whole(again)
    again.close()


def test_a_page_of_the_legal_book_is_kept_where_its_sale_is_lost(
    ledger: Ledger, file: Path
) -> None:
    sell(ledger, 9, sealed=True)
    blocks = list(sealed_blocks(ledger).values())
    behind_the_triggers(ledger, "UPDATE entry SET body = x'00' WHERE seq = 5")
    ledger.close()
    spoil_header(file)
    again = open_book(file)
    found = list(sealed_entries(again.database))
    assert [one.block for one in found] == blocks
    assert [one.seq for one in found if one.sale is None] == [5]
    assert begun(again).missing == ((5, 5),)
    check_whole(again)
    again.close()


def test_a_sale_that_cannot_be_read_is_damage_and_the_next_start_looks_at_everything(
    ledger: Ledger, file: Path
) -> None:
    sell(ledger, 2)
    behind_the_triggers(ledger, "UPDATE entry SET body = x'00'")
    with pytest.raises(DamagedError):
        ledger.last_sale()
    assert file.with_name(f"{file.name}.suspect").exists()
    assert OutboxQueue(ledger.database, terminal=TERMINAL).waiting() == (2, None, None)


def test_a_page_that_a_question_stumbles_over_makes_the_next_start_look_at_everything(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = open_book(file)
    sell(ledger, 3)
    ledger.close()
    spoil_page_of(file, "packing")
    monkeypatch.setattr(checkup, "SMALL_BYTES", 1000)
    ledger = open_book(file)
    with pytest.raises(DamagedError):
        ledger.database.rows("SELECT name FROM packing")
    ledger.close()
    open_book(file).close()
    assert len(aside(file)) == 1


def test_a_salvage_that_the_disk_has_no_room_for_is_done_again_and_loses_nothing(
    tmp_path: Path,
) -> None:
    apart = ["unshare", "--mount", *(["--user", "--map-root-user"] if os.geteuid() else [])]
    program = [sys.executable, "-m", "tests.device.ledger.full_disk_salvage", str(tmp_path)]
    found = subprocess.run(
        [*apart, *program], cwd=ROOT, check=False, capture_output=True, text=True, timeout=60
    )
    if found.returncode == NO_DISK or found.stderr.startswith("unshare"):
        pytest.skip("no file system can be mounted here")
    assert found.returncode == 0, found.stderr
    told = json.loads(found.stdout)
    assert told["errors"] == ["DiskFullError", "DiskFullError"]
    assert told["found"] == told["sold"]


def test_a_time_that_a_worn_card_has_changed_stops_neither_the_screen_nor_the_purge(
    file: Path,
) -> None:
    ledger = open_book(file)
    sell(ledger, 4)
    receive(ledger, 4)
    ledger.database.execute_sql("UPDATE outbox SET answered_at = '2026-91-22T03:45:59+00:00'")
    assert OutboxQueue(ledger.database, terminal=TERMINAL).waiting().last_answer_at is None
    assert purge(ledger.database, answered_before=datetime(2030, 1, 1, tzinfo=UTC)) == 0
    ledger.close()


def test_a_batch_whose_expiry_a_worn_card_has_changed_is_not_proposed(file: Path) -> None:
    ledger = open_book(file)
    lines = [Counted(drug="FREE", batch=name, expiry=date(2027, 8, 31), units=5) for name in "AB"]
    ledger.record(CountDraft(because="count", lines=tuple(lines)), staff="NV-07")
    ledger.database.execute_sql("UPDATE stock SET expiry = '2027-98-31' WHERE batch = 'A'")
    assert [batch.number for batch in batches(ledger.database, "FREE")] == ["B"]
    assert {line.batch: line.expiry for line in as_counted(ledger.database)}["A"] is None
    ledger.close()
