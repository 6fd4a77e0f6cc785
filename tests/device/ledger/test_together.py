"""Several threads and processes at one ledger, and processes that are killed while they sell."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from device.ledger.checkup import check_up
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from tests.device.ledger.books import AT, TERMINAL, open_book, sale
from wire.chain import verify_chain
from wire.receipt import Receipt

ROOT = Path(__file__).parents[3]
ENDLESS = 10**9


@contextmanager
def seller(file: Path, how_many: int) -> Iterator[subprocess.Popen[str]]:
    """Start a program that sells; it waits for `go`, and is gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.device.ledger.seller", str(file), str(how_many)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def is_ready(process: subprocess.Popen[str]) -> bool:
    assert process.stdout
    return process.stdout.readline() == "ready\n"


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def numbers(process: subprocess.Popen[str], how_many: int = ENDLESS) -> list[int]:
    """Read numbers that were said to be sold: so many, or as many as there are."""
    assert process.stdout
    found: list[int] = []
    while len(found) < how_many and (said := process.stdout.readline()).endswith("\n"):
        found.append(int(said))
    return found


def check(ledger: Ledger) -> int:
    """Check that a ledger is whole: no gap, every link; return its last number."""
    entries = list(ledger.entries())
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    head = verify_chain((entry.body for entry in entries), ledger.terminal, ledger.epoch)
    assert not entries or head == entries[-1].sha256
    outbox = OutboxQueue(ledger.database, terminal=ledger.terminal)
    assert set(outbox.states()) == {(entry.epoch, entry.seq) for entry in entries}
    return len(entries)


@pytest.mark.parametrize("turn", range(20))
def test_several_can_open_a_new_ledger_at_once(file: Path, turn: int) -> None:
    del turn
    start = threading.Barrier(4)

    def begin(_number: int) -> tuple[str, int]:
        start.wait(10)
        ledger = open_book(file)
        number = ledger.commit_sale(sale(), staff="NV-07").number
        ledger.close()
        return ledger.epoch, number

    with ThreadPoolExecutor(max_workers=4) as threads:
        begun = list(threads.map(begin, range(4)))
    assert len({epoch for epoch, _number in begun}) == 1
    assert sorted(number for _epoch, number in begun) == [1, 2, 3, 4]


def test_two_threads_get_numbers_without_gaps_or_doubles(ledger: Ledger) -> None:
    def sell(how_many: int) -> list[int]:
        sold = [ledger.commit_sale(sale(), staff="NV-07").number for _sale in range(how_many)]
        ledger.close()
        return sold

    with ThreadPoolExecutor(max_workers=2) as threads:
        one, other = threads.map(sell, (40, 40))
    assert sorted(one + other) == list(range(1, 81))
    assert one == sorted(one)
    assert check(ledger) == 80


def test_two_processes_get_numbers_without_gaps_or_doubles(file: Path) -> None:
    with seller(file, 40) as one, seller(file, 40) as other:
        assert is_ready(one)
        assert is_ready(other)
        go(one)
        go(other)
        sold = sorted(numbers(one) + numbers(other))
    assert sold == list(range(1, 81))
    ledger = open_book(file)
    assert check(ledger) == 80
    ledger.close()


def test_receipts_come_in_while_sales_go_on(file: Path) -> None:
    ledger = open_book(file)
    outbox = OutboxQueue(ledger.database, terminal=ledger.terminal)
    with seller(file, 60) as process:
        assert is_ready(process)
        go(process)
        answered = 0
        for number in numbers(process):
            entry = ledger.sale(number)[1]
            receipt = Receipt(
                terminal=ledger.terminal, epoch=ledger.epoch, through=number, head=entry, at=AT
            )
            answered += outbox.apply(receipt, at=AT).answered
    assert answered == check(ledger) == 60
    assert outbox.waiting().entries == 0
    ledger.close()


def test_whatever_was_said_to_be_sold_is_there_after_the_program_is_killed(file: Path) -> None:
    """Ten times `kill -9` in the middle of selling, one ledger after the other in one file."""
    last = 0
    for turn in range(10):
        with seller(file, ENDLESS) as process:
            assert is_ready(process)
            go(process)
            said = numbers(process, 5 + 3 * turn)
            process.kill()
            said += numbers(process)
        ledger = open_book(file)
        kept = check(ledger)
        ledger.close()
        assert said[0] == last + 1
        assert said == list(range(said[0], said[-1] + 1))
        assert kept - said[-1] in {0, 1}
        last = kept


def test_whoever_has_a_ledger_open_that_is_set_aside_goes_on_in_the_new_one(file: Path) -> None:
    counter, link = open_book(file), open_book(file)
    counter.commit_sale(sale(), staff="NV-07")
    outbox = OutboxQueue(link.database, terminal=link.terminal)
    assert outbox.waiting().entries == 1
    old = link.epoch
    counter.database.run("DROP TRIGGER entry_never_changes")
    counter.database.run("UPDATE entry SET sha256 = 'spoilt'")
    assert not link.moved()
    assert counter.mend()
    assert link.moved()
    number = counter.commit_sale(sale(), staff="NV-07").number
    assert link.epoch == counter.epoch != old
    assert not link.moved()
    assert link.commit_sale(sale(), staff="NV-07").number == number + 1
    assert check_newest(counter) == number + 1
    (aside,) = file.parent.glob(f"set-aside/*/{file.name}")
    assert aside.stat().st_mode & 0o777 == 0o600
    counter.close()
    link.close()


def check_newest(ledger: Ledger) -> int:
    """Check the newest epoch's chain; return its last number."""
    bodies = [entry.body for entry in ledger.entries() if entry.epoch == ledger.epoch]
    verify_chain(bodies, ledger.terminal, ledger.epoch)
    return len(bodies)


def test_while_one_sets_the_ledger_aside_nobody_sells_into_the_old_file(file: Path) -> None:
    ledger = open_book(file)
    ledger.commit_sale(sale(), staff="NV-07")
    ledger.database.run("DROP TRIGGER entry_never_changes")
    ledger.database.run("UPDATE entry SET sha256 = 'spoilt'")
    ledger.close()
    with seller(file, 30) as one, seller(file, 30) as other:
        assert is_ready(one)
        assert is_ready(other)
        go(one)
        go(other)
        sold = sorted(numbers(one) + numbers(other))
    again = open_book(file)
    first = sold[0]
    assert sold == list(range(first, first + 60))
    assert check_newest(again) == sold[-1]
    assert len(list(file.parent.glob("set-aside/*"))) == 1
    again.close()


def test_a_thread_that_reads_all_the_time_does_not_hold_up_who_mends(file: Path) -> None:
    ledger = open_book(file)
    ledger.commit_sale(sale(), staff="NV-07")
    stop = threading.Event()

    def read() -> int:
        turns = 0
        while not stop.is_set():
            ledger.close()
            turns += ledger.epoch != ""
        ledger.close()
        return turns

    with ThreadPoolExecutor(max_workers=2) as threads:
        readers = [threads.submit(read) for _reader in range(2)]
        for _turn in range(5):
            ledger.database.run("DROP TRIGGER entry_never_changes")
            ledger.database.run("UPDATE entry SET sha256 = 'spoilt' WHERE seq = 1")
            assert ledger.mend()
        stop.set()
        assert all(reader.result(30) for reader in readers)
    assert len(list(file.parent.glob("set-aside/*"))) == 5
    ledger.close()


def test_several_questions_are_answered_from_one_state_whoever_sells(
    ledger: Ledger, file: Path
) -> None:
    counter = open_book(file)
    counter.commit_sale(sale(), staff="NV-07")
    with ledger.database.as_it_stands():
        before = ledger.marks()
        counter.commit_sale(sale(), staff="NV-07")
        check_up(ledger.database, TERMINAL, thorough=True)
        assert ledger.marks() == before
    assert ledger.marks() != before
    counter.close()
