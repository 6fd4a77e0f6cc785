import multiprocessing
import os
import signal
import stat
from pathlib import Path

import pytest

from device.attempts import LONGEST_WAIT_SECONDS, Attempts, wait_seconds


class Guesser:
    """Somebody who tries, and notes how long each try had to wait."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.waited: list[float] = []
        self.told: list[tuple[int, int]] = []

    def tries(self, *, right: bool) -> None:
        """As a program that is started now."""
        attempts = Attempts(self._file, say=self._say, sleep=self.waited.append)
        if right:
            with attempts.one():
                return
        with pytest.raises(ValueError, match="wrong"), attempts.one():
            raise ValueError("wrong")

    def _say(self, failures: int, seconds: int) -> None:
        self.told.append((failures, seconds))


@pytest.fixture
def guesser(tmp_path: Path) -> Guesser:
    return Guesser(tmp_path / "attempts")


def test_each_failure_makes_the_next_try_wait_longer_and_success_clears_them(
    guesser: Guesser,
) -> None:
    for _ in range(5):
        guesser.tries(right=False)
    assert guesser.waited == [1, 2, 4, 8]
    guesser.tries(right=True)
    guesser.tries(right=True)
    assert guesser.waited == [1, 2, 4, 8, 16]
    assert guesser.told[-1] == (5, 16)


def test_the_longest_wait_is_a_quarter_of_an_hour() -> None:
    waits = [wait_seconds(failures) for failures in range(40)]
    assert waits == sorted(waits)
    assert waits[0] == 0
    assert waits[-1] == LONGEST_WAIT_SECONDS == 900


def test_a_file_that_says_no_number_is_taken_for_many_failures(
    guesser: Guesser, tmp_path: Path
) -> None:
    (tmp_path / "attempts").write_bytes(b"rubbish")
    guesser.tries(right=False)
    guesser.tries(right=False)
    assert guesser.waited == [512, 900]


def test_the_count_is_for_its_owner_only_and_no_link_is_followed(
    guesser: Guesser, tmp_path: Path
) -> None:
    guesser.tries(right=False)
    assert stat.S_IMODE((tmp_path / "attempts").stat().st_mode) == 0o600
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        Guesser(tmp_path / "link").tries(right=True)
    assert not (tmp_path / "elsewhere").exists()


def killed_while_trying(file: Path) -> None:
    with Attempts(file, say=lambda *_: None, sleep=lambda _seconds: None).one():
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_program_that_is_killed_while_it_tries_has_failed(
    guesser: Guesser, tmp_path: Path
) -> None:
    for _ in range(3):
        process = multiprocessing.get_context("spawn").Process(
            target=killed_while_trying, args=(tmp_path / "attempts",)
        )
        process.start()
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
    guesser.tries(right=True)
    assert guesser.waited == [4]
