"""The signer's journal: nothing taken out of it goes unnoticed, no power cut spoils it."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioning.signer.journal import Issued, Journal, JournalBrokenError, read_journal
from tests.provisioning.conftest import NOW


def issued(number: int) -> Issued:
    return Issued(
        at=NOW,
        terminal=f"Q33-{number:04}",
        serial=f"{number:X}",
        until=NOW + timedelta(days=1),
        key="ab",
        issuer="cd",
    )


def names(file: Path) -> list[str]:
    return [one.terminal for one in read_journal(file)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "issued.jsonl"


def write(file: Path, *numbers: int) -> None:
    with Journal(file) as journal:
        for number in numbers:
            journal.write(issued(number))


def test_what_was_written_is_read_again_over_many_runs(file: Path) -> None:
    write(file, 1, 2)
    write(file, 3)
    assert names(file) == ["Q33-0001", "Q33-0002", "Q33-0003"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_bytes().splitlines()[0])["before"] == ""


@pytest.mark.parametrize("gone", [1, 2])
def test_a_line_that_was_taken_out_shows_itself(file: Path, gone: int) -> None:
    write(file, 1, 2, 3, 4)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
    with pytest.raises(JournalBrokenError, match=f"dòng {gone + 1}"):
        Journal(file)


def test_the_first_line_cannot_be_taken_out_either(file: Path) -> None:
    write(file, 1, 2)
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[1])
    with pytest.raises(JournalBrokenError):
        read_journal(file)


def test_a_changed_line_shows_itself_in_the_next(file: Path) -> None:
    write(file, 1, 2, 3)
    file.write_bytes(file.read_bytes().replace(b"Q33-0002", b"Q33-0009"))
    with pytest.raises(JournalBrokenError, match="dòng 3"):
        read_journal(file)


@given(cut=st.integers(min_value=1, max_value=150))
def test_a_line_cut_by_the_power_is_left_behind_and_the_chain_goes_on(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    file = tmp_path_factory.mktemp("cut") / "issued.jsonl"
    write(file, 1, 2)
    os.truncate(file, file.stat().st_size - cut)
    write(file, 3, 4)
    write(file, 5)
    # Of the second line only its end may be missing: then it was written, if not handed out.
    assert names(file) in (
        ["Q33-0001", "Q33-0003", "Q33-0004", "Q33-0005"],
        ["Q33-0001", "Q33-0002", "Q33-0003", "Q33-0004", "Q33-0005"],
    )


def test_a_line_that_is_only_half_written_is_not_handed_out_and_spoils_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal(file) as journal:
        journal.write(issued(1))

        def half(descriptor: int, line: bytes) -> int:
            return written(descriptor, line[: len(line) // 2])

        written = os.write
        monkeypatch.setattr(os, "write", half)
        for number in (2, 3):
            with pytest.raises(OSError, match="No space"):
                journal.write(issued(number))
        monkeypatch.undo()
        journal.write(issued(4))
    assert names(file) == ["Q33-0001", "Q33-0004"]


def test_a_journal_is_no_link(file: Path, tmp_path: Path) -> None:
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        Journal(file)
