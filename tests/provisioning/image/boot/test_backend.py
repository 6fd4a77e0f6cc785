"""The choice between the slots survives every power cut, and is never a slot that is half there."""

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioning.image.boot import backend, initial_state
from provisioning.image.boot.backend import (
    COPY_BYTES,
    PROVEN,
    TRIAL,
    BootState,
    SlotState,
    StateFile,
    WornError,
    read_copy,
    read_state,
)

SECTOR = 512
SLOT_STATES = st.builds(SlotState, st.integers(0, PROVEN), st.booleans())
STATES = st.builds(BootState, st.sampled_from((("A", "B"), ("B", "A"))), SLOT_STATES, SLOT_STATES)


class PowerCutError(Exception):
    pass


class Disk:
    """A disk that loses its power after so many sectors; the one in hand may be torn or not."""

    def __init__(self, content: bytes, sectors: int) -> None:
        self.content, self.left = bytearray(content), sectors

    def pwrite(self, _descriptor: int, data: bytes, offset: int) -> int:
        for at in range(0, len(data), SECTOR):
            if self.left == 0:
                raise PowerCutError
            self.left -= 1
            self.content[offset + at : offset + at + SECTOR] = data[at : at + SECTOR]
        return len(data)


def write_with_cut(copies: bytes, state: BootState, sectors: int, folder: Path) -> bytes:
    """Return what is on the disk when the power goes after so many sectors."""
    file = folder / "state"
    file.write_bytes(copies)
    disk = Disk(copies, sectors)
    opened = StateFile(file)
    try:
        with patch.object(os, "pwrite", disk.pwrite):
            opened.write(state)
    except PowerCutError:
        pass
    finally:
        opened.close()
    return bytes(disk.content)


@given(before=STATES, after=STATES, sectors=st.integers(0, 17), worn=st.sampled_from((0, 1, None)))
def test_at_every_moment_one_copy_is_whole_and_says_the_old_or_the_new(
    before: BootState, after: BootState, sectors: int, worn: int | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    copies = bytearray(before.to_bytes() * 2)
    if worn is not None:
        copies[worn * COPY_BYTES + 100] ^= 0xFF
    left = write_with_cut(bytes(copies), after, sectors, tmp_path_factory.mktemp("cut"))
    found, copy = read_state(left)
    assert copy is not None
    assert found in {before, after}
    if sectors >= 16:
        assert found == after
        assert left == after.to_bytes() * 2


@given(STATES)
def test_what_is_written_is_read(state: BootState) -> None:
    assert read_copy(state.to_bytes()) == state


@given(STATES, st.integers(0, COPY_BYTES - 1), st.integers(1, 255))
def test_a_changed_byte_is_noticed(state: BootState, at: int, change: int) -> None:
    copy = bytearray(state.to_bytes())
    copy[at] ^= change
    with pytest.raises(WornError):
        read_copy(bytes(copy))


@pytest.mark.parametrize("copies", [b"", b"\0" * 8192, b"\xff" * 8192, os.urandom(8192)])
def test_without_a_whole_copy_both_slots_are_tried(copies: bytes) -> None:
    state, copy = read_state(copies)
    assert copy is None
    assert (state.primary, state.a.left, state.b.left) == ("A", TRIAL, TRIAL)


def test_the_tools_of_u_boot_write_the_same_bytes(tmp_path: Path) -> None:
    lines = "BOOT_A_GOOD=1\nBOOT_A_LEFT=9\nBOOT_B_GOOD=0\nBOOT_B_LEFT=0\nBOOT_ORDER=A B\n"
    (tmp_path / "lines").write_text(lines)
    command = ["mkenvimage", "-s", str(COPY_BYTES), "-p", "0x00", "-o", "made", "lines"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert (tmp_path / "made").read_bytes() * 2 == initial_state()


class Terminal:
    """The backend as RAUC calls it."""

    def __init__(self, folder: Path) -> None:
        self.state, self._line = folder / "state", folder / "running"
        self.state.write_bytes(initial_state())
        self.runs("A")

    def runs(self, slot: str) -> None:
        self._line.write_text(f"{slot}\n")

    def call(self, *words: str) -> str:
        done = self.try_call(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def try_call(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", backend.__file__, *words],
            capture_output=True, text=True, check=False,
            env={"QUAY_BOOTSTATE": str(self.state), "QUAY_RUNNING": str(self._line)},
        )  # fmt: skip


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_rauc_is_answered(terminal: Terminal) -> None:
    assert terminal.call("get-primary") == "A"
    assert terminal.call("get-current") == "A"
    assert terminal.call("get-state", "A") == "good"
    assert terminal.call("get-state", "B") == "bad"
    terminal.call("set-state", "B", "bad")
    terminal.call("set-primary", "B")
    assert terminal.call("get-primary") == "B"
    assert terminal.call("get-state", "B") == "good"
    terminal.call("set-state", "B", "bad")
    assert terminal.call("get-primary") == "A"


@pytest.mark.parametrize(
    "words", [(), ("set-primary", "C"), ("set-state", "A", "fine"), ("get-state", "a"), ("erase",)]
)
def test_what_is_not_understood_changes_nothing(terminal: Terminal, words: tuple[str, ...]) -> None:
    before = terminal.state.read_bytes()
    done = terminal.try_call(*words)
    assert done.returncode == 1
    assert done.stderr
    assert terminal.state.read_bytes() == before


def test_a_good_slot_that_came_far_gets_its_attempts_back(terminal: Terminal) -> None:
    state, _copy = read_state(terminal.state.read_bytes())
    tired = state.put("A", SlotState(1, good=True))
    terminal.state.write_bytes(tired.to_bytes() * 2)
    terminal.call("refill")
    assert read_state(terminal.state.read_bytes())[0].a == SlotState(PROVEN, good=True)


def test_a_slot_on_trial_must_earn_them(terminal: Terminal) -> None:
    terminal.call("set-primary", "B")
    terminal.runs("B")
    before = terminal.state.read_bytes()
    terminal.call("refill")
    assert terminal.state.read_bytes() == before
    terminal.call("set-state", "B", "good")
    assert read_state(terminal.state.read_bytes())[0].b == SlotState(PROVEN, good=True)


def test_asking_writes_nothing(terminal: Terminal) -> None:
    before = terminal.state.stat().st_mtime_ns
    for words in (("get-primary",), ("get-state", "A"), ("show",), ("refill",)):
        terminal.call(*words)
    assert terminal.state.stat().st_mtime_ns == before
