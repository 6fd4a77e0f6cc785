"""What each order means: logs without anybody in them, a look at oneself, a wish."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from device.ledger.ledger import Ledger
from device.link.commands import Told
from device.link.errands import WISH, errands_for
from device.link.vitals import Vitals
from device.own_log import keep_log, last_lines
from tests.device.ledger.books import open_book
from wire.command import MAX_DETAIL, Command, Order

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
WELL = Vitals(
    disk_free_bytes=9 << 30, temperature_c=51.5, under_voltage=False, clock="trusted",
    printer="ok", scanner="ok",
)  # fmt: skip
SICK = Vitals(
    disk_free_bytes=1 << 20, temperature_c=85.0, under_voltage=True, clock="untrusted",
    printer="out-of-paper", scanner="absent",
)  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = open_book(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


@pytest.fixture(autouse=True)
def _root() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.setLevel(logging.INFO)
    yield
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def do(
    ledger: Ledger, order: Order, *, vitals: Vitals = WELL, argument: str = "", **more: Path
) -> Told:
    run = ledger.database.file.parent
    errands = errands_for(
        ledger=ledger, run=run, updates=more.get("updates"), vitals=lambda: vitals
    )
    command = Command(id="c1", order=order, argument=argument, given_at=AT, until=AT)
    return errands[order](command)


def test_a_terminal_that_is_well_says_so(ledger: Ledger) -> None:
    told = do(ledger, "self-test")
    assert told.state == "done"
    lines = told.detail.splitlines()
    assert lines[0] == "ok"
    assert {"ledger: ok", "printer: ok", "clock: ok"} <= set(lines)


def test_what_is_at_fault_is_named_first(ledger: Ledger) -> None:
    told = do(ledger, "self-test", vitals=SICK)
    assert told.detail.splitlines()[0] == (
        "faults: disk, printer, scanner, clock, temperature, power"
    )
    assert "printer: out-of-paper" in told.detail


def test_what_cannot_be_told_is_no_fault(ledger: Ledger) -> None:
    assert do(ledger, "self-test", vitals=Vitals()).detail.splitlines()[0] == "ok"


def test_logs_are_the_newest_lines_and_hold_nobody(ledger: Ledger) -> None:
    run = ledger.database.file.parent
    keep_log(run, "ui")
    log = logging.getLogger("device.till")
    for number in range(2000):
        log.info("line %d of many", number)
    log.warning("a card 001090000001 and 01234ab12cd3-c")
    try:
        int("Nguyễn Văn Anh")
    except ValueError:
        log.exception("it failed")
    told = do(ledger, "send-logs")
    assert told.state == "done"
    assert len(told.detail) <= MAX_DETAIL
    assert "line 1999 of many" in told.detail
    assert "line 1 of many" not in told.detail
    assert "it failed" in told.detail
    assert "test_errands.py" in told.detail, "where it failed"
    for secret in ("001090000001", "01234ab12cd3", "Nguyễn"):
        assert secret not in told.detail


def test_without_a_log_there_is_nothing_to_send(tmp_path: Path) -> None:
    assert last_lines(tmp_path, 1000) == "== link\n== ui"


def test_a_wish_is_left_for_an_updater_if_there_is_one(ledger: Ledger, tmp_path: Path) -> None:
    assert do(ledger, "update-to", argument="1.2.3") == Told("refused", "no updater")
    updates = tmp_path / "updates"
    refused = do(ledger, "update-to", argument="1.2.3", updates=updates)
    assert refused == Told("refused", "no updater")
    updates.mkdir()
    assert do(ledger, "update-to", argument="../x y", updates=updates).state == "refused"
    assert list(updates.iterdir()) == []
    assert do(ledger, "update-to", argument="1.2.3", updates=updates).state == "done"
    assert json.loads((updates / WISH).read_bytes()) == {"version": "1.2.3", "command": "c1"}
