"""What counts as working, looked at on real files."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from device.health import write_health
from device.ledger.ledger import Ledger
from device.link_state import LinkState, write_link_state
from device.updating.proof import Bench, Seen, lacking
from tests.device.ledger.books import TERMINAL, open_book
from wire.status import Health

AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = open_book(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


@pytest.fixture
def bench(tmp_path: Path, ledger: Ledger) -> Bench:
    return Bench(tmp_path / "run", ledger.database.file, TERMINAL)


def online(run: Path, *, is_online: bool = True) -> None:
    write_link_state(run, LinkState(online=is_online, since=AT, beat=time.monotonic()))


def test_a_terminal_at_work_shows_everything(bench: Bench, tmp_path: Path) -> None:
    write_health(tmp_path / "run", printer="ok", scanner="ok")
    online(tmp_path / "run")
    assert bench.look() == Seen(screen=True, scanner=True, printer=True, ledger=True, link=True)


def test_right_after_a_start_only_the_ledger_is_there(bench: Bench) -> None:
    assert bench.look() == Seen(ledger=True)


@pytest.mark.parametrize(
    ("printer", "works"),
    [("ok", True), ("out-of-paper", True), ("cover-open", True), ("offline", False),
     ("fault", False), ("absent", False)],
)  # fmt: skip
def test_a_printer_without_paper_is_one_that_answers(
    bench: Bench,
    tmp_path: Path,
    printer: Health,
    works: bool,  # noqa: FBT001
) -> None:
    write_health(tmp_path / "run", printer=printer, scanner="ok")
    assert bench.look().printer is works


def test_a_link_without_a_line_is_none(bench: Bench, tmp_path: Path) -> None:
    online(tmp_path / "run", is_online=False)
    assert not bench.look().link


def test_a_damaged_ledger_is_seen_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "damaged.sqlite"
    open_book(file).close()
    with file.open("r+b") as raw:
        raw.seek(100)
        raw.write(b"\xff" * 4000)
    before = file.read_bytes()
    assert not Bench(tmp_path, file, TERMINAL).look().ledger
    assert file.read_bytes() == before


def test_no_ledger_and_somebody_elses_are_none(tmp_path: Path, ledger: Ledger) -> None:
    assert not Bench(tmp_path, tmp_path / "none.sqlite", TERMINAL).look().ledger
    assert not (tmp_path / "none.sqlite").exists(), "looking makes nothing"
    assert not Bench(tmp_path, ledger.database.file, "Q33-0002").look().ledger


def test_screen_and_ledger_must_work_and_the_rest_if_it_did_before() -> None:
    nothing, everything = Seen(), Seen(screen=True, scanner=True, printer=True, ledger=True)
    assert lacking(nothing, nothing) == ("screen", "ledger")
    assert lacking(everything, nothing) == ("screen", "ledger", "scanner", "printer")
    assert lacking(everything, everything) == ()
    assert lacking(Seen(link=True), everything) == ("link",)
