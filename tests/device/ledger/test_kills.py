"""`kill -9` at every step of a sale, a salvage, a new epoch and a purge."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from device.ledger.checkup import check_up
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.projection import differences
from device.ledger.purge import purge
from tests.device.ledger.books import AT, TERMINAL, open_book
from tests.device.ledger.dying import CONTROLLED
from tests.device.ledger.test_damage import (
    RECEIVED,
    SALES,
    aside,
    begun,
    check_whole,
    fill,
    spoil_header,
)  # fmt: skip
from wire.entry import Reference
from wire.kinds import read_entry
from wire.receipt import Receipt, Rejected

ROOT = Path(__file__).parents[3]
RUN = "device.ledger.database:LedgerDatabase.run"
EVERY_WRITE = [(RUN, "before", 1), *((RUN, "after", call) for call in range(1, 10))]
COMMIT = "device.ledger.database:LedgerDatabase.commit"


def dies(file: Path, action: str, place: str, when: str, call: int) -> list[int]:
    """Run a program that kills itself; return what it said was sold."""
    program = [sys.executable, "-m", "tests.device.ledger.dying"]
    done = subprocess.run(
        [*program, str(file), action, place, when, str(call)],
        cwd=ROOT, check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return [int(number) for number in done.stdout.split()]


@pytest.mark.parametrize(
    ("place", "when", "call"),
    [
        *EVERY_WRITE,
        (COMMIT, "before", 1),
        (COMMIT, "after", 1),
        ("device.ledger.ledger:Ledger.commit_sale", "after", 1),
    ],
)
def test_a_sale_is_whole_or_not_there(file: Path, place: str, when: str, call: int) -> None:
    ledger = open_book(file)
    ledger.close()
    said = dies(file, "sell", place, when, call)
    again = open_book(file)
    kept = list(again.entries())
    assert len(kept) in {len(said), 1}
    rows = {
        table: again.database.rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - written here
        for table in ("entry", "sealed", "stock", "outbox", "printjob")
    }
    each = len(kept)
    assert list(rows.values()) == [each, each, 2 * each, each, each]
    assert aside(file) == []
    check_whole(again)
    again.close()


@pytest.mark.parametrize(
    ("place", "when", "call"),
    [
        ("device.ledger.opening:set_aside", "before", 1),
        ("device.ledger.set_aside:_write_durably", "before", 1),
        ("device.ledger.set_aside:_write_durably", "after", 1),
        ("device.ledger.set_aside:sync_folder", "after", 1),
        ("device.ledger.set_aside:sync_folder", "after", 2),
        ("device.ledger.set_aside:Path.rename", "after", 1),
        ("device.ledger.set_aside:Path.rename", "after", 2),
        ("device.ledger.set_aside:Path.rename", "before", 3),
        ("device.ledger.set_aside:Path.rename", "after", 3),
        ("device.ledger.opening:set_aside", "after", 1),
        ("device.ledger.renewal:make_private", "after", 1),
        ("device.ledger.renewal:salvage", "after", 1),
        ("device.ledger.renewal:_bring", "after", 20),
        ("device.ledger.renewal:_begin", "before", 1),
        ("device.ledger.renewal:_begin", "after", 1),
        (COMMIT, "after", 1),
        ("device.ledger.renewal:_sync", "after", 1),
        ("device.ledger.renewal:sync_folder", "before", 1),
        ("device.ledger.renewal:sync_folder", "after", 1),
        ("device.ledger.opening:renew", "after", 1),
        ("device.ledger.opening:finish", "before", 1),
        ("device.ledger.opening:finish", "after", 1),
    ],
)
def test_a_salvage_that_is_killed_is_done_again(
    tmp_path: Path, place: str, when: str, call: int
) -> None:
    file = tmp_path / "killed" / "ledger.sqlite"
    whole = fill(file, settle=False)
    (epoch,) = {epoch for epoch, _seq in whole}
    # The header in the database and its copy in the log: SQLite reads neither.
    spoil_header(file)
    log = file.with_name(f"{file.name}-wal")
    content = bytearray(log.read_bytes())
    content[0] ^= 0xFF
    log.write_bytes(content)
    kept = {part.name: part.read_bytes() for part in (file, log)}
    dies(file, "open", place, when, call)
    ledger = open_book(file)
    found = {(entry.epoch, entry.seq): entry.body for entry in ledger.entries()}
    assert {place: body for place, body in found.items() if place[0] == epoch} == whole
    assert begun(ledger).previous_through == SALES + 1
    assert len(ledger.marks()) == 2
    (folder,) = [each for each in aside(file) if (each / file.name).exists()]
    assert {name: (folder / name).read_bytes() for name in kept} == kept
    assert not list(file.parent.glob("set-aside/*/pending"))
    check_whole(ledger)
    ledger.close()
    again = open_book(file)
    assert len(again.marks()) == 2
    again.close()


def overtaken(file: Path) -> tuple[Ledger, str, dict[int, str]]:
    """Make a ledger of which the last three entries contradict what the province has."""
    fill(file)
    ledger = open_book(file)
    epoch = ledger.epoch
    hashes = {entry.seq: entry.sha256 for entry in ledger.entries()}
    receipt = Receipt(
        terminal=TERMINAL,
        epoch=epoch,
        through=SALES + 20,
        head="0" * 64,
        rejected=tuple(
            Rejected(seq=seq, sha256=hashes[seq], reason=reason)
            for seq, reason in ((39, "conflict"), (40, "chain broken"), (41, "chain broken"))
        ),
        at=AT,
    )
    assert OutboxQueue(ledger.database, terminal=TERMINAL).apply(receipt, at=AT).overtaken
    ledger.overtaken(epoch)
    return ledger, epoch, hashes


def carried(ledger: Ledger) -> list[Reference]:
    entries = [read_entry(entry.body) for entry in ledger.entries()]
    return [one.carried for one in entries if isinstance(one.carried, Reference)]


@pytest.mark.parametrize(
    ("action", "place", "when", "call"),
    [
        *(("catch-up", *step) for step in EVERY_WRITE),
        *(("sell", RUN, "after", call) for call in range(1, 30, 4)),
        ("catch-up", COMMIT, "before", 1),
        ("catch-up", COMMIT, "after", 1),
        ("catch-up", "device.ledger.writer:add_book", "after", 1),
        ("catch-up", "device.ledger.writer:Writer.begin_epoch", "after", 1),
        ("catch-up", "device.ledger.writer:Writer.carry", "after", 1),
    ],
)
def test_what_was_set_aside_is_carried_once_however_often_it_is_killed(
    file: Path, action: str, place: str, when: str, call: int
) -> None:
    before, epoch, hashes = overtaken(file)
    before.close()
    dies(file, action, place, when, call)
    ledger = open_book(file)
    ledger.catch_up()
    ledger.catch_up()
    assert carried(ledger) == [
        Reference(epoch=epoch, seq=seq, sha256=hashes[seq]) for seq in (39, 40, 41)
    ]
    assert len(ledger.marks()) == 2
    assert begun(ledger).because == "overtaken"
    check_whole(ledger)
    ledger.close()


@pytest.mark.parametrize(
    ("place", "when", "call"),
    [
        *EVERY_WRITE,
        (COMMIT, "before", 1),
        (COMMIT, "after", 1),
        ("device.ledger.purge:_move_checkpoint", "after", 1),
        ("device.ledger.purge:_remove", "before", 1),
        ("device.ledger.database:LedgerDatabase.give_back", "before", 1),
        ("device.ledger.database:LedgerDatabase.give_back", "after", 1),
    ],
)
def test_a_purge_that_is_killed_leaves_chain_and_stock_whole(
    file: Path, place: str, when: str, call: int
) -> None:
    fill(file, sealed=False)
    dies(file, "purge", place, when, call)
    ledger = open_book(file)
    assert aside(file) == []
    purge(ledger.database)
    assert [entry.seq for entry in ledger.entries()] == list(range(RECEIVED + 1, SALES + 2))
    check_up(ledger.database, TERMINAL, thorough=True)
    assert differences(ledger.database) == []
    assert ledger.commit_sale(CONTROLLED, staff="NV-07").number == SALES + 2
    ledger.close()
