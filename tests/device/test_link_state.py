from datetime import UTC, datetime
from pathlib import Path

import pytest

from device.link_state import STALE_SECONDS, LinkState, read_link_state, write_link_state

SINCE = datetime(2026, 11, 22, 3, 45, tzinfo=UTC)
STATE = LinkState(online=True, since=SINCE, beat=1000.0)


def read(folder: Path, now: float = 1000.0) -> LinkState | None:
    return read_link_state(folder, lambda: now)


def test_what_was_said_last_is_read(tmp_path: Path) -> None:
    write_link_state(tmp_path, STATE)
    assert read(tmp_path) == STATE
    offline = LinkState(online=False, since=SINCE, beat=1001.0)
    write_link_state(tmp_path, offline)
    assert read(tmp_path, 1001.0) == offline


def test_the_folder_is_made_and_holds_nothing_but_the_state(tmp_path: Path) -> None:
    folder = tmp_path / "run" / "quay"
    write_link_state(folder, STATE)
    write_link_state(folder, STATE)
    assert [file.name for file in folder.iterdir()] == ["link.json"]


@pytest.mark.parametrize("seconds", [0.0, 5.0, STALE_SECONDS - 0.1])
def test_a_link_that_spoke_just_now_is_believed(tmp_path: Path, seconds: float) -> None:
    write_link_state(tmp_path, STATE)
    assert read(tmp_path, STATE.beat + seconds) == STATE


@pytest.mark.parametrize("seconds", [STALE_SECONDS, 3600.0, -0.1, -1000.0])
def test_a_silent_link_and_one_from_before_the_start_are_not(
    tmp_path: Path, seconds: float
) -> None:
    write_link_state(tmp_path, STATE)
    assert read(tmp_path, STATE.beat + seconds) is None


def test_a_link_that_never_spoke_is_silent(tmp_path: Path) -> None:
    assert read(tmp_path) is None
    assert read(tmp_path / "none") is None


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"\xff", b"null", b'{"online":1}'])
def test_a_file_that_says_nothing_sensible_counts_as_silence(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "link.json").write_bytes(content)
    assert read(tmp_path) is None
