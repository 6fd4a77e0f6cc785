"""Several threads and processes at one ledger, and processes that are killed while they sell."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from tests.device.ledger.books import AT, open_book, sale
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
    outbox = OutboxQueue(ledger.database, terminal=ledger.terminal, epoch=ledger.epoch)
    assert set(outbox.states()) == {entry.seq for entry in entries}
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
    outbox = OutboxQueue(ledger.database, terminal=ledger.terminal, epoch=ledger.epoch)
    with seller(file, 60) as process:
        assert is_ready(process)
        go(process)
        answered = 0
        for number in numbers(process):
            entry = ledger.sale(number)[1]
            receipt = Receipt(
                terminal=ledger.terminal, epoch=ledger.epoch, through=number, head=entry, at=AT
            )
            answered += outbox.apply(receipt, at=AT)
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
