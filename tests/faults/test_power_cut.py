"""`kill -9` at every step between the last scan and the cut paper, in the counter's own program.

The sale is wholly there or wholly not, the next start says which and offers the reprint, and never
are there two receipts of it that do not say which one is the copy.
"""

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from device.ledger.ledger import Ledger
from device.ledger.projection import differences
from tests.faults.deaths import When, check_place
from tests.faults.one_counter import DRUG, PRICE, TERMINAL, settings_of
from wire.sale import Sale, read_sale

ROOT = Path(__file__).parents[2]
BOTH: tuple[When, ...] = ("before", "after")
STEPS: tuple[tuple[str, str, int], ...] = (
    ("the last scan", "device.till:Till.scanned", 1),
    ("cash taken", "device.till:Till.handle", 2),
    ("commit begun", "sql:BEGIN IMMEDIATE", 1),
    ("entry written", 'sql:INSERT INTO "entry"', 1),
    ("stock moved", 'sql:INSERT INTO "stock"', 1),
    ("outbox", 'sql:INSERT INTO "outbox"', 1),
    ("print job", 'sql:INSERT INTO "printjob"', 1),
    ("committed", "sql:COMMIT", 1),
    ("sold", "device.ledger.ledger:Ledger.commit_sale", 1),
    ("kept for the paper", "device.papers.memory:PaperMemory.keep", 1),
    ("drawer opened", "hardware.drawer:PulseDrawer.open", 1),
    ("printing rung for", "device.printing:PrintingRoom.ring", 1),
    ("draft closed", "device.power_cut:PowerCutWatch._forget", 1),
    ("paper drawn", "device.papers.sold:draw_receipt", 1),
    ("noted as sent", "device.ledger.print_jobs:PrintJobs.sent", 1),
    ("ticket begun", "hardware.printer:EscposPrinter._begin", 1),
    ("first band printed", "hardware.printer:EscposPrinter._pass_pulse", 2),
    ("half printed", "hardware.printer:EscposPrinter._pass_pulse", 6),
    ("paper cut", "hardware.fake:save_ticket", 1),
    ("ticket done", "hardware.printer:EscposPrinter.print_ticket", 1),
    ("paper cut confirmed", "device.ledger.print_jobs:PrintJobs.confirmed", 1),
    ("name forgotten", "device.papers.memory:PaperMemory.cut", 1),
)


@dataclass(frozen=True)
class Outcome:
    """What a run of the program said, and how it ended."""

    status: int
    said: list[dict[str, Any]]
    errors: str

    def found(self, name: str) -> Any:
        return next((line[name] for line in self.said if name in line), None)


def run(task: str, folder: Path, *arguments: str) -> Outcome:
    command = [sys.executable, "-m", "tests.faults.one_counter", task, str(folder), *arguments]
    done = subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=120
    )
    said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return Outcome(done.returncode, said, done.stderr)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    assert run("prepare", folder).status == 0
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    found = tmp_path / "outlet"
    shutil.copytree(prepared, found)
    return found


def sales(folder: Path) -> list[Sale]:
    """The sales of the ledger, whose stock must add up."""
    ledger = Ledger.open(settings_of(folder).ledger, terminal=TERMINAL, readers={})
    bodies = [entry.body for entry in ledger.entries() if b'"kind":"sale"' in entry.body]
    found = [read_sale(body) for body in bodies]
    assert differences(ledger.database) == []
    (left,) = ledger.database.row("SELECT on_hand FROM stock WHERE drug = ?", DRUG) or (None,)
    assert left == 4000 - sum(line.units for sale in found for line in sale.lines)
    for table in ("outbox", "printjob"):
        question = f"SELECT count(*) FROM {table} WHERE seq = ?"  # noqa: S608 - one of two
        for sale in found:
            assert (ledger.database.row(question, sale.seq) or (0,))[0] >= 1
    ledger.close()
    return found


def papers(folder: Path) -> tuple[int, int]:
    """How many plain receipts and how many copies were cut."""
    plain = copies = 0
    for file in sorted((folder / "tickets").glob("ticket-*.png")):
        with Image.open(file) as paper:
            band = paper.convert("L").crop((20, 16, 364, 20))
        is_copy = band.histogram()[0] > band.width * band.height // 2
        plain, copies = plain + (not is_copy), copies + is_copy
    return plain, copies


def test_the_steps_are_there() -> None:
    for _name, place, _call in STEPS:
        check_place(place)


@pytest.mark.parametrize("when", BOTH)
@pytest.mark.parametrize(("place", "call"), [step[1:] for step in STEPS], ids=[s[0] for s in STEPS])
def test_the_next_start_tells_the_truth_and_offers_the_paper(
    folder: Path, place: str, call: int, when: When
) -> None:
    died = run("sell", folder, f"--{when}", place, "--call", str(call))
    assert died.status == -signal.SIGKILL, died.errors
    at_death, plain_before = sales(folder), papers(folder)[0]
    assert len(at_death) in {0, 1}
    if died.found("sold") is not None:
        assert [sale.seq for sale in at_death] == [died.found("sold")]
    after = run("look", folder)
    assert after.status == 0, after.errors
    assert after.found("is_cut")
    assert not after.found("is_reboot")
    plain, copies = papers(folder)
    assert plain <= 1
    if not at_death:
        assert (after.found("sale"), after.found("draft_lost")) == (None, True)
        assert (plain, copies) == (0, 0)
        return
    assert not after.found("draft_lost")
    if after.found("sale") is None:
        # Nothing to offer: the paper was seen to be cut.
        assert (plain_before, copies) == (1, 0)
    else:
        assert after.found("sale") == at_death[0].seq
        assert after.found("total") == 2 * PRICE == at_death[0].total_vnd
        assert copies == 1
    assert sales(folder) == at_death
    again = run("look", folder)
    assert not again.found("is_cut"), again.errors
    assert papers(folder) == (plain, copies)


def test_a_sale_that_nobody_interrupts_leaves_one_receipt_and_nothing_to_say(folder: Path) -> None:
    done = run("sell", folder)
    assert done.status == 0, done.errors
    assert [sale.seq for sale in sales(folder)] == [done.found("sold")]
    assert papers(folder) == (1, 0)
    after = run("look", folder)
    assert not after.found("is_cut")
    assert papers(folder) == (1, 0)
