"""The launcher ends a program exactly where it should, and refuses a place that is not there."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.deaths import NoSuchPlaceError, check_place

PROGRAM = """
import sqlite3
from pathlib import Path

def write(number: int) -> None:
    database = sqlite3.connect("found.db", isolation_level=None)
    database.execute("CREATE TABLE IF NOT EXISTS sold (number)")
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO sold VALUES (?)", (number,))
    database.execute("COMMIT")
    database.close()

if __name__ == "__main__":
    for number in range(1, 6):
        write(number)
    Path("ended").touch()
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the program under the launcher."""
    (tmp_path / "seller.py").write_text(PROGRAM, encoding="utf-8")

    def launch(*arguments: str) -> "subprocess.CompletedProcess[str]":
        path = f"{Path(__file__).parents[2]}:{tmp_path}"
        return subprocess.run(
            [sys.executable, "-m", "tests.faults.die_at", *arguments, "--", "seller"],
            cwd=tmp_path, env={"PYTHONPATH": path}, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return launch


def sold(folder: Path) -> list[int]:
    with closing(sqlite3.connect(folder / "found.db")) as database:
        return [row[0] for row in database.execute("SELECT number FROM sold")]


def test_without_a_death_it_runs_to_its_end(run: Run, tmp_path: Path) -> None:
    assert run().returncode == 0
    assert sold(tmp_path) == [1, 2, 3, 4, 5]
    assert (tmp_path / "ended").exists()


@pytest.mark.parametrize(
    ("when", "place", "left"),
    [
        ("--before", "sql:COMMIT", [1, 2]),
        ("--after", "sql:COMMIT", [1, 2, 3]),
        ("--before", "sql:INSERT INTO sold", [1, 2]),
        ("--after", "sql:INSERT INTO sold", [1, 2]),
        ("--before", "sqlite3:connect", [1, 2]),
    ],
)
def test_it_ends_at_the_third_call_and_not_a_statement_later(
    run: Run, tmp_path: Path, when: str, place: str, left: list[int]
) -> None:
    done = run(when, place, "--call", "3", "--witness", str(tmp_path / "witness"))
    assert done.returncode == -signal.SIGKILL
    assert sold(tmp_path) == left
    assert not (tmp_path / "ended").exists()
    said = (tmp_path / "witness").read_text(encoding="utf-8")
    assert said == f"{when.removeprefix('--')} {place} (call 3)\n"


def test_a_place_that_is_not_there_is_an_error_before_anything_runs(
    run: Run, tmp_path: Path
) -> None:
    done = run("--before", "device.ledger.ledger:Ledger.renamed_since")
    assert done.returncode == 1
    assert "NoSuchPlaceError" in done.stderr
    assert not (tmp_path / "found.db").exists()


@pytest.mark.parametrize("place", ["device.nothing:here", "device.till:Till.nothing", "nonsense"])
def test_a_wrong_place_is_refused(place: str) -> None:
    with pytest.raises(NoSuchPlaceError):
        check_place(place)
