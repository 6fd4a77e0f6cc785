"""The link is killed at every step, runs twice at once, and is cut: nothing is lost or doubled."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.program import Program
from device.link_state import read_link_state
from tests.e2e.fragile_link import STEPS
from tests.e2e.outpost import Outpost, until

pytestmark = [pytest.mark.e2e, pytest.mark.broker, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def outpost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outpost]:
    with Outpost(tmp_path_factory.mktemp("killed") / "outpost", "127.0.0.1") as outpost:
        yield outpost


def assert_both_agree(outpost: Outpost) -> None:
    until(lambda: outpost.unsent == 0)
    assert outpost.stored() == [(entry.seq, entry.sha256) for entry in outpost.ledger.entries()]
    assert set(outpost.outbox.states().values()) == {"received"}


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_it_goes_on_where_it_was(outpost: Outpost, step: str) -> None:
    for number in range(3):
        outpost.sell(number)
    fragile = subprocess.Popen(
        [
            sys.executable, "-m", "tests.e2e.fragile_link", step,
            "--settings", str(outpost.settings_file),
        ],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    if step == "before goodbye":
        until(lambda: outpost.unsent == 0)
        fragile.terminate()
    assert fragile.wait(60) == -signal.SIGKILL
    outpost.sell(4)
    outpost.link.start()
    assert_both_agree(outpost)
    outpost.link.stop()


def test_two_links_at_once_lose_nothing(outpost: Outpost, tmp_path: Path) -> None:
    """Each throws the other out of the broker, ever more seldom; one gets through."""
    command = (sys.executable, "-m", "device", "link", "--settings", str(outpost.settings_file))
    other = Program("other", list(command), tmp_path / "other.log")
    outpost.link.start()
    other.start()
    try:
        for number in range(20):
            outpost.sell(number)
        assert_both_agree(outpost)
    finally:
        other.stop()
        outpost.link.stop()


def test_a_broker_and_an_ingest_that_are_killed_cost_nothing(outpost: Outpost) -> None:
    outpost.link.start()
    outpost.sell(1)
    until(lambda: outpost.unsent == 0)
    for program in (outpost.mosquitto, outpost.ingest):
        outpost.sell(2)
        program.kill()
        outpost.sell(3)
        program.start()
        assert_both_agree(outpost)
    outpost.link.stop()


def test_the_link_tells_in_its_state_whether_the_line_is_up(outpost: Outpost) -> None:
    run = outpost.folder / "run"

    def is_online() -> bool:
        state = read_link_state(run)
        return state is not None and state.online

    outpost.link.start()
    until(is_online)
    outpost.mosquitto.kill()
    until(lambda: not is_online())
    outpost.mosquitto.start()
    until(is_online)
    outpost.link.stop()
