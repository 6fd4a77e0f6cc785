"""One sale is one transaction: everything of it is there, or nothing."""

import json
import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from device.ledger.errors import DamagedError, DiskFullError, LedgerError
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.print_jobs import PrintJobs
from tests.device.ledger.books import COMBINATION, line, open_book, sale
from tests.device.ledger.full_disk import NO_DISK

ROOT = Path(__file__).parents[3]
TABLES = ("entry", "sealed", "stock", "outbox", "printjob")
CONTROLLED = sale(line(), line(COMBINATION), card=True)


def ask(ledger: Ledger, question: str) -> object:
    return ledger.database.execute_sql(question).fetchone()[0]


def tell(ledger: Ledger, statement: str) -> None:
    ledger.database.execute_sql(statement)


def rows(ledger: Ledger) -> dict[str, object]:
    return {table: ask(ledger, f"SELECT COUNT(*) FROM {table}") for table in TABLES}  # noqa: S608 - names of the list above


def test_a_sale_writes_entry_sealed_patient_stock_outbox_and_print_job(ledger: Ledger) -> None:
    committed = ledger.commit_sale(CONTROLLED, staff="NV-07")
    assert committed.number == 1
    assert rows(ledger) == {
        "entry": 1,
        "sealed": 1,
        "stock": 2,
        "outbox": 1,
        "printjob": 1,
    }


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("moment", ["BEFORE", "AFTER"])
def test_a_fault_anywhere_in_the_middle_leaves_nothing(
    ledger: Ledger, table: str, moment: str
) -> None:
    ledger.commit_sale(CONTROLLED, staff="NV-07")
    before, stock = rows(ledger), ask(ledger, "SELECT SUM(on_hand) FROM stock")
    event = "UPDATE" if table == "stock" else "INSERT"
    tell(
        ledger,
        f"CREATE TRIGGER fault {moment} {event} ON {table} BEGIN SELECT RAISE(ABORT, 'fault'); END",
    )
    with pytest.raises(LedgerError, match="fault"):
        ledger.commit_sale(CONTROLLED, staff="NV-07")
    assert rows(ledger) == before
    assert ask(ledger, "SELECT SUM(on_hand) FROM stock") == stock
    tell(ledger, "DROP TRIGGER fault")
    assert ledger.commit_sale(CONTROLLED, staff="NV-07").number == 2


def test_a_fault_is_told_from_a_full_disk(ledger: Ledger) -> None:
    tell(
        ledger,
        "CREATE TRIGGER fault BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'fault'); END",
    )
    with pytest.raises(DamagedError):
        ledger.commit_sale(sale(), staff="NV-07")


def fill(ledger: Ledger) -> int:
    """Sell until no page is left; return the last number."""
    tell(ledger, f"PRAGMA max_page_count = {ask(ledger, 'PRAGMA page_count')}")
    return sell_until_full(ledger)


def sell_until_full(ledger: Ledger) -> int:
    sold = 0
    try:
        while sold < 1000:
            sold = ledger.commit_sale(CONTROLLED, staff="NV-07").number
    except DiskFullError:
        return sold
    pytest.fail("the disk did not become full")


def test_a_full_disk_is_refused_by_name_and_nothing_of_the_sale_is_written(ledger: Ledger) -> None:
    last = fill(ledger)
    before = rows(ledger)
    assert before["entry"] == before["sealed"] == before["outbox"] == before["printjob"] == last
    with pytest.raises(DiskFullError):
        ledger.commit_sale(CONTROLLED, staff="NV-07")
    assert rows(ledger) == before


def test_with_room_again_the_sale_goes_through_under_the_next_number(ledger: Ledger) -> None:
    last = fill(ledger)
    tell(ledger, "PRAGMA max_page_count = 1000000")
    assert ledger.commit_sale(CONTROLLED, staff="NV-07").number == last + 1


def test_a_full_disk_is_named_by_the_outbox_and_the_print_jobs_too(ledger: Ledger) -> None:
    fill(ledger)
    jobs = PrintJobs(ledger.database)
    with pytest.raises(DiskFullError):
        order_copies(jobs, 1000, ledger.epoch)
    assert jobs.next() is not None


def order_copies(jobs: PrintJobs, number: int, epoch: str) -> None:
    for _copy in range(number):
        jobs.add_copy(1, epoch=epoch)


def test_every_connection_writes_through_to_the_disk(ledger: Ledger) -> None:
    def look() -> tuple[object, ...]:
        names = ("synchronous", "journal_mode", "foreign_keys", "busy_timeout")
        found = tuple(ask(ledger, f"PRAGMA {name}") for name in names)
        ledger.close()
        return found

    with ThreadPoolExecutor(max_workers=1) as other:
        for _connection in range(2):
            assert look() == other.submit(look).result() == (2, "wal", 1, 10_000)


def test_a_database_that_is_damaged_is_said_to_be_so(file: Path) -> None:
    ledger = open_book(file)
    for _sale in range(50):
        ledger.commit_sale(CONTROLLED, staff="NV-07")
    tell(ledger, "PRAGMA wal_checkpoint(TRUNCATE)")
    epoch = ledger.epoch
    ledger.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)
    outbox = OutboxQueue(ledger.database, terminal=ledger.terminal)
    jobs = PrintJobs(ledger.database)
    for question in (
        ledger.last,
        lambda: ledger.sale(1),
        lambda: list(ledger.entries()),
        outbox.waiting,
        outbox.states,
        lambda: outbox.next_batch(entries=9, size=999),
        jobs.next,
        jobs.waiting,
        lambda: jobs.add_copy(1, epoch=epoch),
        lambda: ledger.commit_sale(sale(), staff="NV-07"),
    ):
        with pytest.raises(LedgerError):
            question()
    ledger.close()


def test_damage_that_shows_only_while_entries_are_read_is_named(file: Path) -> None:
    ledger = open_book(file)
    for _sale in range(200):
        ledger.commit_sale(CONTROLLED, staff="NV-07")
    tell(ledger, "PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    content = bytearray(file.read_bytes())
    for page in range(len(content) // 4096 // 2, len(content) // 4096):
        content[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    file.write_bytes(content)
    reading = ledger.entries()
    assert next(reading).seq == 1
    with pytest.raises(DamagedError):
        list(reading)
    ledger.close()


def test_a_place_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path, tmp_path / "file" / "ledger.sqlite"):
        with pytest.raises(LedgerError):
            open_book(place)


def test_a_disk_that_is_really_full_is_named_and_takes_sales_again_when_it_has_room(
    tmp_path: Path,
) -> None:
    apart = ["unshare", "--mount", *(["--user", "--map-root-user"] if os.geteuid() else [])]
    program = [sys.executable, "-m", "tests.device.ledger.full_disk", str(tmp_path)]
    found = subprocess.run(
        [*apart, *program], cwd=ROOT, check=False, capture_output=True, text=True, timeout=60
    )
    if found.returncode == NO_DISK or found.stderr.startswith("unshare"):
        pytest.skip("no file system can be mounted here")
    assert found.returncode == 0, found.stderr
    told = json.loads(found.stdout)
    assert told["sold"] > 0
    assert set(told["rows"]) == {told["sold"]}
    assert told["after"] == told["read"] == told["sold"] + 1


def test_a_write_that_the_system_refuses_leaves_nothing_of_the_sale(ledger: Ledger) -> None:
    ledger.commit_sale(CONTROLLED, staff="NV-07")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        sold = sell_until_full(ledger)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert rows(ledger)["entry"] == rows(ledger)["outbox"] == rows(ledger)["sealed"] == sold
    assert ledger.commit_sale(CONTROLLED, staff="NV-07").number == sold + 1
