"""What each order means: logs without anybody in them, a look at oneself, a wish."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from device.ledger.ledger import Ledger
from device.link.commands import Told
from device.link.errands import came_of_updates, errands_for
from device.link.vitals import Vitals
from device.own_log import keep_log, last_lines
from device.run_folder import write_note
from device.self_test.line import LineFigures
from device.updating.wish import WISH, Result, Wishes
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
) -> Told | None:
    run = ledger.database.file.parent
    errands = errands_for(
        ledger=ledger, run=run, updates=more.get("updates"), vitals=lambda: vitals
    )
    command = Command(id="c1", order=order, argument=argument, given_at=AT, until=AT)
    return errands[order](command)


def did(
    ledger: Ledger, order: Order, *, vitals: Vitals = WELL, argument: str = "", **more: Path
) -> Told:
    """Do what is answered at once."""
    told = do(ledger, order, vitals=vitals, argument=argument, **more)
    assert told is not None
    return told


def test_a_terminal_that_is_well_says_so(ledger: Ledger) -> None:
    told = did(ledger, "self-test")
    assert told.state == "done"
    lines = told.detail.splitlines()
    assert lines[0] == "ok"
    assert {"ledger: ok", "printer: ok", "clock: ok"} <= set(lines)


def test_what_is_at_fault_is_named_first(ledger: Ledger) -> None:
    told = did(ledger, "self-test", vitals=SICK)
    assert told.detail.splitlines()[0] == (
        "faults: disk, printer, scanner, clock, temperature, power"
    )
    assert "printer: out-of-paper" in told.detail


def test_a_bad_line_is_named_with_its_figures(ledger: Ledger) -> None:
    figures = LineFigures(
        at=AT, asked=20, lost=4, answer_ms=412, kbit_per_second=64, clock_offset_seconds=-2
    )
    write_note(ledger.database.file.parent, "line.json", figures)
    detail = did(ledger, "self-test").detail
    assert detail.splitlines()[0] == "faults: line"
    assert "line: bad, 412 ms, at least 64 kbit/s, 20 % lost, clock -2 s" in detail
    assert "card: ok, " in detail


def test_a_certificate_that_ends_soon_is_named(ledger: Ledger) -> None:
    detail = did(ledger, "self-test", vitals=replace(WELL, certificate_days=29)).detail
    assert "certificate: ends soon, 29 days" in detail
    assert detail.splitlines()[0] == "faults: certificate"


def test_what_cannot_be_told_is_no_fault(ledger: Ledger) -> None:
    assert did(ledger, "self-test", vitals=Vitals()).detail.splitlines()[0] == "ok"


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
    told = did(ledger, "send-logs")
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
    assert did(ledger, "update-to", argument="../x y", updates=updates).state == "refused"
    assert list(updates.iterdir()) == []
    assert do(ledger, "update-to", argument="1.2.3", updates=updates) is None
    assert json.loads((updates / WISH).read_bytes()) == {
        "version": "1.2.3",
        "command": "c1",
        "until": "2026-11-23T03:00:00Z",
    }


def test_what_came_of_an_update_is_told_once_it_is_known(ledger: Ledger, tmp_path: Path) -> None:
    assert list(came_of_updates(None)) == []
    do(ledger, "update-to", argument="1.2.3", updates=tmp_path)
    assert list(came_of_updates(tmp_path)) == []
    Wishes(tmp_path).answer(Result(command="c1", state="failed", detail="came back"))
    ((name, told, noted),) = came_of_updates(tmp_path)
    assert (name, told) == ("c1", Told("failed", "came back"))
    noted()
    assert list(came_of_updates(tmp_path)) == []
